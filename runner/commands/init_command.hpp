// `omni-conform init`: writes an example of a client, for the SDK of a language, as a beginning.
#pragma once

#include <filesystem>
#include <string>

#include "runner/program/streams.hpp"

namespace conform::runner {

struct InitOptions {
  std::string language;  // "ts", "python" or "go"
  std::filesystem::path folder;
};

// Copies the example into the folder, which is made, and tells how it is installed and tested.
// Returns an ExitCode. Throws UsageError for a language that has no example and for a folder that
// holds something already or cannot be made, with nothing written; std::runtime_error when a file
// cannot be read or written.
int init_command(const InitOptions& options, Streams& streams);

}  // namespace conform::runner
