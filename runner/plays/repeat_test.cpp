#include "runner/plays/repeat.hpp"

#include <gmock/gmock.h>

namespace conform::runner {
namespace {

Play play_with(const std::vector<std::pair<std::string, Verdict>>& checks) {
  Play play;
  play.scenario = "oauth/happy_path";
  play.profile = "node";
  std::vector<Verdict> verdicts;
  for (const auto& [id, verdict] : checks) {
    CheckResult& check = play.checks.emplace_back();
    check.id = id;
    check.verdict = verdict;
    verdicts.push_back(verdict);
  }
  play.verdict = worst(verdicts);
  return play;
}

// Gives these plays, one after the other.
PlayTask giving(std::vector<Play> plays) {
  return [plays = std::move(plays), at = std::make_shared<std::size_t>(0)] {
    return plays.at((*at)++);
  };
}

TEST(Repeat, WhatIsAlwaysTheSameIsAsItWas) {
  DifferingPlays differing;
  const Play once = play_with({{"a", Verdict::kPass}, {"b", Verdict::kFail}});
  const Play play = repeated(giving({once, once, once}), 3, differing)();
  EXPECT_EQ(play.verdict, Verdict::kFail);
  EXPECT_EQ(play.checks[1].verdict, Verdict::kFail);
  EXPECT_TRUE(differing.take().empty());
}

TEST(Repeat, AVerdictThatChangesIsFlakyAndBothRecordsAreKept) {
  DifferingPlays differing;
  const Play good = play_with({{"a", Verdict::kPass}, {"b", Verdict::kPass}});
  const Play bad = play_with({{"a", Verdict::kPass}, {"b", Verdict::kFail}});
  const Play play = repeated(giving({good, good, bad, bad}), 4, differing)();
  EXPECT_EQ(play.verdict, Verdict::kFlaky);
  EXPECT_TRUE(is_red(play.verdict));
  EXPECT_EQ(play.profile, "node");
  EXPECT_EQ(play.checks[0].verdict, Verdict::kPass);
  EXPECT_EQ(play.checks[1].verdict, Verdict::kFlaky);
  EXPECT_EQ(play.checks[1].reason, "its verdict changes: pass 2 of 4 times, fail 2 of 4 times");
  const std::vector<Play> others = differing.take();
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].profile, "node (play 3)");
  EXPECT_EQ(others[0].verdict, Verdict::kFail);
}

TEST(Repeat, ACheckThatWasJudgedOnlyOnceChanges) {
  DifferingPlays differing;
  const Play with = play_with({{"a", Verdict::kPass}, {"invariant/x", Verdict::kPass}});
  const Play without = play_with({{"a", Verdict::kPass}});
  const Play play = repeated(giving({without, with}), 2, differing)();
  ASSERT_EQ(play.checks.size(), 2U);
  EXPECT_EQ(play.checks[1].verdict, Verdict::kFlaky);
  EXPECT_EQ(play.checks[1].reason,
            "its verdict changes: pass 1 of 2 times, not_exercised 1 of 2 times");
  EXPECT_EQ(differing.take().size(), 1U);
}

TEST(Repeat, AFaultOfOursEndsIt) {
  DifferingPlays differing;
  Play fault;
  fault.verdict = Verdict::kHarnessError;
  EXPECT_EQ(repeated(giving({play_with({{"a", Verdict::kPass}}), fault}), 9, differing)().verdict,
            Verdict::kHarnessError);
}

TEST(Repeat, OtherPlaysStandBesideTheirScenario) {
  conform::Run run;
  run.profiles = {"node"};
  run.plays = {play_with({}), play_with({})};
  run.plays[1].scenario = "oauth/other";
  Play other = play_with({});
  other.profile = "node (play 2)";
  add_beside({other}, run);
  EXPECT_EQ(run.profiles, (std::vector<std::string>{"node", "node (play 2)"}));
  EXPECT_EQ(run.plays[1].profile, "node (play 2)");
  EXPECT_EQ(run.plays[2].scenario, "oauth/other");
}

}  // namespace
}  // namespace conform::runner
