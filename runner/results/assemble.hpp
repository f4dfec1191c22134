// Puts plays together to a run. Pure.
#pragma once

#include <vector>

#include "runner/choice/run_head.hpp"
#include "runner/choice/select.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

// The plays are in the order of the head, and filtered as it says. A scenario without plays is no
// row. When a cell was played twice, the last play counts.
Run assembled(const RunHead& head, std::vector<Play> plays);

// Applies the filter to the plays. A play in which no selected check could be judged is left out.
// In a whole run it stays when its profile would have no play left.
void keep_selected(const CheckFilter& filter, std::vector<Play>& plays, bool is_whole_run = true);

}  // namespace conform::runner
