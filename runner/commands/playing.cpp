#include "runner/commands/playing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <set>

#include "reports/text.hpp"
#include "reports/wire.hpp"
#include "runner/plays/repeat.hpp"
#include "runner/plays/silence.hpp"
#include "runner/plays/wire_printer.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/results/assemble.hpp"
#include "runner/results/costs.hpp"
#include "runner/results/diff.hpp"
#include "runner/results/last_run.hpp"
#include "runner/results/run_file.hpp"

namespace conform::runner {

using bench::BenchResult;
using bench::read_bench_result;
using clients::Profile;
using mock::MockOmni;
using mock::World;
using reports::ReportContext;
using reports::terminal_line;
using reports::wire_legend;
using reports::wire_verdicts;

namespace {

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

// The cells of our shard, or those that are to be played again, as places in cells_of().
std::vector<std::size_t> share_of(const RunHead& head, const Preparation& preparation) {
  const std::vector<Cell> cells = cells_of(head);
  const std::vector<std::size_t> shards = split(cells, preparation.shard.count, preparation.costs);
  std::vector<std::size_t> share;
  for (std::size_t at = 0; at < shards.size(); ++at) {
    const bool wanted = preparation.only.empty() || preparation.only.contains(cells[at]);
    if (wanted && shards[at] == preparation.shard.index) share.push_back(at);
  }
  if (share.empty() && !preparation.only.empty()) {
    throw UsageError(
        "--failed: of the scenarios and clients that are chosen nothing was red. Choose as for "
        "that "
        "run, or leave --failed out.");
  }
  return share;
}

std::set<Cell> cells_to_play_again(const std::string& failed) {
  if (failed.empty()) return {};
  if (failed != kLastRun) return red_cells(failed);
  const std::filesystem::path file = last_run_file();
  if (file.empty() || !std::filesystem::exists(file)) {
    throw UsageError(
        "--failed: no run of this folder is remembered. Play once without it, or name a JSON "
        "report: "
        "--failed=FILE.");
  }
  return red_cells(file);
}

// Whether a play is red, also when what is expected to fail is left out of account.
bool is_unexpectedly_red(const Play& play, const std::optional<Baseline>& baseline) {
  if (!baseline || !is_red(play.verdict)) return is_red(play.verdict);
  Run run;
  run.plays = {play};
  hold_against(*baseline, run, today(), false);
  return is_red(run.plays.front().verdict);
}

// Where the wire is printed: a report may go to standard output.
struct WireOutput {
  std::ostream& out;
  bool colour;
};

WireOutput wire_output(const Preparation& preparation, Streams& streams) {
  const bool aside = any_goes_to_standard_output(preparation.requests);
  return {aside ? streams.err : streams.out, !aside && streams.colour};
}

PlayTask followed_by_verdicts(PlayTask task, const WireOutput& wire) {
  return [task = std::move(task), wire] {
    Play play = task();
    wire.out << fmt::format("\nVerdicts of {} x {}\n", play.scenario,
                            terminal_line(play.profile, 60))
             << wire_verdicts(play, wire.colour) << '\n'
             << std::flush;
    return play;
  };
}

std::set<Cell> cells_in(const std::vector<Play>& plays) {
  std::set<Cell> cells;
  for (const Play& play : plays) cells.insert({play.scenario, play.profile});
  return cells;
}

}  // namespace

Preparation prepare(const PlayingOptions& options, const Catalog& catalog,
                    const std::vector<std::string>& clients) {
  Preparation preparation;
  preparation.requests = parse_report_requests(options.reports);
  require_places(preparation.requests);
  preparation.shard = parse_shard(options.shard, variable);
  if (!options.timings.empty()) preparation.costs = load_costs(options.timings);
  preparation.only = cells_to_play_again(options.failed);
  if (!options.since.empty()) preparation.since = load_run(options.since);
  if (!options.bench.empty()) preparation.bench = bench_result_of(options.bench);
  if (!options.baseline.empty()) {
    preparation.baseline = load_baseline(options.baseline);
    check_names(*preparation.baseline, clients, scenario_ids(catalog.stock().scenarios));
  }
  return preparation;
}

BenchResult bench_result_of(const std::string& file) {
  try {
    return read_bench_result(file);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

Onlooker wire_onlooker(const PlayingOptions& options, const Preparation& preparation,
                       const World& world, Streams& streams) {
  if (!options.wire) return {};
  const WireOutput wire = wire_output(preparation, streams);
  wire.out << wire_legend();
  return [&world, wire](const Scenario& scenario, const Profile& profile, const MockOmni& mock,
                        const std::stop_token& stop) {
    wire.out << fmt::format("\n{} x {}: {}\n", scenario.id, terminal_line(profile.id, 60),
                            scenario.title);
    WirePrinter(world, mock, wire.out, wire.colour).follow(stop);
  };
}

RunHead head_of(const PlayingOptions& options) {
  RunHead head;
  head.version = CONFORM_VERSION;
  head.seed = options.seed;
  head.requirements = options.filters.requirements;
  head.severity = options.filters.severity;
  return head;
}

int play_and_report(RunHead head, const std::vector<PlayTask>& tasks,
                    const Preparation& preparation, const PlayingOptions& options,
                    const Catalog& catalog, const Interruption& interruption, Streams& streams) {
  const auto began = std::chrono::steady_clock::now();
  head.shard = preparation.shard;
  head.cells = share_of(head, preparation);

  std::optional<StreamFile> stream;
  std::vector<Play> plays;
  if (!options.stream.empty()) {
    stream.emplace(options.stream, head);
    plays = stream->finished();
  }
  const std::set<Cell> finished = cells_in(plays);
  const std::vector<Cell> cells = cells_of(head);
  DifferingPlays differing;
  std::vector<PlayTask> ours;
  for (const std::size_t at : head.cells) {
    if (finished.contains(cells[at])) continue;
    PlayTask task = options.wire
                        ? followed_by_verdicts(tasks[at], wire_output(preparation, streams))
                        : tasks[at];
    ours.push_back(repeated(std::move(task), options.repeat, differing));
  }

  if (!options.failed.empty() && preparation.only.empty()) {
    streams.err << "--failed: nothing was red, so everything is played.\n";
  }
  ProgressLine progress(streams);
  const OnPlayed show = options.wire ? OnPlayed() : progress.shows();
  SilenceWatch silence(options.silent_plays);
  bool failed = false;
  std::vector<Play> played = run_all(
      ours, options.wire ? 1 : options.jobs,
      [&](std::size_t done, std::size_t of, const Play& last) {
        if (stream) stream->append(last);
        if (show) show(done, of, last);
      },
      [&](const Play& last) {
        failed = options.fail_fast && is_unexpectedly_red(last, preparation.baseline);
        return silence.ends_with(last) || failed;
      },
      interruption.token());
  progress.clear();
  std::ranges::move(played, std::back_inserter(plays));
  const std::size_t done = plays.size();
  const bool interrupted = interruption.signal() != 0 && done < head.cells.size();
  const bool cut_short = failed && done < head.cells.size();

  Run run = assembled(head, std::move(plays));
  run.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  add_beside(differing.take(), run);
  ReportContext report_context = catalog.report_context();
  if (preparation.bench) report_context.bench = &*preparation.bench;
  if (preparation.baseline) {
    report_context.baseline = preparation.baseline->file;
    const bool whole =
        head.shard.is_whole() && !interrupted && !cut_short && preparation.only.empty();
    hold_against(*preparation.baseline, run, today(), whole);
  }
  if (preparation.since) {
    report_context.since = news_since(*preparation.since, run, options.since);
  }
  if (interrupted) {
    report_context.interrupted = fmt::format("interrupted by {} after {} of {} plays",
                                             interruption.name(), done, head.cells.size());
  }
  if (!interrupted && cut_short) {
    report_context.interrupted =
        fmt::format("ended by --fail-fast after {} of {} plays", done, head.cells.size());
  }
  report_context.stopped = silence.reason(ours.size());
  remember_red(run, last_run_file());
  write_reports(run, report_context, preparation.requests, streams);
  if (interrupted) return interruption.exit_code();
  if (head.shard.is_whole()) return exit_code_of(run);
  streams.err << fmt::format("Shard {}: {} of {} plays.\n", head.shard.text(), head.cells.size(),
                             cells.size());
  // A part in which nothing counts is no verdict on the whole; merge gives that.
  return run.plays.empty() ? kConformant : exit_code_of(run);
}

int exit_code_of(const Run& run) {
  bool red = run.plays.empty();
  for (const Play& play : run.plays) {
    if (play.verdict == Verdict::kHarnessError) return kHarnessError;
    red = red || is_red(play.verdict);
  }
  return red ? kNotConformant : kConformant;
}

}  // namespace conform::runner
