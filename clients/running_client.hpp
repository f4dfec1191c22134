// A program that runs from connecting to disconnecting. It acts by itself, and the record shows
// when an intent is done; or it speaks MCP on its standard streams, and is asked there.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "clients/client.hpp"
#include "clients/driven_program.hpp"
#include "clients/program_setup.hpp"
#include "clients/stdio_bridge.hpp"

namespace conform {

class RunningClient final : public Client {
 public:
  RunningClient(const Launch& launch, const Scenario& scenario, MockOmni& mock, Person& person,
                Values values, Patience patience);
  ~RunningClient() override;

  Outcome perform(const Intent& intent) override;
  void finish() override { program_.finish(); }

 private:
  Outcome connect(const Connect& how);
  Outcome list_tools();
  Outcome call_tool(const CallTool& call);
  Outcome call_tool_by_host(const CallTool& call);
  Outcome disconnect();
  Outcome restart();
  std::optional<Outcome> trouble_with_starting_again();

  void start();
  CommandLine command_line() const;
  Outcome watch(std::string_view method, std::string_view tool, int times, std::string_view what);
  Outcome ask(std::string_view method, Json params, Json* result);

  const Launch& launch_;
  ProgramSetup setup_;
  std::optional<StdioBridge> bridge_;
  DrivenProgram program_;  // its threads call the bridge, so it goes first
  std::optional<Connect> last_connect_;
  bool disconnected_ = false;         // ended by us, and not started since
  std::map<std::string, int> asked_;  // tool (empty: tools/list) → how often since the play began
};

}  // namespace conform
