#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"
#include "mock_server/mcp/tools/written_query.hpp"

namespace conform::mock {

ToolResult run_query(const ToolCall& call) {
  const Membership member = admitted(call, Permission::kQueryTopics);
  const ModelSummary& model = visible_model(call);
  require_branch(call, member, model);
  return rows_answer(run_written_query(call, member, model, call.arguments.at("query")));
}

}  // namespace conform::mock
