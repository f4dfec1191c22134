// `omni-conform import`: what a client's own configuration makes of Omni.
#pragma once

#include <string>
#include <vector>

#include "runner/program/streams.hpp"

namespace conform::runner {

struct ImportOptions {
  std::vector<std::string> files;
  bool json = false;
};

// Returns an ExitCode: 1 when something is wrong with a server of Omni's, or none is there. Throws
// UsageError for a file that is no configuration.
int import_command(const ImportOptions& options, Streams& streams);

}  // namespace conform::runner
