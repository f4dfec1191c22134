#include "runner/choice/run_head.hpp"

namespace conform::runner {

std::vector<Cell> cells_of(const RunHead& head) {
  std::vector<Cell> cells;
  cells.reserve(head.scenarios.size() * head.profiles.size());
  for (const std::string& scenario : head.scenarios) {
    for (const std::string& profile : head.profiles) cells.push_back({scenario, profile});
  }
  return cells;
}

}  // namespace conform::runner
