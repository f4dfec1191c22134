#include "runner/run_command.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "runner/exit_code.hpp"
#include "runner/installation.hpp"
#include "runner/play.hpp"
#include "runner/stage.hpp"

namespace conform {

void keep_selected(const CheckFilter& filter, std::vector<Play>& plays) {
  if (filter.wants_all()) return;
  std::map<std::string, bool> any_left;  // profile -> a play with a check
  for (Play& play : plays) {
    filter.apply(play);
    any_left[play.profile] |= !play.checks.empty() || play.verdict == Verdict::kHarnessError;
  }
  std::erase_if(plays, [&](const Play& play) {
    return play.checks.empty() && play.verdict != Verdict::kHarnessError && any_left[play.profile];
  });
}

Run play_selection(const Selection& selection, const Catalog& catalog, std::uint64_t seed,
                   std::size_t jobs, const OnPlayed& on_played) {
  const auto began = std::chrono::steady_clock::now();
  const Stage stage = load_stage(catalog.folder, seed);
  Run run;
  run.version = CONFORM_VERSION;
  run.seed = seed;
  std::vector<PlayTask> tasks;
  for (const Scenario* scenario : selection.scenarios) {
    for (const Profile* profile : selection.profiles) {
      tasks.emplace_back([=, &stage] { return play_scripted(*scenario, *profile, stage); });
    }
  }
  run.plays = run_all(tasks, jobs, on_played);
  keep_selected(selection.checks, run.plays);
  for (const Profile* profile : selection.profiles) run.profiles.push_back(profile->id);
  for (const Scenario* scenario : selection.scenarios) {
    const bool played =
        std::ranges::find(run.plays, scenario->id, &Play::scenario) != run.plays.end();
    if (played) run.scenarios.push_back(scenario->id);
  }
  run.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  return run;
}

int exit_code_of(const Run& run) {
  bool red = run.plays.empty();
  for (const Play& play : run.plays) {
    if (play.verdict == Verdict::kHarnessError) return kHarnessError;
    red = red || is_red(play.verdict);
  }
  return red ? kNotConformant : kConformant;
}

int run_command(const RunOptions& options, Streams& streams) {
  // Whatever can be wrong with the command line is found before the first play.
  const std::vector<ReportRequest> requests = parse_report_requests(options.reports);
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  const Selection selection = select(options.filters, catalog.stock());
  ProgressLine progress(streams);
  const Run run = play_selection(selection, catalog, options.seed, options.jobs, progress.shows());
  progress.clear();
  tell(run, catalog.rules, requests, streams);
  return exit_code_of(run);
}

}  // namespace conform
