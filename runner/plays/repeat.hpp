// Plays the same play several times, and finds verdicts that differ from one time to the next.
#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

#include "runner/plays/schedule.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

// Collects, of plays that were repeated, the first that differed. Thread-safe.
class DifferingPlays {
 public:
  void add(Play play);
  std::vector<Play> take();

 private:
  std::mutex mutex_;
  std::vector<Play> plays_;
};

// A task that plays `times` times, at least once. Its play is the first one; each check whose
// verdict was another in a later play is `flaky` there and says how often it was what. The first
// play that differed goes to `differing`, which must outlive the task, under the client's name with
// the play's number: "node (play 7)".
PlayTask repeated(PlayTask task, std::size_t times, DifferingPlays& differing);

// Adds plays under names of their own beside those of the same scenario: a column for each name.
void add_beside(std::vector<Play> plays, Run& run);

}  // namespace conform::runner
