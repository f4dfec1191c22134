#include "clients/program_setup.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "clients/connect_target.hpp"

namespace conform {
namespace {

constexpr std::string_view kProtocolVersion = "2025-11-25";

}  // namespace

ProgramSetup::ProgramSetup(const Launch& launch, const Scenario& scenario, MockOmni& mock,
                           Values values)
    : launch_(launch), scenario_(scenario), mock_(mock), values_(std::move(values)) {
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

Values ProgramSetup::environment() const {
  Values environment = launch_.environment;
  for (auto& [name, value] : environment) value = with_placeholders(std::move(value), values_);
  environment["MCP_CONFORMANCE_SCENARIO"] = scenario_.id;
  environment["MCP_CONFORMANCE_PROTOCOL_VERSION"] = kProtocolVersion;
  environment["MCP_CONFORMANCE_CONTEXT"] =
      conformance_context(scenario_, values_.at("url"), values_.at("api_key")).dump();
  return environment;
}

}  // namespace conform
