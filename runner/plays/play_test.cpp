#include "runner/plays/play.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <thread>

#include "clients/programs/external_client.hpp"
#include "mock_server/state/live_world.hpp"
#include "runner/plays/play_setup.hpp"
#include "suites/judge.hpp"

namespace conform::runner {

using clients::Client;
using clients::load_profiles;
using clients::Outcome;
using clients::Patience;
using clients::Person;
using clients::Profile;
using mock::Change;
using mock::MockOmni;
using mock::World;

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

const PlaySetup& setup() {
  static const PlaySetup loaded =
      load_play_setup(std::filesystem::path(CONFORM_SOURCE_DIR) / "fixtures", 1);
  return loaded;
}

// Does what the test says, and nothing on the wire.
class FakeClient final : public Client {
 public:
  using Act = std::function<Outcome(const Intent&)>;
  FakeClient(Act act, bool& finished) : act_(std::move(act)), finished_(finished) {}
  Outcome perform(const Intent& intent) override { return act_(intent); }
  void finish() override { finished_ = true; }

 private:
  Act act_;
  bool& finished_;
};

std::vector<std::string> notes(const Play& play) {
  std::vector<std::string> texts;
  for (const Entry& entry : play.entries) {
    if (const auto* note = std::get_if<Note>(&entry)) {
      texts.push_back(std::string(to_string(note->kind)) + " " + note->text);
    }
  }
  return texts;
}

class PlayTest : public testing::Test {
 protected:
  PlayTest() {
    scenario_.id = "test/one";
    scenario_.title = "One";
    scenario_.act = {Intent(Connect{}), Intent(ListTools{})};
    profile_.id = "fake";
  }

  Play played(FakeClient::Act act) {
    return play(
        scenario_, profile_, setup(),
        [&](const Scenario&, const Profile&, MockOmni&, Person&, std::uint64_t) {
          return std::make_unique<FakeClient>(act, finished_);
        },
        TimeKind::kManual);
  }

  Scenario scenario_;
  Profile profile_;
  bool finished_ = false;
};

TEST_F(PlayTest, NotesEveryIntentAndHowItEnded) {
  const Play result = played([](const Intent& intent) -> Outcome {
    if (std::holds_alternative<Connect>(intent)) return {Outcome::Kind::kDone, ""};
    return {Outcome::Kind::kGaveUp, "nobody answered"};
  });
  EXPECT_THAT(notes(result), ElementsAre("intent " + describe(scenario_.act[0]), "outcome done",
                                         "intent " + describe(scenario_.act[1]),
                                         "outcome gave up: nobody answered"));
  EXPECT_TRUE(finished_);
}

TEST_F(PlayTest, AnAdminMoveIsNotedOnce) {
  scenario_.act = {
      AdminMove("time passes", [](MockOmni& mock) { mock.live().advance(Duration(1)); }),
      AdminMove(Change{"nothing changes", [](World&) {}})};
  const Play result = played([](const Intent&) { return Outcome{}; });
  EXPECT_EQ(notes(result).size(), 2U);
}

TEST_F(PlayTest, AClientThatThrowsIsOurFaultAndNoVerdict) {
  const Play result =
      played([](const Intent&) -> Outcome { throw std::runtime_error("out of ports"); });
  EXPECT_EQ(result.verdict, Verdict::kHarnessError);
  EXPECT_EQ(result.error, "out of ports");
  EXPECT_TRUE(result.checks.empty());
  EXPECT_FALSE(result.entries.empty()) << "what came before the fault helps to find it";
}

TEST_F(PlayTest, AnArrangementThatThrowsIsOurFaultToo) {
  scenario_.arrange = {{"breaks", [](World&) { throw std::runtime_error("no such user"); }}};
  const Play result = played([](const Intent&) { return Outcome{}; });
  EXPECT_EQ(result.verdict, Verdict::kHarnessError);
  EXPECT_EQ(result.error, "no such user");
}

// The mock records a request when it has handled it, and a client may have given up by then.
TEST_F(PlayTest, ACancelledCallIsRecordedBeforeWhatComesNext) {
  scenario_.act = {Intent(CallTool{.tool = "getData", .cancelled_after = Duration(0)}),
                   Intent(ListTools{})};
  std::jthread handling;
  const Play result = play(
      scenario_, profile_, setup(),
      [&](const Scenario&, const Profile&, MockOmni& mock, Person&, std::uint64_t) {
        const auto act = [&](const Intent& intent) -> Outcome {
          if (!std::holds_alternative<CallTool>(intent)) {
            handling.join();
            return {};
          }
          handling = std::jthread([&mock] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            Exchange call;
            call.rpc = RpcSummary{};
            call.rpc->method = "tools/call";
            mock.transcript().append(call);
          });
          return {Outcome::Kind::kGaveUp, "cancelled"};
        };
        return std::make_unique<FakeClient>(act, finished_);
      },
      TimeKind::kManual);
  ASSERT_EQ(result.entries.size(), 5U);
  EXPECT_TRUE(std::holds_alternative<Exchange>(result.entries[1]));
}

