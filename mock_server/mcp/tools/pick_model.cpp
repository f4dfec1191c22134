#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform::mock {

ToolResult pick_model(const ToolCall& call) {
  // It only lists models, so it goes on working while the Omni Agent is off.
  admitted(call, Permission::kListModels, Agent::kNotNeeded);
  Json models = Json::array();
  for (const ModelSummary* model : visible_models(call)) {
    models.push_back({{"id", model->id}, {"name", model->name}});
  }
  return tool_answer({{"models", std::move(models)}});
}

}  // namespace conform::mock
