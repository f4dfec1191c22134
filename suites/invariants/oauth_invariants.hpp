// The checks on registrations and resources that hold in every scenario in which they can be
// judged.
#pragma once

#include <vector>

#include "suites/scenario.hpp"

namespace conform {

std::vector<Check> oauth_invariants();

}  // namespace conform
