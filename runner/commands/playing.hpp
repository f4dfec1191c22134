// What `run` and `test` share: which part of a run is played, where it is kept as it happens, what
// it is held against, and how it is told.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bench/measure/bench_result.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/choice/select.hpp"
#include "runner/choice/shard.hpp"
#include "runner/plays/interruption.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/schedule.hpp"
#include "runner/program/shell_line.hpp"
#include "runner/program/streams.hpp"
#include "runner/results/baseline.hpp"
#include "runner/results/report_files.hpp"
#include "runner/results/stream_file.hpp"

namespace conform::runner {

// Instead of a file: the last run in this folder.
inline constexpr const char* kLastRun = "last";

struct PlayingOptions {
  std::string fixtures;
  Filters filters;
  std::uint64_t seed = 1;
  std::size_t jobs = 2;
  std::size_t repeat = 1;            // how often each cell is played
  bool fail_fast = false;            // the first red play ends the run
  std::string failed;                // only what was red there: a file, kLastRun, or empty
  std::size_t silent_plays = 0;      // so many first plays without a request end the run; 0: none
  std::vector<std::string> reports;  // "FORMAT=FILE"
  std::string shard;                 // "I/N", "auto", or empty
  std::string timings;               // an earlier run that says what plays cost, or empty
  std::string stream;                // appended to as plays finish, or empty
  std::string baseline;              // expected failures, or empty
  std::string since;                 // an earlier run that reports compare with, or empty
  std::string bench;                 // a bench result for the HTML report, or empty
  bool wire = false;                 // print each play as it happens; one is played at a time
};

// What the options mean. Made before the first play, so that a mistake costs nothing.
struct Preparation {
  std::vector<ReportRequest> requests;
  Shard shard;
  Costs costs;
  std::optional<Baseline> baseline;
  std::optional<Run> since;
  std::optional<bench::BenchResult> bench;
  std::set<Cell> only;  // cells to play; empty: all
};

// Throws UsageError. `clients` are the names that a baseline may use.
Preparation prepare(const PlayingOptions& options, const Catalog& catalog,
                    const std::vector<std::string>& clients);

// What `bench --json` wrote. Throws UsageError.
bench::BenchResult bench_result_of(const std::string& file);

// Prints plays as they happen, where that is wanted; else nobody looks on. `world`, which plays
// start from, and the streams outlive it.
Onlooker wire_onlooker(const PlayingOptions& options, const Preparation& preparation,
                       const mock::World& world, Streams& streams);

// A head without profiles, scenarios and replays.
RunHead head_of(const PlayingOptions& options);

// Plays our share of the tasks, one for each of cells_of(head), and tells of it. Returns an
// ExitCode, or the interruption's when that left something unplayed: reports hold what there is.
int play_and_report(RunHead head, const std::vector<PlayTask>& tasks,
                    const Preparation& preparation, const PlayingOptions& options,
                    const Catalog& catalog, const Interruption& interruption, Streams& streams);

// 0, 1 or 3. A run without plays is never conformant.
int exit_code_of(const Run& run);

}  // namespace conform::runner
