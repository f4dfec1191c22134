#include <gmock/gmock.h>

#include "clients/programs/driven_client_fixture.hpp"
#include "clients/programs/external_client.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::clients {

using mock::ApiKey;
using mock::MockOmni;
using mock::World;

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Plays the scenario as a play does: its client's intents and what an admin does between them.
class SelfActingClientTest : public DrivenClientTest {
 protected:
  SelfActingClientTest() { scenario_.id = "test/scenario"; }

  std::vector<Outcome> play(const std::string& script, const Patience& patience = {}) {
    launch_.command = {
        "bash", "-c",
        "url=$0; key=$1\n" + std::string(kPostingScript) +
            "list() { post '{\"jsonrpc\":\"2.0\",\"id\":'$1',\"method\":\"tools/list\"}'; }\n"
            "pick() { post '{\"jsonrpc\":\"2.0\",\"id\":'$1',\"method\":\"tools/call\","
            "\"params\":{\"name\":\"pickModel\",\"arguments\":{}}}'; }\n" +
            script,
        "{url}", "{api_key}"};
    const std::filesystem::path nowhere = std::filesystem::temp_directory_path();
    client_ =
        make_external_client(launch_, scenario_, *mock_, *person_, {nowhere, nowhere}, patience);
    std::vector<Outcome> outcomes;
    for (const Step& step : scenario_.act) {
      if (const auto* intent = std::get_if<Intent>(&step))
        outcomes.push_back(client_->perform(*intent));
      if (const auto* move = std::get_if<AdminMove>(&step)) move->apply(*mock_);
    }
    client_->finish();
    return outcomes;
  }
  static AdminMove key_is(ApiKey::State state) {
    return {"the key's state changes", [state](MockOmni& mock) {
              mock.live().change({"the key's state changes", [state](World& world) {
                                    world.key("acme_modeler_token")->state = state;
                                  }});
            }};
  }
  static Intent pick_model() { return CallTool{.tool = "pickModel"}; }
  [[nodiscard]] std::vector<int> statuses() const {
    std::vector<int> all;
    for (const Exchange& exchange : mock_->transcript().exchanges())
      all.push_back(exchange.response.status);
    return all;
  }
};

TEST_F(SelfActingClientTest, TheWorldChangesBetweenTwoRequestsOfTheProgram) {
  scenario_.act = {Intent{with_key()}, key_is(ApiKey::State::kRevoked), pick_model(),
                   key_is(ApiKey::State::kActive), pick_model()};
  const std::vector<Outcome> outcomes = play("initialize; pick 1; pick 2");
  EXPECT_EQ(statuses(), (std::vector<int>{200, 401, 200}));
  EXPECT_EQ(outcomes[0].kind, Outcome::Kind::kDone);
  EXPECT_EQ(outcomes[1].kind, Outcome::Kind::kAnswered);
  EXPECT_EQ(outcomes[1].text, "call pickModel: tools/call was refused (revoked_key, HTTP 401)");
  EXPECT_EQ(outcomes[2].kind, Outcome::Kind::kDone);
}

TEST_F(SelfActingClientTest, WhatItPrintedIsReadBeforeItGoesOn) {
  scenario_.act = {Intent{with_key()}, Intent{ListTools{}}, pick_model()};
  play(
      "initialize >/dev/null; list 1 >/dev/null; echo listed; echo oops >&2; pick 2 "
      ">/dev/null");
  std::vector<std::string> order;
  for (const Entry& entry : mock_->transcript().entries()) {
    if (const auto* exchange = std::get_if<Exchange>(&entry))
      order.push_back(exchange->rpc->method);
    const auto* note = std::get_if<Note>(&entry);
    if (note != nullptr && note->kind == Note::Kind::kOutput) order.push_back(note->text);
  }
  EXPECT_EQ(order,
            (std::vector<std::string>{"initialize", "tools/list", "listed", "oops", "tools/call"}));
}

