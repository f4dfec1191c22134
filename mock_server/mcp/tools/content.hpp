// The dashboards that a call may see. Throws as the tools do.
#pragma once

#include <string>
#include <vector>

#include "mock_server/mcp/tool.hpp"

namespace conform::mock {

std::vector<std::string> visible_model_ids(const ToolCall& call);
// The dashboard of argument "dashboardId".
const Dashboard& visible_dashboard(const ToolCall& call);
Json description_of(const ToolCall& call, const Dashboard& dashboard);

}  // namespace conform::mock
