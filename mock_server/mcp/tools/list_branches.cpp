#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform::mock {

ToolResult list_branches(const ToolCall& call) {
  // Branches belong to the full model: QUERY_FULL_MODEL (docs/omni.md, "Roles").
  admitted(call, Permission::kQueryFullModel);
  const ModelSummary& model = visible_model(call);
  Json branches = Json::array();
  for (const Branch& branch : model.branches) {
    branches.push_back({{"id", branch.id}, {"name", branch.name}});
  }
  return tool_answer({{"modelId", model.id}, {"branches", std::move(branches)}});
}

}  // namespace conform::mock
