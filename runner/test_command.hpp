// `omni-conform test`: plays scenarios with a program, a known one or any command.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runner/select.hpp"
#include "runner/streams.hpp"

namespace conform {

struct TestOptions {
  std::string fixtures;
  std::string client;                // id of an external profile, or empty
  std::vector<std::string> command;  // what came after "--", or empty; exactly one of the two
  std::string packages;  // where npm packages are kept; empty: the build tree or the user's cache
  Filters filters;
  std::uint64_t seed = 1;
  std::size_t jobs = 2;
  std::vector<std::string> reports;
};

// Returns an ExitCode; throws UsageError.
int test_command(const TestOptions& options, Streams& streams);

}  // namespace conform
