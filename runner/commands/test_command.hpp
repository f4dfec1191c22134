// `omni-conform test`: plays scenarios with programs, known ones or any command.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runner/commands/playing.hpp"
#include "runner/program/streams.hpp"

namespace conform::runner {

struct TestOptions : PlayingOptions {
  std::vector<std::string> clients;  // ids or globs of profiles with a launch, or one client file
  std::vector<std::string> command;  // what came after "--", or empty
  std::string packages;  // where packages are kept; empty: the build tree or the user's cache

  // Of a client of the user's own; each overrides what its file says.
  std::string name;
  std::vector<std::string> environment;       // "NAME=VALUE" or "NAME"
  std::vector<std::string> without;           // abilities that it has not
  std::vector<std::string> client_documents;  // "URL=FILE"
  bool stdio = false;
  bool official = false;

  std::optional<double> timeout;        // seconds that a quiet client is waited for
  std::optional<std::size_t> requests;  // the most that a client may send in one play
};

// Returns an ExitCode; throws UsageError.
int test_command(const TestOptions& options, Streams& streams);

}  // namespace conform::runner
