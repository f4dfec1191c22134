// The exit codes, and the error for what the user got wrong.
#pragma once

#include <stdexcept>

namespace conform::runner {

enum ExitCode : int {
  kConformant = 0,
  kNotConformant = 1,
  kUsage = 2,         // the command line cannot be obeyed; nothing was played
  kHarnessError = 3,  // a fault of ours or of the machine; no verdict
  // 129, 130 and 143: SIGHUP, SIGINT or SIGTERM left something unplayed, see Interruption.
};

// what() says what is wrong and what would be right.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace conform::runner
