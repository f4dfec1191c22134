// `omni-conform run`: plays scenarios with scripted profiles and reports.
#pragma once

#include <cstdint>

#include "runner/choice/catalog.hpp"
#include "runner/choice/select.hpp"
#include "runner/commands/playing.hpp"
#include "runner/plays/schedule.hpp"
#include "runner/program/streams.hpp"
#include "runner/results/assemble.hpp"

namespace conform::runner {

struct RunOptions : PlayingOptions {};

// Returns an ExitCode; throws UsageError.
int run_command(const RunOptions& options, Streams& streams);

// Plays a selection of scripted profiles, without shard, stream or baseline.
Run play_selection(const Selection& selection, const Catalog& catalog,
                   const PlayingOptions& options, const OnPlayed& on_played);

}  // namespace conform::runner
