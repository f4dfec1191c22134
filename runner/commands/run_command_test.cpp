#include "runner/commands/run_command.hpp"

#include <gmock/gmock.h>

#include "runner/program/exit_code.hpp"
#include "runner/results/assemble.hpp"

namespace conform::runner {
namespace {

Play play(std::string profile, Verdict verdict, std::vector<std::string> requirements = {}) {
  Play made;
  made.profile = std::move(profile);
  made.verdict = verdict;
  for (std::string& requirement : requirements) {
    CheckResult check;
    check.requirement = std::move(requirement);
    check.verdict = verdict;
    made.checks.push_back(check);
  }
  return made;
}

int code_of(std::vector<Play> plays) {
  Run run_of_plays;
  run_of_plays.plays = std::move(plays);
  return exit_code_of(run_of_plays);
}

TEST(ExitCodes, FollowTheVerdicts) {
  EXPECT_EQ(code_of({play("a", Verdict::kPass)}), 0);
  EXPECT_EQ(code_of({play("a", Verdict::kKnown), play("a", Verdict::kWarn)}), 0);
  EXPECT_EQ(code_of({play("a", Verdict::kNotApplicable)}), 0);
  EXPECT_EQ(code_of({play("a", Verdict::kPass), play("a", Verdict::kFail)}), 1);
  EXPECT_EQ(code_of({play("a", Verdict::kNotExercised)}), 1);
  EXPECT_EQ(code_of({play("a", Verdict::kStale)}), 1);
}

TEST(ExitCodes, AFaultOfOursOutweighsAFailure) {
  EXPECT_EQ(code_of({play("a", Verdict::kFail), play("a", Verdict::kHarnessError)}), 3);
}

TEST(ExitCodes, NothingPlayedIsNotConformant) { EXPECT_EQ(code_of({}), 1); }

TEST(KeepSelected, DropsPlaysInWhichNothingThatCountsWasJudged) {
  std::vector<Play> plays = {play("a", Verdict::kPass, {"AZ-02"}),
                             play("a", Verdict::kFail, {"SU-01"})};
  keep_selected({.requirements = {"AZ-02"}}, plays);
  ASSERT_EQ(plays.size(), 1U);
  EXPECT_EQ(plays[0].verdict, Verdict::kPass);
}

// A client that does nothing must not get away by a filter.
TEST(KeepSelected, AProfileWithNothingJudgedStaysRed) {
  std::vector<Play> plays = {play("a", Verdict::kPass, {"AZ-02"}),
                             play("idle", Verdict::kNotExercised, {"SU-01"})};
  keep_selected({.requirements = {"AZ-02"}}, plays);
  ASSERT_EQ(plays.size(), 2U);
  EXPECT_EQ(plays[1].verdict, Verdict::kNotExercised);
}

}  // namespace
}  // namespace conform::runner
