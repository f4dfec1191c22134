// `omni-conform test`: plays scenarios with programs, known ones or any command.
#pragma once

#include <string>
#include <vector>

#include "runner/playing.hpp"
#include "runner/streams.hpp"

namespace conform {

struct TestOptions : PlayingOptions {
  std::vector<std::string> clients;  // ids or globs of profiles with a launch; or empty
  std::vector<std::string> command;  // what came after "--", or empty; exactly one of the two
  std::string packages;  // where packages are kept; empty: the build tree or the user's cache
};

// Returns an ExitCode; throws UsageError.
int test_command(const TestOptions& options, Streams& streams);

}  // namespace conform
