#include "runner/results/last_run.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "foundation/files/temporary_folder.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Play play(std::string scenario, Verdict verdict) {
  Play made;
  made.scenario = std::move(scenario);
  made.profile = "mine";
  made.verdict = verdict;
  return made;
}

Run having_played(std::vector<Play> plays) {
  Run run;
  run.plays = std::move(plays);
  return run;
}

class LastRun : public testing::Test {
 protected:
  const TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_.path() / "cache" / "last.json";
};

TEST_F(LastRun, RemembersWhatWasRed) {
  remember_red(having_played({play("a", Verdict::kFail), play("b", Verdict::kPass),
                              play("c", Verdict::kNotExercised), play("d", Verdict::kKnown)}),
               file_);
  EXPECT_THAT(red_cells(file_), ElementsAre(Cell{"a", "mine"}, Cell{"c", "mine"}));
}

// A run of a part, or one that ended early, says nothing of the rest.
TEST_F(LastRun, WhatWasNotPlayedAgainStaysRed) {
  remember_red(having_played({play("a", Verdict::kFail), play("b", Verdict::kFail)}), file_);
  remember_red(having_played({play("a", Verdict::kPass)}), file_);
  EXPECT_THAT(red_cells(file_), ElementsAre(Cell{"b", "mine"}));
  remember_red(having_played({play("b", Verdict::kWarn)}), file_);
  EXPECT_THAT(red_cells(file_), IsEmpty());
}

TEST_F(LastRun, AFileThatIsNoRunIsRefusedByName) {
  const std::filesystem::path other = folder_.path() / "other.json";
  std::ofstream(other) << R"({"plays": 1})";
  try {
    red_cells(other);
    FAIL() << "was taken";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr(other.string()));
  }
}

TEST_F(LastRun, AMemoryThatIsBrokenIsBegunAnew) {
  std::filesystem::create_directories(file_.parent_path());
  std::ofstream(file_) << "{";
  remember_red(having_played({play("a", Verdict::kFail)}), file_);
  EXPECT_THAT(red_cells(file_), ElementsAre(Cell{"a", "mine"}));
}

TEST_F(LastRun, WithoutAPlaceNothingIsRemembered) {
  remember_red(having_played({play("a", Verdict::kFail)}), {});
  EXPECT_FALSE(std::filesystem::exists(file_));
}

}  // namespace
}  // namespace conform::runner
