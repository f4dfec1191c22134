#include "runner/choice/official_programs.hpp"

#include <gmock/gmock.h>

#include "mock_server/mock_omni.hpp"

namespace conform::runner {

using mock::Change;
using mock::Fixtures;
using mock::load_world;
using mock::MockOmni;
using mock::World;

namespace {

using ::testing::HasSubstr;

const std::filesystem::path kFixtures = CONFORM_SOURCE_DIR "/fixtures";

TEST(OfficialScenarios, AreOfScenariosThatThereAre) {
  const std::map<std::string, std::string> names = load_official_scenarios(kFixtures);
  EXPECT_GT(names.size(), 90U);
  EXPECT_EQ(names.at("oauth/happy_path"), "auth/metadata-default");
  EXPECT_FALSE(names.contains("api_key/happy_path")) << "they know no keys";
}

TEST(OfficialPrograms, FindTheirToolsFirstInTheListAndGetRows) {
  const Scenario scenario = for_official_program(*find_scenario("oauth/happy_path"));
  World world = load_world(kFixtures / "worlds/acme.json");
  for (const Change& change : scenario.arrange) change.apply(world);
  const std::string key = world.key("acme_querier_key")->secret;
  MockOmni mock(world, std::make_shared<const Fixtures>(kFixtures), std::make_shared<ManualClock>(),
                1);
  const auto ask = [&](const std::string& body) {
    Request request;
    request.method = "POST";
    request.target = "/mcp/https";
    request.headers = {{"Host", mock.key_url("acme").substr(7, 14)},
                       {"Content-Type", "application/json"},
                       {"Accept", "application/json, text/event-stream"},
                       {"Authorization", "Bearer " + key}};
    request.body = body;
    return mock.handle(std::move(request)).body;
  };
  EXPECT_THAT(ask(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})"),
              HasSubstr(R"({"tools":[{"name":"test-tool")"));
  EXPECT_THAT(
      ask(R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"test-tool","arguments":{}}})"),
      HasSubstr("row_count"));
  EXPECT_THAT(
      ask(R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"add_numbers","arguments":{"a":1}}})"),
      HasSubstr("row_count"));
}

CheckResult check(std::string id, Verdict verdict) {
  CheckResult result;
  result.id = std::move(id);
  result.verdict = verdict;
  result.finding.seen = "it never came";
  return result;
}

TEST(OfficialPrograms, AreNotRedForWhatTheyNeverComeTo) {
  Play play;
  play.checks = {check("gets-rows", Verdict::kPass), check("asks-again", Verdict::kNotExercised)};
  excuse_what_never_came_up(play);
  EXPECT_EQ(play.verdict, Verdict::kNotApplicable);
  EXPECT_EQ(play.checks[1].verdict, Verdict::kNotApplicable);
  EXPECT_THAT(play.checks[1].reason, HasSubstr("it never came"));
}

TEST(OfficialPrograms, ThatDoNothingPassNothing) {
  Play play;
  play.verdict = Verdict::kNotExercised;
  play.checks = {check("gets-rows", Verdict::kNotExercised),
                 check("invariant/pkce-s256", Verdict::kPass)};
  excuse_what_never_came_up(play);
  EXPECT_EQ(play.verdict, Verdict::kNotExercised);
  EXPECT_EQ(play.checks[0].verdict, Verdict::kNotExercised);
}

}  // namespace
}  // namespace conform::runner
