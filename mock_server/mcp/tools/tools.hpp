// What calling each tool does. Pure functions of the call; thread-safe.
#pragma once

#include "mock_server/mcp/tool.hpp"

namespace conform {

ToolResult pick_model(const ToolCall& call);
ToolResult pick_topic(const ToolCall& call);
ToolResult get_data(const ToolCall& call);

}  // namespace conform
