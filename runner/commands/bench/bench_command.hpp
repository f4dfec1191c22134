// `omni-conform bench`: how long operations take, against our own mock or another server.
#pragma once

#include "runner/commands/bench/bench_plan.hpp"
#include "runner/program/streams.hpp"

namespace conform::runner {

// Returns an ExitCode: 1 when a tolerance is exceeded. Throws UsageError.
int bench_command(const BenchOptions& options, Streams& streams);

}  // namespace conform::runner
