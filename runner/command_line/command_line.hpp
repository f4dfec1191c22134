// The command line of omni-conform: finds the command that is meant and obeys it.
#pragma once

#include <string>
#include <vector>

#include "runner/program/streams.hpp"

namespace conform::runner {

// The arguments without the program's name. Returns an ExitCode; throws UsageError for what cannot
// be obeyed.
int obey(std::vector<std::string> arguments, Streams& streams);

}  // namespace conform::runner
