// A scenario as a program that acts by itself lives it: one start after the other.
#pragma once

#include <vector>

#include "suites/scenario.hpp"

namespace conform::clients {

// What the program does in one start, from connecting on. It begins with a Connect, and holds
// neither another one nor a Restart.
using ProgramStart = std::vector<Intent>;

// A start ends before the next Connect, at a Restart, and after a Disconnect when something else
// follows; the start after a Restart or a Disconnect connects as the one before it did. Calls that
// a user interrupts are left out: nobody sits before such a program. Empty where the scenario asks
// the client for nothing.
std::vector<ProgramStart> starts_of(const Scenario& scenario);

}  // namespace conform::clients
