#include "runner/commands/run_command.hpp"

#include <fmt/format.h>

#include <chrono>

#include "runner/plays/play.hpp"
#include "runner/plays/play_setup.hpp"
#include "runner/program/installation.hpp"

namespace conform::runner {

using clients::Profile;

namespace {

RunHead head_of(const Selection& selection, const PlayingOptions& options) {
  RunHead head = head_of(options);
  for (const Profile* profile : selection.profiles) {
    head.profiles.push_back(profile->id);
    std::vector<std::string> words = {"omni-conform",
                                      "run",
                                      "{scenario}",
                                      "--profile",
                                      profile->id,
                                      "--seed",
                                      std::to_string(options.seed)};
    if (!options.fixtures.empty()) {
      words.insert(words.end(), {"--fixtures", options.fixtures});
    }
    head.replays[profile->id] = shell_line(words);
  }
  for (const Scenario* scenario : selection.scenarios) head.scenarios.push_back(scenario->id);
  return head;
}

// One for each of cells_of(head), in their order. `stage` must outlive them.
std::vector<PlayTask> tasks_of(const Selection& selection, const PlaySetup& setup) {
  std::vector<PlayTask> tasks;
  tasks.reserve(selection.scenarios.size() * selection.profiles.size());
  for (const Scenario* scenario : selection.scenarios) {
    for (const Profile* profile : selection.profiles) {
      tasks.emplace_back([=, &setup] { return play_scripted(*scenario, *profile, setup); });
    }
  }
  return tasks;
}

std::vector<std::string> profile_ids(const Catalog& catalog) {
  std::vector<std::string> ids;
  ids.reserve(catalog.profiles.size());
  for (const auto& [id, profile] : catalog.profiles) ids.push_back(id);
  return ids;
}

}  // namespace

Run play_selection(const Selection& selection, const Catalog& catalog,
                   const PlayingOptions& options, const OnPlayed& on_played) {
  const auto began = std::chrono::steady_clock::now();
  const PlaySetup setup = load_play_setup(catalog.folder, options.seed);
  Run run = assembled(head_of(selection, options),
                      run_all(tasks_of(selection, setup), options.jobs, on_played));
  run.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  return run;
}

int run_command(const RunOptions& options, Streams& streams) {
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  const Selection selection = select(options.filters, catalog.stock());
  const Preparation preparation = prepare(options, catalog, profile_ids(catalog));
  PlaySetup setup = load_play_setup(catalog.folder, options.seed);
  setup.onlooker = wire_onlooker(options, preparation, setup.world, streams);
  const Interruption interruption;
  return play_and_report(head_of(selection, options), tasks_of(selection, setup), preparation,
                         options, catalog, interruption, streams);
}

}  // namespace conform::runner
