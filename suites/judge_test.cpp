#include "suites/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace conform {
namespace {

using testing::ElementsAre;
using testing::Field;

Check check_that(std::string id, Severity severity, Finding::Outcome outcome) {
  return {
      std::move(id),
      severity,
      "AZ-01",
      {"something", [outcome](const std::vector<Entry>&) { return Finding{outcome, "seen", {1}}; }},
      "some_catcher"};
}

Scenario scenario_with(std::vector<Check> checks) {
  Scenario scenario;
  scenario.id = "group/name";
  scenario.act = {Intent(Connect{}), Intent(CallTool{"getData", Json::object()})};
  scenario.checks = std::move(checks);
  return scenario;
}

Verdict only_verdict(Severity severity, Finding::Outcome outcome,
                     const Allowances& allowances = {}) {
  const auto results =
      judge(scenario_with({check_that("check", severity, outcome)}), {}, allowances);
  EXPECT_EQ(results.size(), 1U);
  return results.front().verdict;
}

Allowances knows(std::string pattern) {
  return {{{std::move(pattern), "a bug", "its tracker"}}, {}};
}
Allowances cannot(std::string intent) {
  return {{}, {{std::move(intent), "no way", "its manual"}}};
}

using enum Finding::Outcome;

TEST(Judge, SeverityDecidesBetweenFailureAndWarning) {
  EXPECT_EQ(only_verdict(Severity::kMust, kPass), Verdict::kPass);
  EXPECT_EQ(only_verdict(Severity::kMust, kFail), Verdict::kFail);
  EXPECT_EQ(only_verdict(Severity::kShould, kFail), Verdict::kWarn);
  EXPECT_EQ(only_verdict(Severity::kShould, kNotExercised), Verdict::kNotExercised);
}

TEST(Judge, KnownFailuresAreKnownOnlyWhileTheyFail) {
  EXPECT_EQ(only_verdict(Severity::kMust, kFail, knows("group/name:check")), Verdict::kKnown);
  EXPECT_EQ(only_verdict(Severity::kShould, kFail, knows("group/*:check")), Verdict::kKnown);
  EXPECT_EQ(only_verdict(Severity::kMust, kFail, knows("group/other:check")), Verdict::kFail);
  EXPECT_EQ(only_verdict(Severity::kMust, kPass, knows("*:check")), Verdict::kStale);
  Allowances races = knows("*:check");
  races.known_failures.front().sometimes = true;
  EXPECT_EQ(only_verdict(Severity::kMust, kPass, races), Verdict::kPass);
  EXPECT_EQ(only_verdict(Severity::kMust, kFail, races), Verdict::kKnown);
  EXPECT_EQ(only_verdict(Severity::kMust, kNotExercised, knows("*")), Verdict::kNotExercised);
}

TEST(Judge, ReasonsCarryTheirSource) {
  const auto scenario = scenario_with({check_that("check", Severity::kMust, kFail)});
  EXPECT_THAT(judge(scenario, {}, knows("*")),
              ElementsAre(Field(&CheckResult::reason, "a bug (its tracker)")));
}

TEST(Judge, AnIncapabilityExcusesOnlyWhatWasNotExercised) {
  EXPECT_EQ(only_verdict(Severity::kMust, kNotExercised, cannot("call_tool")),
            Verdict::kNotApplicable);
  EXPECT_EQ(only_verdict(Severity::kMust, kFail, cannot("call_tool")), Verdict::kFail);
  EXPECT_EQ(only_verdict(Severity::kMust, kNotExercised, cannot("restart")),
            Verdict::kNotExercised);
}

TEST(Judge, InvariantsThatWereNotExercisedAreLeftOut) {
  const auto scenario = scenario_with({check_that("check", Severity::kMust, kPass)});
  EXPECT_THAT(judge(scenario, {}, {}), ElementsAre(Field(&CheckResult::id, "check")));

  Exchange post;
  post.number = 1;
  post.endpoint = Endpoint::kMcp;
  post.request.method = "POST";
  post.rpc = RpcSummary{.method = "initialize", .id = "0", .tool = {}};
  // Those of a POST and of initialize, and none of tokens, pages or registrations.
  EXPECT_THAT(judge(scenario, {post}, {}),
              ElementsAre(Field(&CheckResult::id, "check"),
                          Field(&CheckResult::id, "invariant/accept-both-types"),
                          Field(&CheckResult::id, "invariant/one-message-a-post"),
                          Field(&CheckResult::id, "invariant/initialize-alone"),
                          Field(&CheckResult::id, "invariant/initialize-first"),
                          Field(&CheckResult::id, "invariant/initialize-not-cancelled")));
}

TEST(Judge, TheVerdictOfAPlayIsItsWorstAndNothingIsNoPass) {
  EXPECT_EQ(verdict_of({}), Verdict::kNotExercised);
  const auto scenario = scenario_with({check_that("a", Severity::kMust, kPass),
                                       check_that("b", Severity::kShould, kFail),
                                       check_that("c", Severity::kMust, kNotExercised)});
  EXPECT_EQ(verdict_of(judge(scenario, {}, {})), Verdict::kNotExercised);
  EXPECT_EQ(worst({Verdict::kPass, Verdict::kWarn}), Verdict::kWarn);
  EXPECT_EQ(worst({Verdict::kFail, Verdict::kNotExercised}), Verdict::kFail);
}

TEST(Judge, RedVerdicts) {
  EXPECT_TRUE(is_red(Verdict::kFail));
  EXPECT_TRUE(is_red(Verdict::kNotExercised));
  EXPECT_TRUE(is_red(Verdict::kStale));
  EXPECT_TRUE(is_red(Verdict::kHarnessError));
  EXPECT_FALSE(is_red(Verdict::kWarn));
  EXPECT_FALSE(is_red(Verdict::kKnown));
  EXPECT_FALSE(is_red(Verdict::kNotApplicable));
}

TEST(Glob, MatchesStarsAndQuestionMarks) {
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("a*c", "abbc"));
  EXPECT_TRUE(glob_matches("a?c", "abc"));
  EXPECT_TRUE(glob_matches("*:invariant/*", "x/y:invariant/pkce"));
  EXPECT_TRUE(glob_matches("*ab", "aab"));
  EXPECT_FALSE(glob_matches("a?c", "ac"));
  EXPECT_FALSE(glob_matches("a*c", "abcd"));
  EXPECT_FALSE(glob_matches("", "a"));
}

TEST(Capability, TellsKeysFromUrls) {
  EXPECT_EQ(capability_of(Connect{}), "connect_with_oauth");
  EXPECT_EQ(capability_of(Connect{Connect::Url::kInstance, "acme", "key"}), "connect_with_key");
  EXPECT_EQ(capability_of(Connect{Connect::Url::kOAuth, "", "key"}), "connect_with_key");
  EXPECT_EQ(capability_of(CallAtOnce{}), "call_at_once");
  EXPECT_EQ(capability_of(Restart{}), "restart");
}

}  // namespace
}  // namespace conform
