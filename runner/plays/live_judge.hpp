// The invariants' verdict on every client that is connected to a served mock. Pure function.
#pragma once

#include <vector>

#include "mock_server/control/options.hpp"

namespace conform {

// Each client's own entries are judged by themselves; what they do not exercise is left out.
std::vector<ClientVerdict> judge_live(const std::vector<Entry>& entries);

}  // namespace conform
