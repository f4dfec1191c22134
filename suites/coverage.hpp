// Which checks judge which requirement, and where there is none.
#pragma once

#include <string>
#include <vector>

#include "suites/requirement.hpp"
#include "suites/scenario.hpp"

namespace conform {

struct Covered {
  Requirement requirement;
  std::vector<std::string> checks;  // "oauth/happy_path:uses-pkce", "invariant/no-secrets"; sorted

  // Neither a check nor a reason to have none.
  bool is_gap() const { return checks.empty() && requirement.not_tested.empty(); }
};

// One entry a requirement, sorted by id. A check that cites an unknown requirement is left out;
// that every citation resolves is a test of the suites. Pure function.
std::vector<Covered> coverage_of(const Requirements& requirements,
                                 const std::vector<Scenario>& scenarios,
                                 const std::vector<Check>& invariants);

}  // namespace conform
