// `omni-conform explain ID`: what a scenario, an invariant, a requirement or a profile is about.
#pragma once

#include <string>

#include "runner/program/streams.hpp"

namespace conform::runner {

struct ExplainOptions {
  std::string fixtures;
  std::string id;
};

int explain_command(const ExplainOptions& options, Streams& streams);  // throws UsageError

}  // namespace conform::runner
