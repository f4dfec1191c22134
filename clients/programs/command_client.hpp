// A client whose intents are commands of their own: a command-line client, or an agent that is
// given a prompt and a stand-in for its model. Between them it lives on disk only.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "clients/client.hpp"
#include "clients/programs/driven_program.hpp"
#include "clients/programs/observed_requests.hpp"
#include "clients/programs/program_setup.hpp"
#include "clients/programs/stand_ins/stand_in_model.hpp"

namespace conform::clients {

class CommandClient final : public Client {
 public:
  CommandClient(const Launch& launch, const Scenario& scenario, mock::MockOmni& mock,
                Person& person, Values values, const Patience& patience);
  ~CommandClient() override;

  Outcome perform(const Intent& intent) override;
  void finish() override { program_.finish(); }

 private:
  // How the commands of an intent ended.
  struct Ran {
    std::optional<Outcome> gave_up;  // one never ended, or crashed
    bool failed = false;             // one of them said so, in words or by its exit status
    std::string text;                // how the last one ended
  };

  Outcome connect(const Connect& how);
  Outcome list_tools();
  Outcome call_tool(const CallTool& call);

  Ran run(const std::string& intent, std::string_view what, const Values& more = {});
  // The text of an answer with a refusal that it passed on to its user word for word, or empty.
  [[nodiscard]] std::string passed_on(const ObservedRequests& observed, std::size_t after) const;
  [[nodiscard]] Outcome judged(const Ran& ran, std::string_view what, std::string_view method,
                               std::string_view tool, std::size_t after) const;

  const Launch& launch_;
  mock::MockOmni& mock_;
  std::unique_ptr<StandInModel> model_;
  ProgramSetup setup_;
  DrivenProgram program_;
  std::optional<Connect> last_connect_;
  bool connected_ = false;           // the last time that it was asked to
  std::size_t connected_after_ = 0;  // entries that were there when it last connected
};

}  // namespace conform::clients
