#include "runner/commands/playing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <ostream>
#include <set>
#include <utility>

#include "reports/text.hpp"
#include "reports/wire.hpp"
#include "runner/plays/repeat.hpp"
#include "runner/plays/silence.hpp"
#include "runner/plays/wire_printer.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/results/assemble.hpp"
#include "runner/results/baseline.hpp"
#include "runner/results/last_run.hpp"
#include "runner/results/stream_file.hpp"

namespace conform::runner {

using clients::Profile;
using mock::MockOmni;
using mock::World;
using reports::ReportContext;
using reports::terminal_line;
using reports::wire_legend;
using reports::wire_verdicts;

namespace {

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

WireOutput wire_output(const RunPlan& plan, Streams& streams) {
  const bool aside = any_goes_to_standard_output(plan.reports.requests);
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

Onlooker wire_onlooker(const RunPlan& plan, const World& world, Streams& streams) {
  if (!plan.pace.wire) return {};
  const WireOutput wire = wire_output(plan, streams);
  wire.out << wire_legend();
  return [&world, wire](const Scenario& scenario, const Profile& profile, const MockOmni& mock,
                        const std::stop_token& stop) {
    wire.out << fmt::format("\n{} x {}: {}\n", scenario.id, terminal_line(profile.id, 60),
                            scenario.title);
    WirePrinter(world, mock, wire.out, wire.colour).follow(stop);
  };
}

std::vector<PlayTask> tasks_of(const RunPlan& plan, const std::vector<std::size_t>& cells,
                               const PlayOne& play_one) {
  const auto& [scenarios, players] = plan.selection;
  std::vector<PlayTask> tasks;
  tasks.reserve(cells.size());
  for (const std::size_t at : cells) {
    tasks.emplace_back([play_one, scenario = scenarios[at / players.size()],
                        profile = &players[at % players.size()].profile] {
      return play_one(*scenario, *profile);
    });
  }
  return tasks;
}

int play_and_report(const RunPlan& plan, const PlayOne& play_one, const Catalog& catalog,
                    const Interruption& interruption, Streams& streams) {
  const auto began = std::chrono::steady_clock::now();
  const RunHead head = head_of(plan);
  const Pace& pace = plan.pace;

  std::optional<StreamFile> stream;
  std::vector<Play> plays;
  if (!pace.stream.empty()) {
    stream.emplace(pace.stream, head);
    plays = stream->finished();
  }
  const std::vector<Cell> cells = cells_of(head);
  std::vector<std::size_t> to_play = head.cells;
  std::erase_if(to_play, [&, finished = cells_in(plays)](std::size_t at) {
    return finished.contains(cells[at]);
  });
  DifferingPlays differing;
  std::vector<PlayTask> tasks = tasks_of(plan, to_play, play_one);
  for (PlayTask& task : tasks) {
    if (pace.wire) task = followed_by_verdicts(std::move(task), wire_output(plan, streams));
    task = repeated(std::move(task), pace.repeat, differing);
  }

  if (plan.red && plan.red->empty()) {
    streams.err << "--failed: nothing was red, so everything is played.\n";
  }
  ProgressLine progress(streams);
  const OnPlayed show = pace.wire ? OnPlayed() : progress.shows();
  SilenceWatch silence(pace.silent_plays);
  bool failed = false;
  std::vector<Play> played = run_all(
      tasks, pace.wire ? 1 : pace.jobs,
      [&](std::size_t done, std::size_t of, const Play& last) {
        if (stream) stream->append(last);
        if (show) show(done, of, last);
      },
      [&](const Play& last) {
        failed = pace.fail_fast && is_unexpectedly_red(last, plan.reports.baseline);
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
  hold_against(plan.reports, run,
               head.shard.is_whole() && !interrupted && !cut_short && !plan.plays_red_only(),
               report_context);
  if (interrupted) {
    report_context.interrupted = fmt::format("interrupted by {} after {} of {} plays",
                                             interruption.name(), done, head.cells.size());
  } else if (cut_short) {
    report_context.interrupted =
        fmt::format("ended by --fail-fast after {} of {} plays", done, head.cells.size());
  }
  report_context.stopped = silence.reason(tasks.size());
  remember_red(run, last_run_file());
  write_reports(run, report_context, plan.reports.requests, streams);
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
