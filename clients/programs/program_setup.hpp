// What the placeholders of a launch stand for in one play, and the environment and files that are
// made with them.
#pragma once

#include <map>
#include <string>

#include "clients/profile/launch.hpp"
#include "clients/programs/conformance_context.hpp"
#include "clients/programs/program_home.hpp"
#include "mock_server/mock_omni.hpp"
#include "suites/scenario.hpp"

namespace conform::clients {

using Values = std::map<std::string, std::string>;

class ProgramSetup {
 public:
  // `values` are those of {package}, {python}, {drivers} and {model_url}. All must outlive it.
  ProgramSetup(const Launch& launch, const Scenario& scenario, mock::MockOmni& mock, Values values);

  // From now on {url} and {api_key} are those of this connection. Throws std::invalid_argument when
  // the world has no such key.
  void connect_to(const Connect& connect, const ProgramHome& home);

  // The files of the launch that are not there yet.
  void write_files(const ProgramHome& home) const;

  [[nodiscard]] bool has_key() const { return !values_.at("api_key").empty(); }
  [[nodiscard]] bool has_client_id() const { return !values_.at("client_id").empty(); }
  [[nodiscard]] CommandLine filled(CommandLine command, const Values& more = {}) const;
  // The launch's command with what is appended for a key and a client ID, and the URL where no
  // argument names it.
  [[nodiscard]] CommandLine command_line() const;
  // A client ID reaches a program by its arguments only.
  [[nodiscard]] bool takes_client_id() const;

  // From now on MCP_CONFORMANCE_CONTEXT holds what this start asks for, the `number`th of `starts`.
  void tell_start(ProgramStart start, std::size_t number, std::size_t starts);
  // The launch's own variables, and what the official conformance suite tells its fixtures.
  [[nodiscard]] Values environment() const;

 private:
  const Launch& launch_;
  const Scenario& scenario_;
  mock::MockOmni& mock_;
  Values values_;
  ConformanceStart start_;
};

}  // namespace conform::clients
