// A program that runs from connecting to disconnecting and speaks MCP on its standard streams, as a
// host's local server does. We are its host and ask it there.
#pragma once

#include <optional>
#include <string_view>

#include "clients/client.hpp"
#include "clients/programs/driven_program.hpp"
#include "clients/programs/program_setup.hpp"
#include "clients/programs/stdio_bridge.hpp"

namespace conform::clients {

class StdioClient final : public Client {
 public:
  StdioClient(const Launch& launch, const Scenario& scenario, mock::MockOmni& mock, Person& person,
              Values values, const Patience& patience);
  ~StdioClient() override;

  Outcome perform(const Intent& intent) override;
  void finish() override { program_.finish(); }

 private:
  Outcome connect(const Connect& how);
  Outcome list_tools();
  Outcome call_tool(const CallTool& call);
  Outcome disconnect();
  Outcome restart();
  std::optional<Outcome> trouble_with_starting_again();

  void start();
  Outcome ask(std::string_view method, Json params, Json* result);

  const Launch& launch_;
  ProgramSetup setup_;
  std::optional<StdioBridge> bridge_;
  DrivenProgram program_;  // its threads call the bridge, so it goes first
  std::optional<Connect> last_connect_;
  bool disconnected_ = false;  // ended by us, and not started since
};

}  // namespace conform::clients
