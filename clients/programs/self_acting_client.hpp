// A client that is a program which acts by itself: it is started with the URL and told what to do
// by MCP_CONFORMANCE_CONTEXT. What it does is seen on the wire, and it is kept in step there.
#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "clients/client.hpp"
#include "clients/programs/driven_program.hpp"
#include "clients/programs/program_setup.hpp"
#include "clients/programs/program_starts.hpp"

namespace conform::clients {

// Of such a program we know what it was answered, what it printed and how it exited, not what it
// made of an answer: an intent whose answer was a refusal, or was broken, ends as `kAnswered`.
class SelfActingClient final : public Client {
 public:
  SelfActingClient(const Launch& launch, const Scenario& scenario, mock::MockOmni& mock,
                   Person& person, Values values, const Patience& patience);
  ~SelfActingClient() override;

  Outcome perform(const Intent& intent) override;
  void finish() override;

 private:
  Outcome connect(const Connect& how);
  Outcome go_on(const Intent& intent);
  Outcome end();
  Outcome follow(const Intent& intent);
  Outcome how_it_went(Wait wait, std::string_view what);
  bool is_suddenly_silent();

  void start();
  void await_redirect_ports();
  [[nodiscard]] std::vector<Intent> rest_of_start() const;

  ProgramSetup setup_;
  DrivenProgram program_;
  std::stop_token interrupted_;
  std::vector<ProgramStart> starts_;
  std::size_t start_ = 0;  // which of them, from 1
  std::size_t place_ = 0;  // of the intent at hand in it, from 0
  // How many entries the record had when the first intent after connecting began, and the last one.
  std::size_t connected_ = 0;
  std::size_t begun_ = 0;
  std::optional<Connect> last_connect_;
};

}  // namespace conform::clients
