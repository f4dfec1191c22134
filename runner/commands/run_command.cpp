#include "runner/commands/run_command.hpp"

#include <chrono>

#include "runner/plays/interruption.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/play_setup.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/shell_line.hpp"
#include "runner/results/assemble.hpp"

namespace conform::runner {

using clients::Profile;

namespace {

std::string replay_of(const RunOptions& options, const Profile& profile) {
  std::vector<std::string> words = {"omni-conform",
                                    "run",
                                    "{scenario}",
                                    "--profile",
                                    profile.id,
                                    "--seed",
                                    std::to_string(options.seed)};
  if (!options.fixtures.empty()) words.insert(words.end(), {"--fixtures", options.fixtures});
  return shell_line(words);
}

}  // namespace

RunPlan plan_of(const RunOptions& options, const Catalog& catalog) {
  Selection selection;
  selection.scenarios = select_scenarios(options.filters, catalog.stock());
  for (const Profile* profile : select_profiles(options.filters, catalog.stock())) {
    selection.players.push_back({*profile, replay_of(options, *profile)});
  }
  return plan_of(options, catalog, std::move(selection));
}

Run played(const RunPlan& plan, const Catalog& catalog, const OnPlayed& on_played) {
  const auto began = std::chrono::steady_clock::now();
  const PlaySetup setup = load_play_setup(catalog.folder, plan.pace.seed);
  const RunHead head = head_of(plan);
  Run run = assembled(
      head, run_all(tasks_of(plan, head.cells, scripted(setup)), plan.pace.jobs, on_played));
  run.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  return run;
}

int run_command(const RunOptions& options, Streams& streams) {
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  const RunPlan plan = plan_of(options, catalog);
  PlaySetup setup = load_play_setup(catalog.folder, plan.pace.seed);
  setup.onlooker = wire_onlooker(plan, setup.world, streams);
  const Interruption interruption;
  return play_and_report(plan, scripted(setup), catalog, interruption, streams);
}

}  // namespace conform::runner
