#include "mock_server/mcp/tools/content.hpp"
#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform::mock {

ToolResult search_dashboards(const ToolCall& call) {
  admitted(call, Permission::kViewContent);
  const auto found = call.dashboards.search(argument(call, "query"), visible_model_ids(call));
  const auto limit = call.arguments.value("limit", std::size_t{20});
  Json list = Json::array();
  for (const Dashboard* dashboard : found) {
    if (list.size() == limit) break;
    list.push_back(description_of(call, *dashboard));
  }
  return tool_answer({{"dashboards", std::move(list)}});
}

}  // namespace conform::mock
