#include "runner/results/assemble.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace conform::runner {

void keep_selected(const CheckFilter& filter, std::vector<Play>& plays, bool is_whole_run) {
  if (filter.wants_all()) return;
  std::map<std::string, bool> any_left;  // profile -> a play with a check
  for (Play& play : plays) {
    filter.apply(play);
    any_left[play.profile] |= !play.checks.empty() || play.verdict == Verdict::kHarnessError;
  }
  std::erase_if(plays, [&](const Play& play) {
    const bool has_none = play.checks.empty() && play.verdict != Verdict::kHarnessError;
    return has_none && (any_left[play.profile] || !is_whole_run);
  });
}

Run assembled(const RunHead& head, std::vector<Play> plays) {
  std::map<Cell, Play> by_cell;
  for (Play& play : plays) {
    Cell cell{play.scenario, play.profile};
    by_cell[std::move(cell)] = std::move(play);
  }
  Run run;
  run.version = head.version;
  run.seed = head.seed;
  run.profiles = head.profiles;
  run.replays = head.replays;
  run.plays.reserve(by_cell.size());
  for (const Cell& cell : cells_of(head)) {
    const auto play = by_cell.find(cell);
    if (play != by_cell.end()) run.plays.push_back(std::move(play->second));
  }
  keep_selected(head.checks, run.plays, head.shard.is_whole());
  std::set<std::string> played;
  for (const Play& play : run.plays) {
    played.insert(play.scenario);
    run.took += play.took;
  }
  for (const std::string& scenario : head.scenarios) {
    if (played.contains(scenario)) run.scenarios.push_back(scenario);
  }
  return run;
}

}  // namespace conform::runner
