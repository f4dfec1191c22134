// Plays put together to the run that they are of. Pure.
#pragma once

#include <vector>

#include "runner/select.hpp"
#include "runner/stream_file.hpp"
#include "suites/verdict.hpp"

namespace conform {

// In the order of the head, filtered as it says; only scenarios of which something is left are
// rows. Of plays of one cell the last counts.
Run assembled(const RunHead& head, std::vector<Play> plays);

// Applies the filter to the plays. Plays in which no selected check could be judged are left out,
// but in a whole run not those of a profile that would have none left.
void keep_selected(const CheckFilter& filter, std::vector<Play>& plays, bool is_whole_run = true);

}  // namespace conform
