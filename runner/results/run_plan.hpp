// What is played, by whom, which part of it, held against what, and told how. Made once, before
// anything is played, so that a mistake costs nothing; then passed down whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clients/profile/profile.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/choice/run_head.hpp"
#include "runner/choice/select.hpp"
#include "runner/choice/shard.hpp"
#include "runner/results/report_plan.hpp"
#include "suites/scenario.hpp"

namespace conform::runner {

// Instead of a file: the last run in this folder.
inline constexpr const char* kLastRun = "last";

// How plays are played, one like another.
struct Pace {
  std::uint64_t seed = 1;
  std::size_t jobs = 2;
  std::size_t repeat = 1;        // how often each cell is played
  bool fail_fast = false;        // the first red play ends the run
  std::size_t silent_plays = 0;  // so many first plays without a request end the run; 0: none
  std::string stream;            // appended to as plays finish, or empty
  bool wire = false;             // print each play as it happens; one is played at a time
};

struct PlayingOptions : Pace, ReportOptions {
  std::string fixtures;
  Filters filters;
  std::string failed;   // only what was red there: a file, kLastRun, or empty
  std::string shard;    // "I/N", "auto", or empty
  std::string timings;  // an earlier run that says what plays cost, or empty
};

struct Player {
  clients::Profile profile;
  std::string replay;  // the command that plays {scenario} with it again
};

struct Selection {
  std::vector<const Scenario*> scenarios;
  std::vector<Player> players;
};

struct RunPlan {
  Selection selection;
  CheckFilter checks;
  Shard shard;
  Costs costs;
  std::optional<std::set<Cell>> red;  // in an earlier run; only these are played, if there are any
  Pace pace;
  ReportPlan reports;

  [[nodiscard]] bool plays_red_only() const { return red && !red->empty(); }
};

// Throws UsageError.
RunPlan plan_of(const PlayingOptions& options, const Catalog& catalog, Selection selection);

// Throws UsageError when nothing of the selection was red, and only that is to be played.
RunHead head_of(const RunPlan& plan);

}  // namespace conform::runner