TEST_F(SelfActingClientTest, EachStartIsToldItsOwnPart) {
  scenario_.act = {Intent{with_key()}, Intent{ListTools{}}, Intent{Restart{}}, pick_model()};
  play(
      "echo \"${MCP_CONFORMANCE_CONTEXT#*api_key}\"; initialize >/dev/null; [ -e $HOME/been ] "
      "&& "
      "pick 1 >/dev/null || "
      "list 1 >/dev/null; touch $HOME/been; echo bye");
  EXPECT_THAT(
      output(),
      ElementsAre(
          HasSubstr(
              R"("start":1,"starts":2,"intents":[{"intent":"connect","with":"api_key"},{"intent":"list_tools"}])"),
          "bye",
          HasSubstr(
              R"("start":2,"starts":2,"intents":[{"intent":"connect","with":"api_key"},{"intent":"call_tool","tool":"pickModel")"),
          "bye"));
  EXPECT_EQ(statuses(), (std::vector<int>{200, 200, 200, 200}));
}

TEST_F(SelfActingClientTest, SkippingAnIntentEndsIt) {
  scenario_.act = {Intent{with_key()}, Intent{ListTools{}}, pick_model()};
  const std::vector<Outcome> outcomes = play("initialize; pick 1");
  EXPECT_EQ(outcomes[1].text, "list the tools: it went on without doing so");
  EXPECT_EQ(outcomes[2].kind, Outcome::Kind::kDone);
}

TEST_F(SelfActingClientTest, AProgramThatSaysItFailedIsNotDone) {
  scenario_.act = {Intent{with_key()}, Intent{ListTools{}}};
  EXPECT_EQ(play("initialize; list 1; exit 3")[1].text,
            "list the tools: tools/list was answered; the program ended with exit status 3");
  EXPECT_EQ(play("initialize; list 1; kill -SEGV $$")[1].kind, Outcome::Kind::kCrashed);
}

TEST_F(SelfActingClientTest, AProgramThatStaysUpIsDone) {
  scenario_.act = {Intent{with_key()}, Intent{ListTools{}}, Intent{Disconnect{}}};
  Patience patience;
  patience.settle = std::chrono::milliseconds{20};
  const std::vector<Outcome> outcomes = play("initialize; list 1; exec sleep 1000", patience);
  EXPECT_EQ(outcomes[1].kind, Outcome::Kind::kDone);
  EXPECT_EQ(outcomes[2].text, "the program was ended");
}

TEST_F(SelfActingClientTest, AProgramThatFallsSilentHasGivenUp) {
  scenario_.act = {Intent{with_key()}, Intent{ListTools{}}, pick_model()};
  Patience patience;
  patience.settle = std::chrono::milliseconds{20};
  EXPECT_EQ(
      play("initialize; list 1; echo tools; pick 1 >/dev/null; exec sleep 1000", patience)[2].text,
      "call pickModel: tools/call was answered and nothing came any more");
  EXPECT_EQ(
      play("initialize; list 1; echo tools; pick 1; echo models; exec sleep 1000", patience)[2]
          .kind,
      Outcome::Kind::kDone);
  EXPECT_EQ(
      play("initialize; list 1 >/dev/null; pick 1 >/dev/null; exec sleep 1000", patience)[2].kind,
      Outcome::Kind::kDone)
      << "it never shows anything";
}

TEST_F(SelfActingClientTest, AProgramThatAsksWithoutEndIsEnded) {
  scenario_.act = {Intent{with_key()}};
  Patience patience;
  patience.limits = {.requests = 5, .of_a_kind = 5};
  const std::vector<Outcome> outcomes = play("key=wrong; while :; do initialize; done", patience);
  EXPECT_EQ(outcomes[0].text, "connect: it sent more than 5 requests in one play");
  EXPECT_EQ(statuses().size(), 5U);
}

}  // namespace
}  // namespace conform::clients
