// What changed between two runs. Pure.
#pragma once

#include <string>
#include <vector>

#include "reports/since.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

struct VerdictChange {
  std::string scenario;
  std::string profile;
  std::string check;   // empty: the play as a whole (a harness error)
  std::string before;  // a verdict, or "-" where it was not judged
  std::string after;
  bool newly_red = false;
  bool no_longer_red = false;
  std::string seen;  // in the second run
};

// Checks of plays that both runs have; newly red ones first, each group in the order of the second
// run.
std::vector<VerdictChange> changes_between(const Run& before, const Run& after);

// "scenario x profile" of plays that are in the first run and not in the second.
std::vector<std::string> missing_plays(const Run& before, const Run& after);

// What became of each play of `after`; `file` is how the user calls `before`.
reports::Since news_since(const Run& before, const Run& after, std::string file);

}  // namespace conform::runner
