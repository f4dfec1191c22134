#include "mock_server/mcp/tools/content.hpp"
#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform::mock {

ToolResult list_dashboard_queries(const ToolCall& call) {
  admitted(call, Permission::kViewContent);
  const Dashboard& dashboard = visible_dashboard(call);
  Json queries = Json::array();
  for (const SavedQuery& saved : dashboard.queries) {
    queries.push_back({{"id", saved.id}, {"name", saved.name}, {"query", saved.query}});
  }
  return tool_answer(
      {{"dashboard", description_of(call, dashboard)}, {"queries", std::move(queries)}});
}

}  // namespace conform::mock
