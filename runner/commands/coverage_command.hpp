// `omni-conform coverage`: which checks judge each requirement, and why some have none.
#pragma once

#include <string>
#include <vector>

#include "runner/program/streams.hpp"

namespace conform::runner {

struct CoverageOptions {
  std::vector<std::string> requirements;  // ids or globs; all when empty
  bool gaps = false;                      // only what nothing judges and nothing excuses
  bool json = false;
  std::string fixtures;
};

// kNotConformant when a requirement that was asked for has neither check nor reason. Throws
// UsageError.
int coverage_command(const CoverageOptions& options, Streams& streams);

}  // namespace conform::runner
