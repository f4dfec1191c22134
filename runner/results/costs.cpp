#include "runner/results/costs.hpp"

#include "runner/results/run_file.hpp"

namespace conform::runner {

Costs load_costs(const std::filesystem::path& file) {
  Costs costs;
  for (const Play& play : load_run(file).plays) costs[{play.scenario, play.profile}] = play.took;
  return costs;
}

}  // namespace conform::runner
