// `omni-conform baseline update`: writes down which failures are expected from now on.
#pragma once

#include <string>

#include "runner/commands/run_command.hpp"
#include "runner/program/streams.hpp"

namespace conform::runner {

struct BaselineOptions : RunOptions {
  std::string file;
  std::string from;  // an earlier run instead of one of now, or empty
};

// Returns an ExitCode; throws UsageError, ReportError when the file cannot be written.
int baseline_update_command(const BaselineOptions& options, Streams& streams);

}  // namespace conform::runner
