#include "clients/programs/program_setup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "clients/protocol/connect_target.hpp"
#include "foundation/text/placeholders.hpp"

namespace conform::clients {

using mock::MockOmni;

namespace {

bool names(const CommandLine& command, std::string_view placeholder) {
  return std::ranges::any_of(command, [&](const std::string& argument) {
    return argument.find(placeholder) != std::string::npos;
  });
}

// For programs that are asked, or run for each intent: nothing is told in parts.
ProgramStart all_intents(const Scenario& scenario) {
  ProgramStart all;
  for (const Step& step : scenario.act) {
    if (const Intent* intent = std::get_if<Intent>(&step)) all.push_back(*intent);
  }
  return all;
}

}  // namespace

ProgramSetup::ProgramSetup(const Launch& launch, const Scenario& scenario, MockOmni& mock,
                           Values values)
    : launch_(launch),
      scenario_(scenario),
      mock_(mock),
      values_(std::move(values)),
      start_{.intents = all_intents(scenario), .number = 1, .of = 1} {
  values_["api_key"];
  values_["client_id"];
  values_["url"];
  values_["port"] = std::to_string(free_port());  // one for the play: a restart listens there again
}

void ProgramSetup::connect_to(const Connect& connect, const ProgramHome& home) {
  values_["url"] = mcp_url(mock_, connect);
  values_["api_key"] = connect.key.empty() ? "" : connect.entered(key_secret(mock_, connect.key));
  values_["client_id"] = connect.client_id;
  values_["home"] = home.home().string();
}

void ProgramSetup::write_files(const ProgramHome& home) const {
  for (const auto& [name, text] : launch_.files) {
    const std::filesystem::path file = home.home() / name;
    if (std::filesystem::exists(file)) continue;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out << with_placeholders(text, values_);
    out.close();
    if (!out) throw std::runtime_error(fmt::format("can't write {}", file.string()));
  }
}

CommandLine ProgramSetup::filled(CommandLine command, const Values& more) const {
  Values values = values_;
  values.insert(more.begin(), more.end());
  for (std::string& argument : command) argument = with_placeholders(std::move(argument), values);
  return command;
}

CommandLine ProgramSetup::command_line() const {
  CommandLine pattern = launch_.command;
  const auto append = [&](const CommandLine& more) {
    pattern.insert(pattern.end(), more.begin(), more.end());
  };
  if (has_key()) append(launch_.key_arguments);
  if (has_client_id()) append(launch_.client_id_arguments);
  if (!names(pattern, "{url}")) pattern.emplace_back("{url}");
  return filled(std::move(pattern));
}

bool ProgramSetup::takes_client_id() const {
  return launch_.official || !launch_.client_id_arguments.empty() ||
         names(launch_.command, "{client_id}");
}

void ProgramSetup::tell_start(ProgramStart start, std::size_t number, std::size_t starts) {
  start_ = {.intents = std::move(start), .number = number, .of = starts};
}

Values ProgramSetup::environment() const {
  Values environment = launch_.environment;
  for (auto& [name, value] : environment) value = with_placeholders(std::move(value), values_);
  OfficialNames official;
  if (launch_.official) {
    const auto name = launch_.official_scenarios.find(scenario_.id);
    official.scenario = name == launch_.official_scenarios.end() ? scenario_.id : name->second;
  }
  for (auto& [name, value] :
       conformance_environment(scenario_, start_, values_.at("url"), values_.at("api_key"),
                               values_.at("client_id"), official)) {
    environment[name] = std::move(value);
  }
  return environment;
}

}  // namespace conform::clients
