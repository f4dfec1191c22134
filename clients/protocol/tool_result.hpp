// What the result of a tools/call says to whoever asked.
#pragma once

#include <string>

#include "foundation/json/json.hpp"

namespace conform::clients {

// The texts of the result, one after the other.
std::string text_of_tool_result(const Json& result);

// The tool says that it failed: isError, or an Omni query that took too long (answered without rows
// and without isError, with "timed_out": true).
bool is_failed_tool_result(const Json& result);

}  // namespace conform::clients
