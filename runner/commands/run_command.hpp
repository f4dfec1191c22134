// `omni-conform run`: plays scenarios with scripted profiles and reports.
#pragma once

#include "runner/choice/catalog.hpp"
#include "runner/commands/playing.hpp"
#include "runner/plays/schedule.hpp"
#include "runner/program/streams.hpp"
#include "runner/results/run_plan.hpp"

namespace conform::runner {

struct RunOptions : PlayingOptions {};

// Returns an ExitCode; throws UsageError.
int run_command(const RunOptions& options, Streams& streams);

// The plan of scripted profiles. Throws UsageError. The catalog must outlive it.
RunPlan plan_of(const RunOptions& options, const Catalog& catalog);
// Plays such a plan, without stream, baseline or reports.
Run played(const RunPlan& plan, const Catalog& catalog, const OnPlayed& on_played);

}  // namespace conform::runner
