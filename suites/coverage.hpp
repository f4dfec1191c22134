// Which checks judge which requirement, and where there is none.
#pragma once

#include <string>
#include <vector>

#include "suites/requirement.hpp"
#include "suites/scenario.hpp"

namespace conform {

struct Covered {
  Requirement requirement;
  // "forbidden/pats_disabled:tells-the-user", "invariant/pkce-s256"; sorted.
  std::vector<std::string> checks;

  // Neither a check nor a reason to have none.
  [[nodiscard]] bool is_gap() const { return checks.empty() && requirement.not_tested.empty(); }
};

// One entry for each requirement, sorted by id. A check that cites an unknown requirement is left
// out here; a test of the suites fails for it. Pure function.
std::vector<Covered> coverage_of(const Requirements& requirements,
                                 const std::vector<Scenario>& scenarios,
                                 const std::vector<Check>& invariants);

}  // namespace conform
