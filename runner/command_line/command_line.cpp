#include "runner/command_line/command_line.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>
#include <utility>

#include "reports/text.hpp"
#include "runner/command_line/command.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/nearest.hpp"

namespace conform::runner {
namespace {

constexpr std::array kCommands = {
    &kRun,    &kTest,     &kClients, &kInit,   &kImport,      &kMerge,     &kDiff,  &kBaseline,
    &kClient, &kGrade,    &kRecord,  &kVerify, &kList,        &kExplain,   &kProve, &kCoverage,
    &kBench,  &kFidelity, &kServe,   &kWatch,  &kCompletions, &kManualPage};

// What follows "--" is the command of `test`, whatever it looks like.
std::vector<std::string> take_program(std::vector<std::string>& arguments) {
  const auto dashes = std::ranges::find(arguments, "--");
  if (dashes == arguments.end() || arguments.front() != kTest.name) return {};
  std::vector<std::string> program(dashes + 1, arguments.end());
  arguments.erase(dashes, arguments.end());
  return program;
}

// CLI11 would only say that some command is required.
void require_command(const std::string& first) {
  std::vector<std::string> names;
  std::ranges::transform(kCommands, std::back_inserter(names), &Command::name);
  if (first.starts_with('-') || std::ranges::find(names, first) != names.end()) return;
  throw unknown_name("command", first, names);
}

std::vector<std::string> option_names(const CLI::App& parser) {
  std::vector<std::string> names;
  for (const CLI::Option* option : parser.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// What may have been meant by the first option that nobody knows, or nothing.
std::vector<std::string> likely_meant(const CLI::App& app,
                                      const std::vector<std::string>& arguments) {
  const std::vector<const CLI::App*> parsers = app.get_subcommands(
      [&](const CLI::App* one) { return one->get_name() == arguments.front(); });
  const std::vector<std::string> names = option_names(parsers.empty() ? app : *parsers.front());
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (!name.starts_with("--") || std::ranges::find(names, name) != names.end()) continue;
    return nearest(name, names);
  }
  return {};
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
  require_command(arguments.front());
  const Invocation invocation{.streams = streams, .program = take_program(arguments)};
  try {
    // CLI11 takes them from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    std::ostringstream said;
    const int code = app.exit(error, streams.out, said);
    streams.err << reports::printed(said.str());  // an argument may be a name that others gave
    if (code == 0) return kConformant;            // --help
    const std::vector<std::string> meant = likely_meant(app, arguments);
    if (!meant.empty()) {
      streams.err << fmt::format("Did you mean {}?\n", fmt::join(meant, ", "));
    }
    return kUsage;
  }
  const auto parsed =
      std::ranges::find_if(actions, [](const auto& one) { return one.first->parsed(); });
  return parsed->second(invocation);  // CLI11 asked for one
}

}  // namespace conform::runner
