#include "clients/programs/attended_client.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <functional>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "clients/http/http_connection.hpp"
#include "clients/programs/driven_client_fixture.hpp"
#include "clients/protocol/connect_target.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::clients {

using mock::ApiKey;
using mock::MockOmni;
using mock::World;

namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A user with a client in their hands: they start it when they are told to, it acts on a thread of
// its own, and they press Enter where they have to.
class AttendedClientTest : public DrivenClientTest {
 protected:
  AttendedClientTest() { scenario_.id = "test/scenario"; }

  void attend(std::function<std::vector<int>()> acts = {}) {
    acts_ = std::move(acts);
    attended_ = std::make_unique<AttendedClient>(
        scenario_, *mock_,
        Attendance{.turn =
                       [this](const AttendedTurn& turn) {
                         turns_.push_back(turn);
                         if (turns_.size() == 1 && acts_)
                           acted_ = std::async(std::launch::async, acts_);
                       },
                   .answered =
                       [this](const std::string& how, const std::string& next, bool must_say_so) {
                         answers_.push_back(how + "; " + next);
                         if (must_say_so) attended_->go_on();
                       }});
  }

  std::vector<Outcome::Kind> play() {
    std::vector<Outcome::Kind> kinds;
    for (const Step& step : scenario_.act) {
      if (const auto* const intent = std::get_if<Intent>(&step)) {
        kinds.push_back(attended_->perform(*intent).kind);
      }
      if (const auto* const move = std::get_if<AdminMove>(&step)) move->apply(*mock_);
    }
    attended_->finish();
    return kinds;
  }

  [[nodiscard]] int send(const std::string& method, const std::string& body) const {
    const Url url = Url::parse(mock_->key_url("acme")).value_or(Url{});
    Request request;
    request.method = method;
    request.target = url.target();
    request.headers = {{"Content-Type", "application/json"},
                       {"Accept", "application/json, text/event-stream"},
                       {"MCP-Protocol-Version", "2025-11-25"},
                       {"Authorization", "Bearer " + key_secret(*mock_, with_key().key)}};
    request.body = body;
    HttpConnection connection;
    return connection.send(url, std::move(request)).status;
  }
  [[nodiscard]] int initialize() const {
    return send("POST",
                R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":)"
                R"("2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}})");
  }
  [[nodiscard]] int pick_model(int id) const {
    return send("POST", fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"tools/call","params":)"
                                    R"({{"name":"pickModel","arguments":{{}}}}}})",
                                    id));
  }

  static AdminMove key_is(ApiKey::State state) {
    return {"the key's state changes", [state](MockOmni& mock) {
              mock.live().change({"the key's state changes", [state](World& world) {
                                    world.key("acme_modeler_token")->state = state;
                                  }});
            }};
  }
  static Intent call() { return CallTool{.tool = "pickModel"}; }

  std::vector<AttendedTurn> turns_;
  std::vector<std::string> answers_;
  std::function<std::vector<int>()> acts_;
  std::unique_ptr<AttendedClient> attended_;
  std::future<std::vector<int>> acted_;  // the answers' statuses
};

TEST_F(AttendedClientTest, TheWorldChangesBeforeTheClientsNextRequestIsLetIn) {
  scenario_.act = {Intent{with_key()}, key_is(ApiKey::State::kRevoked), call(),
                   key_is(ApiKey::State::kActive), call()};
  attend([this] { return std::vector<int>{initialize(), pick_model(1), pick_model(2)}; });
  EXPECT_THAT(play(),
              ElementsAre(Outcome::Kind::kDone, Outcome::Kind::kAnswered, Outcome::Kind::kDone));
  EXPECT_THAT(acted_.get(), ElementsAre(200, 401, 200));
  ASSERT_EQ(answers_.size(), 3U);
  EXPECT_THAT(answers_[0], AllOf(HasSubstr("initialize was answered; "), HasSubstr("pickModel")));
  EXPECT_EQ(answers_[2], "tools/call was answered; ");
}

TEST_F(AttendedClientTest, TheUserIsToldUrlAndKeyAndWhatAProgramIsTold) {
  scenario_.act = {Intent{with_key()}};
  attend([this] { return std::vector<int>{initialize()}; });
  play();
  EXPECT_EQ(acted_.get(), std::vector<int>{200});
  ASSERT_EQ(turns_.size(), 1U);
  EXPECT_EQ(turns_[0].of, 1U);
  EXPECT_THAT(turns_[0].what, AllOf(HasSubstr(mock_->key_url("acme")),
                                    HasSubstr(key_secret(*mock_, with_key().key))));
  EXPECT_THAT(turns_[0].environment.at("MCP_CONFORMANCE_CONTEXT"),
              HasSubstr(R"("intents":[{"intent":"connect","with":"api_key"}])"));
}

// Nothing on the wire shows it, so that it is the user who says that the client is done.
TEST_F(AttendedClientTest, WithoutASessionTheUserSaysThatItIsOver) {
  scenario_.act = {Intent{with_key()}, Intent{Disconnect{}}};
  attend([this] { return std::vector<int>{initialize()}; });
  EXPECT_THAT(play(), ElementsAre(Outcome::Kind::kDone, Outcome::Kind::kDone));
  EXPECT_EQ(acted_.get(), std::vector<int>{200});
  EXPECT_THAT(answers_, ElementsAre("initialize was answered; quit"));
}

TEST_F(AttendedClientTest, AStepThatTheUserEndsUnansweredIsGivenUp) {
  scenario_.act = {Intent{with_key()}};
  attended_ = std::make_unique<AttendedClient>(
      scenario_, *mock_,
      Attendance{.turn = [this](const AttendedTurn&) { attended_->go_on(); }, .answered = {}});
  EXPECT_THAT(play(), ElementsAre(Outcome::Kind::kGaveUp));
}

TEST_F(AttendedClientTest, AfterTheEndNothingIsAskedAndNothingWaits) {
  scenario_.act = {Intent{with_key()}, call(), call()};
  attend();
  attended_->end();
  EXPECT_THAT(play(),
              ElementsAre(Outcome::Kind::kGaveUp, Outcome::Kind::kGaveUp, Outcome::Kind::kGaveUp));
  EXPECT_THAT(turns_, IsEmpty());
  EXPECT_EQ(initialize(), 200);
  EXPECT_EQ(pick_model(1), 200);
}

TEST_F(AttendedClientTest, WhatTheUserReadsIsTheClientsOutput) {
  attend();
  EXPECT_FALSE(attended_->was_heard());
  attended_->heard("\x1b[31mNo access\x1b[0m");
  EXPECT_TRUE(attended_->was_heard());
  EXPECT_THAT(output(), ElementsAre("No access"));
}

}  // namespace
}  // namespace conform::clients
