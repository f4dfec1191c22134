#include "mock_server/mcp/tools/content.hpp"
#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"
#include "mock_server/mcp/tools/written_query.hpp"

namespace conform::mock {

ToolResult run_saved_query(const ToolCall& call) {
  const Membership member = admitted(call, Permission::kQueryTopics);
  const Dashboard& dashboard = visible_dashboard(call);
  const std::string id = argument(call, "queryId");
  const SavedQuery* saved = dashboard.query(id);
  if (saved == nullptr) throw ToolError("saved_query_not_found", {id});
  Json answer{{"dashboardId", dashboard.id}, {"queryId", saved->id}, {"name", saved->name}};
  answer.update(run_written_query(call, member, *call.engine.model(dashboard.model), saved->query));
  return rows_answer(answer);
}

}  // namespace conform::mock
