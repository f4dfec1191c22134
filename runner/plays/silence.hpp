// Stops a run whose client ends before its first request: it would do so in every play. Its author
// then reads the reason on one screen.
#pragma once

#include <cstddef>
#include <string>

#include "suites/verdict.hpp"

namespace conform::runner {

// Whether the client's program ended in that play without having asked for anything.
bool was_silent(const Play& play);

// Counts plays until one was not silent. Not thread-safe.
class SilenceWatch {
 public:
  // So many silent plays in the beginning end the run; 0: they never do.
  explicit SilenceWatch(std::size_t most) : most_(most) {}

  // Looks at one more play; true when no other is to be begun.
  bool ends_with(const Play& play);
  // Why it was stopped, for a person; empty when it was not.
  [[nodiscard]] std::string reason(std::size_t of_plays) const;

 private:
  std::size_t most_;
  std::size_t silent_ = 0;
  bool spoke_ = false;
  Play last_;
};

}  // namespace conform::runner
