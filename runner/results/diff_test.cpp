#include "runner/results/diff.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

namespace conform::runner {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Play play(std::string scenario, std::vector<std::pair<std::string, Verdict>> checks) {
  Play made;
  made.scenario = std::move(scenario);
  made.profile = "cursor";
  for (auto& [id, verdict] : checks) {
    CheckResult check;
    check.id = std::move(id);
    check.verdict = verdict;
    made.checks.push_back(check);
  }
  return made;
}

auto run_of(std::vector<Play> plays) {
  Run run;
  run.plays = std::move(plays);
  return run;
}

std::vector<std::string> lines(const std::vector<VerdictChange>& changes) {
  std::vector<std::string> result;
  result.reserve(changes.size());
  for (const VerdictChange& change : changes) {
    result.push_back(change.check + " " + change.before + " " + change.after +
                     (change.newly_red       ? " broken"
                      : change.no_longer_red ? " mended"
                                             : ""));
  }
  return result;
}

TEST(Diff, TheSameRunHasNoChanges) {
  const auto run = run_of({play("a", {{"x", Verdict::kPass}, {"y", Verdict::kFail}})});
  EXPECT_THAT(changes_between(run, run), IsEmpty());
  EXPECT_THAT(missing_plays(run, run), IsEmpty());
}

TEST(Diff, WhatBrokeComesFirst) {
  const auto before = run_of({play("a", {{"w", Verdict::kPass},
                                         {"x", Verdict::kWarn},
                                         {"y", Verdict::kFail},
                                         {"z", Verdict::kPass}})});
  const auto after = run_of({play("a", {{"w", Verdict::kPass},
                                        {"x", Verdict::kKnown},
                                        {"y", Verdict::kPass},
                                        {"z", Verdict::kNotExercised}})});
  EXPECT_THAT(lines(changes_between(before, after)),
              ElementsAre("z pass not_exercised broken", "y fail pass mended", "x warn known"));
}

TEST(Diff, AFailureWithAnotherNameIsNoChangeOfTheOld) {
  const auto before = run_of({play("a", {{"x", Verdict::kFail}, {"v", Verdict::kPass}})});
  const auto after = run_of({play("a", {{"y", Verdict::kFail}, {"u", Verdict::kPass}})});
  EXPECT_THAT(lines(changes_between(before, after)),
              ElementsAre("y - fail broken", "x fail - mended"));
}

TEST(Diff, PlaysThatAreGoneAreNamed) {
  const auto before = run_of({play("a", {{"x", Verdict::kFail}}), play("b", {})});
  EXPECT_THAT(changes_between(before, run_of({})), IsEmpty());
  EXPECT_THAT(missing_plays(before, run_of({})), ElementsAre("a x cursor", "b x cursor"));
}

TEST(Diff, APlayThatCouldNotBeJudgedIsBroken) {
  auto error = play("a", {});
  error.verdict = Verdict::kHarnessError;
  EXPECT_THAT(lines(changes_between(run_of({}), run_of({error}))),
              ElementsAre(" - harness_error broken"));
}

auto judged(std::string scenario, std::vector<std::pair<std::string, Verdict>> checks) {
  Play made = play(std::move(scenario), std::move(checks));
  made.verdict = Verdict::kPass;
  for (const CheckResult& check : made.checks) made.verdict = std::max(made.verdict, check.verdict);
  return made;
}

TEST(News, OfEachPlayThatIsOrWasRed) {
  const auto before =
      run_of({judged("broke", {{"x", Verdict::kWarn}}), judged("mended", {{"x", Verdict::kFail}}),
              judged("gone", {{"x", Verdict::kFail}}),
              judged("same", {{"x", Verdict::kFail}, {"y", Verdict::kPass}}),
              judged("half", {{"x", Verdict::kFail}, {"y", Verdict::kFail}}),
              judged("another", {{"x", Verdict::kFail}, {"y", Verdict::kPass}}),
              judged("green", {{"x", Verdict::kPass}})});
  const auto after = run_of(
      {judged("broke", {{"x", Verdict::kFail}}), judged("mended", {{"x", Verdict::kKnown}}),
       judged("same", {{"x", Verdict::kFail}, {"y", Verdict::kWarn}}),
       judged("half", {{"x", Verdict::kPass}, {"y", Verdict::kFail}}),
       judged("another", {{"x", Verdict::kPass}, {"y", Verdict::kFail}}),
       judged("green", {{"x", Verdict::kPass}}), judged("added", {{"x", Verdict::kNotExercised}})});
  const reports::Since since = news_since(before, after, "before.json");
  std::map<std::string, std::string_view> told;
  for (const Play& one : after.plays) {
    if (const reports::News* news = since.of(one)) told[one.scenario] = to_string(*news);
  }
  EXPECT_THAT(told,
              ElementsAre(Pair("added", "new"), Pair("another", "new"), Pair("broke", "new"),
                          Pair("half", "still"), Pair("mended", "fixed"), Pair("same", "still")));
  EXPECT_EQ(since.counted(), "3 new, 1 fixed, 2 still red");
}

TEST(News, ThereIsNoneOfWhatWasNeverRed) {
  const auto run = run_of({judged("a", {{"x", Verdict::kPass}})});
  EXPECT_EQ(news_since(run, run, "before.json").counted(), "nothing was or is red");
}

}  // namespace
}  // namespace conform::runner
