// What calling each tool does. Thread-safe; they throw ToolError and QueryError.
#pragma once

#include "mock_server/mcp/tool.hpp"

namespace conform::mock {

ToolResult pick_model(const ToolCall& call);
ToolResult pick_topic(const ToolCall& call);
ToolResult get_data(const ToolCall& call);
ToolResult run_query(const ToolCall& call);
ToolResult ask_omni(const ToolCall& call);
ToolResult check_status(const ToolCall& call);
ToolResult list_branches(const ToolCall& call);
ToolResult search_omni_docs(const ToolCall& call);
ToolResult search_dashboards(const ToolCall& call);
ToolResult list_dashboard_queries(const ToolCall& call);
ToolResult run_saved_query(const ToolCall& call);

}  // namespace conform::mock
