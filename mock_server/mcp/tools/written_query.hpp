// Runs a query that was written as JSON, for runQuery and runSavedQuery. Throws as the tools do.
#pragma once

#include "mock_server/mcp/tool.hpp"

namespace conform::mock {

// {query, summary, columns, rows, …}. Without a topic it needs the permission to query the full
// model; a topic out of sight is refused like one that does not exist.
Json run_written_query(const ToolCall& call, const Membership& member, const ModelSummary& model,
                       const Json& query);

}  // namespace conform::mock
