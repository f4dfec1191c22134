#include "runner/proof/prove.hpp"

#include <gmock/gmock.h>

#include <mutex>
#include <set>
#include <stdexcept>

#include "suites/judge.hpp"

namespace conform::runner {

using clients::Profile;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Check check(std::string id, std::string catcher) {
  Check made;
  made.id = std::move(id);
  made.catcher = std::move(catcher);
  return made;
}

Profile profile(std::string id, std::string kind) {
  Profile made;
  made.id = std::move(id);
  made.kind = std::move(kind);
  return made;
}

CheckResult result(const std::string& id, Finding::Outcome outcome) {
  CheckResult made;
  made.id = id;
  made.finding.outcome = outcome;
  made.verdict = outcome == Finding::Outcome::kPass   ? Verdict::kPass
                 : outcome == Finding::Outcome::kFail ? Verdict::kFail
                                                      : Verdict::kNotExercised;
  return made;
}

// Two scenarios with a check each and one invariant; a fake play decides what fails.
class ProveTest : public testing::Test {
 protected:
  ProveTest() {
    scenarios_.resize(2);
    scenarios_[0].id = "a/one";
    scenarios_[0].checks = {check("stops", "goes_on")};
    scenarios_[1].id = "a/two";
    scenarios_[1].checks = {check("tells", "silent")};
    for (const char* id : {"goes_on", "silent", "no_pkce"}) profiles_[id] = profile(id, "broken");
    profiles_["reference"] = profile("reference", "reference");
  }

  KillTable table(bool whole = true) {
    const Proof proof{.scenarios = {&scenarios_[0], &scenarios_[1]},
                      .invariants = invariants_,
                      .profiles = profiles_,
                      .whole = whole,
                      .jobs = 2};
    return prove(proof,
                 [this](const Scenario& scenario, const Profile& of) {
                   {
                     const std::lock_guard lock(mutex_);
                     EXPECT_TRUE(played_.insert(scenario.id + " " + of.id).second)
                         << "played twice";
                   }
                   Play play;
                   play.scenario = scenario.id;
                   play.profile = of.id;
                   for (const Check& one : scenario.checks) {
                     play.checks.push_back(result(one.id, outcome(scenario.id, one.id, of.id)));
                   }
                   const Finding::Outcome pkce = outcome(scenario.id, "invariant/pkce", of.id);
                   if (pkce != Finding::Outcome::kNotExercised) {
                     play.checks.push_back(result("invariant/pkce", pkce));
                   }
                   play.verdict = verdict_of(play.checks);
                   return play;
                 },
                 {});
  }

  [[nodiscard]] Finding::Outcome outcome(const std::string& scenario, const std::string& id,
                                         const std::string& profile_id) const {
    const auto found = outcomes_.find(scenario + " " + id + " " + profile_id);
    return found == outcomes_.end() ? Finding::Outcome::kPass : found->second;
  }

  void fails(const std::string& key) { outcomes_[key] = Finding::Outcome::kFail; }
  void never(const std::string& key) { outcomes_[key] = Finding::Outcome::kNotExercised; }

  void all_killed() {
    fails("a/one stops goes_on");
    fails("a/two tells silent");
    fails("a/two invariant/pkce no_pkce");
  }

  std::vector<Scenario> scenarios_;
  std::vector<Check> invariants_ = {check("pkce", "no_pkce")};
  std::map<std::string, Profile> profiles_;
  std::map<std::string, Finding::Outcome> outcomes_;
  std::mutex mutex_;
  std::set<std::string> played_;
};

TEST_F(ProveTest, IsCompleteWhenEveryCatcherFails) {
  all_killed();
  const KillTable proved = table();
  EXPECT_TRUE(proved.complete());
  EXPECT_EQ(proved.kills.size(), 3U);
}

TEST_F(ProveTest, NamesTheScenarioInWhichAnInvariantWasKilled) {
  all_killed();
  EXPECT_EQ(table().kills.back().scenario, "a/two");
}

TEST_F(ProveTest, StopsHuntingOnceAnInvariantIsKilled) {
  all_killed();
  fails("a/one invariant/pkce no_pkce");
  table();
  EXPECT_FALSE(played_.contains("a/two no_pkce"));
}

TEST_F(ProveTest, ACatcherThatPassesIsASurvivor) {
  all_killed();
  outcomes_.erase("a/one stops goes_on");
  const KillTable proved = table();
  EXPECT_FALSE(proved.complete());
  EXPECT_FALSE(proved.kills.front().killed);
  EXPECT_EQ(proved.kills.front().caught, "pass");
}

TEST_F(ProveTest, ACatcherThatNeverGetsThereProvesNothing) {
  all_killed();
  never("a/one stops goes_on");
  EXPECT_FALSE(table().complete());
}

TEST_F(ProveTest, AReferenceThatFailsProvesNothing) {
  all_killed();
  fails("a/one stops reference");
  const KillTable proved = table();
  EXPECT_FALSE(proved.complete());
  EXPECT_THAT(proved.kills.front().remark, HasSubstr("reference"));
}

TEST_F(ProveTest, AnUnknownCatcherIsASurvivor) {
  all_killed();
  profiles_.erase("goes_on");
  const KillTable proved = table();
  EXPECT_EQ(proved.survivors(), 1U);
  EXPECT_THAT(proved.kills.front().remark, HasSubstr("no profile 'goes_on'"));
}

TEST_F(ProveTest, AnInvariantThatNothingExercisesIsASurvivorOfTheWholeOnly) {
  all_killed();
  never("a/one invariant/pkce reference");
  never("a/two invariant/pkce reference");
  EXPECT_EQ(table(true).survivors(), 1U);
  played_.clear();
  EXPECT_EQ(table(false).survivors(), 0U);
}

TEST_F(ProveTest, NamesCatchersThatNoCheckNames) {
  all_killed();
  profiles_["lazy"] = profile("lazy", "broken");
  EXPECT_THAT(table().idle, ElementsAre("lazy"));
}

TEST_F(ProveTest, NothingProvedIsNotComplete) { EXPECT_FALSE(KillTable{}.complete()); }

TEST_F(ProveTest, NeedsTheReference) {
  profiles_.erase("reference");
  EXPECT_THROW(table(), std::runtime_error);
}

}  // namespace
}  // namespace conform::runner
