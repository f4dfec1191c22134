#include "mock_server/mcp/tools/content.hpp"

#include <algorithm>

#include "mock_server/mcp/tools/scope.hpp"

namespace conform::mock {

std::vector<std::string> visible_model_ids(const ToolCall& call) {
  const auto models = visible_models(call);
  std::vector<std::string> ids;
  ids.reserve(models.size());
  for (const ModelSummary* model : models) ids.push_back(model->id);
  return ids;
}

const Dashboard& visible_dashboard(const ToolCall& call) {
  const std::string id = argument(call, "dashboardId");
  const Dashboard* dashboard = call.dashboards.find(id);
  const auto models = visible_model_ids(call);
  if (dashboard == nullptr || std::ranges::find(models, dashboard->model) == models.end()) {
    throw ToolError("dashboard_not_found", {id});
  }
  return *dashboard;
}

Json description_of(const ToolCall& call, const Dashboard& dashboard) {
  return {{"id", dashboard.id},
          {"name", dashboard.name},
          {"description", dashboard.description},
          {"folder", dashboard.folder},
          {"modelId", dashboard.model},
          {"url", call.origin + "/dashboards/" + dashboard.id}};
}

}  // namespace conform::mock
