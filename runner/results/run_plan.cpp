#include "runner/results/run_plan.hpp"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include "runner/program/exit_code.hpp"
#include "runner/results/costs.hpp"
#include "runner/results/last_run.hpp"

namespace conform::runner {
namespace {

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

std::set<Cell> red_in(const std::string& failed) {
  if (failed != kLastRun) return red_cells(failed);
  const std::filesystem::path file = last_run_file();
  if (file.empty() || !std::filesystem::exists(file)) {
    throw UsageError(
        "--failed: no run of this folder is remembered. Play once without it, or name a JSON "
        "report: --failed=FILE.");
  }
  return red_cells(file);
}

// Whom a baseline may name: it may be one for all clients, and a command's name is no profile's.
std::vector<std::string> known_clients(const Selection& selection, const Catalog& catalog) {
  std::vector<std::string> names;
  for (const Player& player : selection.players) {
    if (!catalog.profiles.contains(player.profile.id)) names.push_back(player.profile.id);
  }
  for (const auto& [id, profile] : catalog.profiles) names.push_back(id);
  return names;
}

// The cells of our shard, or those that are to be played again.
std::vector<std::size_t> share_of(const std::vector<Cell>& cells, const RunPlan& plan) {
  const std::vector<std::size_t> shards = split(cells, plan.shard.count, plan.costs);
  std::vector<std::size_t> share;
  for (std::size_t at = 0; at < shards.size(); ++at) {
    const bool wanted = !plan.plays_red_only() || plan.red->contains(cells[at]);
    if (wanted && shards[at] == plan.shard.index) share.push_back(at);
  }
  if (share.empty() && plan.plays_red_only()) {
    throw UsageError(
        "--failed: of the scenarios and clients that are chosen nothing was red. Choose as for "
        "that run, or leave --failed out.");
  }
  return share;
}

}  // namespace

RunPlan plan_of(const PlayingOptions& options, const Catalog& catalog, Selection selection) {
  RunPlan plan;
  plan.reports = plan_of(static_cast<const ReportOptions&>(options));
  plan.shard = parse_shard(options.shard, variable);
  if (!options.timings.empty()) plan.costs = load_costs(options.timings);
  if (!options.failed.empty()) plan.red = red_in(options.failed);
  if (plan.reports.baseline) {
    check_names(*plan.reports.baseline, known_clients(selection, catalog),
                scenario_ids(catalog.stock().scenarios));
  }
  plan.selection = std::move(selection);
  plan.checks = options.filters.checks;
  plan.pace = options;
  return plan;
}

RunHead head_of(const RunPlan& plan) {
  RunHead head;
  head.version = CONFORM_VERSION;
  head.seed = plan.pace.seed;
  for (const Player& player : plan.selection.players) {
    head.profiles.push_back(player.profile.id);
    head.replays[player.profile.id] = player.replay;
  }
  for (const Scenario* scenario : plan.selection.scenarios) head.scenarios.push_back(scenario->id);
  head.checks = plan.checks;
  head.shard = plan.shard;
  head.cells = share_of(cells_of(head), plan);
  return head;
}

}  // namespace conform::runner
