// `omni-conform fidelity`: what the mock does and how we know that Omni does so.
#pragma once

#include <string>
#include <vector>

#include "runner/program/streams.hpp"

namespace conform::runner {

struct FidelityOptions {
  std::string fixtures;
  std::vector<std::string> marks;  // only these; all when empty
  bool json = false;
};

// Returns an ExitCode; throws UsageError.
int fidelity_command(const FidelityOptions& options, Streams& streams);

}  // namespace conform::runner
