// The places in a record that a broken check points at, so that a report can mark them. What the
// check itself knew of a place is data (Finding::spots); of other evidence it is the entry as a
// whole. Pure.
#pragma once

#include <vector>

#include "suites/verdict.hpp"

namespace conform::reports {

// One place for each entry that shows what a broken check says, in the order of the record; none
// for a check that is not broken. What an admin or a person did breaks no rule of a client: where
// the evidence is nothing else, the place is behind its last entry, and has what was seen as its
// name.
std::vector<Spot> spots_of(const Play& play, const CheckResult& check);

}  // namespace conform::reports
