// `omni-conform run`: plays scenarios with scripted profiles and reports.
#pragma once

#include <cstdint>

#include "runner/assemble.hpp"
#include "runner/catalog.hpp"
#include "runner/playing.hpp"
#include "runner/schedule.hpp"
#include "runner/select.hpp"
#include "runner/streams.hpp"

namespace conform {

struct RunOptions : PlayingOptions {};

// Returns an ExitCode; throws UsageError.
int run_command(const RunOptions& options, Streams& streams);

// Plays a selection of scripted profiles, without shard, stream or baseline.
Run play_selection(const Selection& selection, const Catalog& catalog,
                   const PlayingOptions& options, const OnPlayed& on_played);

}  // namespace conform
