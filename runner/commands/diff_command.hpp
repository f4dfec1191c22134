// `omni-conform diff A B`: what changed between two runs.
#pragma once

#include <string>

#include "runner/program/streams.hpp"

namespace conform::runner {

struct DiffOptions {
  std::string before;
  std::string after;
  bool json = false;
};

// Returns an ExitCode: 1 when something broke or a play is gone. Throws UsageError.
int diff_command(const DiffOptions& options, Streams& streams);

}  // namespace conform::runner
