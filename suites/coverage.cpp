#include "suites/coverage.hpp"

#include <algorithm>
#include <map>

namespace conform {

std::vector<Covered> coverage_of(const Requirements& requirements,
                                 const std::vector<Scenario>& scenarios,
                                 const std::vector<Check>& invariants) {
  std::map<std::string, std::vector<std::string>> checks;
  for (const Scenario& scenario : scenarios) {
    for (const Check& check : scenario.checks) {
      checks[check.requirement].push_back(scenario.id + ":" + check.id);
    }
  }
  for (const Check& check : invariants) {
    checks[check.requirement].push_back("invariant/" + check.id);
  }
  std::vector<Covered> all;
  all.reserve(requirements.size());
  for (const auto& [id, requirement] : requirements) {
    std::vector<std::string>& found = checks[id];
    std::ranges::sort(found);
    all.push_back({requirement, std::move(found)});
  }
  return all;
}

}  // namespace conform
