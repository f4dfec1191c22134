// The two admin settings that stand between a person and an MCP client.
#pragma once

#include "mock_server/world/world.hpp"

namespace conform::mock {

// Throws Forbidden: "mcp_server_off", or "personal_access_tokens_off". The order is the mock's
// choice: the broader setting speaks first.
void require_mcp_authorization(const World& world, const Organization& organization);

}  // namespace conform::mock
