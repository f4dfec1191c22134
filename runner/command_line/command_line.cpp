#include "runner/command_line/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <utility>

#include "runner/command_line/command.hpp"
#include "runner/program/exit_code.hpp"

namespace conform {
namespace {

constexpr std::array kCommands = {&kRun,    &kTest,     &kClients, &kInit,  &kMerge,
                                  &kDiff,   &kBaseline, &kClient,  &kGrade, &kRecord,
                                  &kVerify, &kList,     &kExplain, &kProve, &kCoverage,
                                  &kBench,  &kFidelity, &kServe,   &kWatch};

// What follows "--" is the command of `test`, whatever it looks like.
std::vector<std::string> take_program(std::vector<std::string>& arguments) {
  const auto dashes = std::ranges::find(arguments, "--");
  if (dashes == arguments.end() || arguments.front() != kTest.name) return {};
  std::vector<std::string> program(dashes + 1, arguments.end());
  arguments.erase(dashes, arguments.end());
  return program;
}

}  // namespace

int obey(std::vector<std::string> arguments, Streams& streams) {
  CLI::App app("Does an MCP client work with Omni's MCP server, also when Omni says no?",
               "omni-conform");
  app.set_version_flag("--version", "omni-conform " CONFORM_VERSION);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 conformant, 1 not, 2 usage, 3 harness error.");
  std::vector<std::pair<CLI::App*, Command::Action>> actions;
  for (const Command* command : kCommands) {
    CLI::App* parser = app.add_subcommand(command->name, command->help);
    actions.emplace_back(parser, command->declare(*parser));
  }
  if (arguments.empty()) {
    streams.err << app.help();
    return kUsage;
  }
  const Invocation invocation{.streams = streams, .program = take_program(arguments)};
  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app.exit(error, streams.out, streams.err) == 0 ? kConformant : kUsage;
  }
  const auto meant =
      std::ranges::find_if(actions, [](const auto& one) { return one.first->parsed(); });
  return meant->second(invocation);  // CLI11 asked for one
}

}  // namespace conform