// Alone in its process, a play pays for what others find ready.
TEST(Plays, ThatCancelACallAreJudgedAlikeWhenTheyAreTheFirst) {
  const auto profiles =
      load_profiles(std::filesystem::path(CONFORM_SOURCE_DIR) / "fixtures/clients");
  const Play first = play_scripted(*find_scenario("transport/cancelled_by_the_user"),
                                   profiles.at("reference"), setup());
  EXPECT_EQ(first.verdict, Verdict::kPass);
}

TEST_F(PlayTest, JudgesTheRecord) {
  Check check;
  check.id = "ends";
  check.expectation = {"an outcome", [](const std::vector<Entry>& entries) {
                         return Finding{.outcome = Finding::Outcome::kFail,
                                        .seen = std::to_string(entries.size()) + " entries",
                                        .evidence = {}};
                       }};
  scenario_.checks = {check};
  const Play result = played([](const Intent&) { return Outcome{}; });
  EXPECT_EQ(result.verdict, Verdict::kFail);
  EXPECT_EQ(result.checks.at(0).finding.seen, "4 entries");
}

// ---- Two plays at once ----

// The one waits for the other, which sends to its mock what its own client never would.
class TwoPlaysAtOnce : public testing::Test {
 protected:
  TwoPlaysAtOnce() {
    std::string name = testing::TempDir() + "/plays.XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    Check check;
    check.id = "quiet";
    check.expectation = {"no request", [](const std::vector<Entry>& entries) {
                           for (const Entry& entry : entries) {
                             if (!std::holds_alternative<Exchange>(entry)) continue;
                             const auto& seen = std::get<Exchange>(entry);
                             return Finding{Finding::Outcome::kFail, seen.request.target, {}};
                           }
                           return Finding{Finding::Outcome::kPass, "none", {}};
                         }};
    scenario_.id = "test/quiet";
    scenario_.title = "Quiet";
    scenario_.act = {Intent(Connect{})};
    scenario_.checks = {check};
  }
  ~TwoPlaysAtOnce() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Play played(const std::string& script) const {
    Profile profile;
    profile.id = "program";
    profile.launch.command = {"bash", "-c", "cd '" + folder_.string() + "'; url=$0\n" + script,
                              "{url}"};
    return play(
        scenario_, profile, setup(),
        [this](const Scenario& scenario, const Profile& of, MockOmni& mock, Person& person,
               std::uint64_t) {
          Patience patience;
          patience.intent = patience.quiet = std::chrono::minutes(4);
          return make_external_client(of.launch, scenario, mock, person, {folder_, folder_},
                                      patience);
        },
        TimeKind::kSystem);
  }

  std::filesystem::path folder_;
  Scenario scenario_;
};

