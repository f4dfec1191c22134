// `omni-conform run`: plays scenarios with scripted profiles and reports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runner/catalog.hpp"
#include "runner/report_files.hpp"
#include "runner/schedule.hpp"
#include "runner/select.hpp"
#include "runner/streams.hpp"

namespace conform {

struct RunOptions {
  std::string fixtures;
  Filters filters;
  std::uint64_t seed = 1;
  std::size_t jobs = 2;
  std::vector<std::string> reports;  // "FORMAT=FILE"
};

// Returns an ExitCode; throws UsageError.
int run_command(const RunOptions& options, Streams& streams);

// Plays a selection of scripted profiles. Plays in which no selected check could be judged are left
// out, but for a profile that would have none left.
Run play_selection(const Selection& selection, const Catalog& catalog, std::uint64_t seed,
                   std::size_t jobs, const OnPlayed& on_played);

// Applies the filter to the plays, see above.
void keep_selected(const CheckFilter& filter, std::vector<Play>& plays);

// 0, 1 or 3. A run without plays is never conformant.
int exit_code_of(const Run& run);

}  // namespace conform