TEST_F(TwoPlaysAtOnce, NoneChangesTheVerdictOfTheOther) {
  std::future<Play> visited = std::async(std::launch::async, [this] {
    return played(
        "authority=${url#http://}; authority=${authority%%/*}; echo ${authority##*:} >port.new\n"
        "mv port.new port; until [[ -e done ]]; do sleep 0.01; done");
  });
  const Play visitor = played(
      "until [[ -e port ]]; do sleep 0.01; done; exec 3<>/dev/tcp/127.0.0.1/$(<port)\n"
      "printf 'GET /visitor HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&3\n"
      "cat <&3; touch done");
  const Play other = visited.get();
  EXPECT_EQ(other.checks.at(0).finding.seen, "none");
  EXPECT_EQ(other.verdict, Verdict::kPass);
  EXPECT_EQ(visitor.verdict, Verdict::kPass);
  EXPECT_THAT(visitor.output, Contains("This mock belongs to another play."));
  EXPECT_THAT(notes(visitor),
              Contains(HasSubstr("harness the program asked the mock of another play")));
}

TEST(Seeds, AreTheSameAloneAndAmongOthersAndDifferOtherwise) {
  EXPECT_EQ(seed_of(1, "a/b", "x"), seed_of(1, "a/b", "x"));
  EXPECT_NE(seed_of(1, "a/b", "x"), seed_of(2, "a/b", "x"));
  EXPECT_NE(seed_of(1, "a/b", "x"), seed_of(1, "a/b", "y"));
  EXPECT_NE(seed_of(1, "a/b", "x"), seed_of(1, "a/c", "x"));
}

// One secret in every place that a report can show.
TEST(Redaction, LeavesNoSecretAnywhere) {
  const std::string secret = "s3cr3t-access-token-value";
  Exchange token;
  token.number = 1;
  token.endpoint = Endpoint::kToken;
  token.request.method = "POST";
  token.response.body = R"({"access_token":")" + secret + R"("})";
  Exchange everywhere;
  everywhere.number = 2;
  everywhere.origin = "http://127.0.0.1:4321";
  everywhere.rpc = RpcSummary{.method = secret, .id = secret, .tool = secret, .batch = false};
  everywhere.request.target = "/mcp?access_token=" + secret;
  everywhere.request.headers = {{"Authorization", "Bearer " + secret}, {"Host", "127.0.0.1:4321"}};
  everywhere.request.body = secret;
  everywhere.response.headers = {{"Location", "http://127.0.0.1:4321/?t=" + secret}};
  everywhere.response.body = secret;
  everywhere.facts = {{"token", secret}};

  Play play;
  play.entries = {token, everywhere, Note{3, {}, Note::Kind::kOutput, "token " + secret}};
  CheckResult check;
  check.expected = secret;
  check.finding.seen = secret + " at 127.0.0.1:4321";
  play.checks = {check};
  play.output = {secret};
  play.error = secret;
  Redactor redactor(play.entries);
  redactor.rename("127.0.0.1:4321", "callbacks.omni.localhost");
  redact(play, redactor);

  std::string all = play.checks[0].expected + play.checks[0].finding.seen + play.output[0] +
                    play.error + std::get<Note>(play.entries[2]).text;
  for (std::size_t at = 0; at < 2; ++at) {
    const auto& exchange = std::get<Exchange>(play.entries[at]);
    all +=
        exchange.origin + exchange.request.target + exchange.request.body + exchange.response.body;
    for (const Header& header : exchange.request.headers) all += header.value;
    for (const Header& header : exchange.response.headers) all += header.value;
    for (const auto& [name, value] : exchange.facts) all += value;
    if (exchange.rpc) all += exchange.rpc->method + exchange.rpc->id + exchange.rpc->tool;
  }
  EXPECT_EQ(all.find(secret), std::string::npos) << all;
  EXPECT_EQ(all.find("4321"), std::string::npos) << all;
  EXPECT_THAT(all, HasSubstr("access_token#1"));
  EXPECT_THAT(all, HasSubstr("callbacks.omni.localhost"));
}

}  // namespace
}  // namespace conform::runner
