// The MCP endpoint: Streamable HTTP of revisions 2025-03-26, 2025-06-18, 2025-11-25 and, where the
// world says so, 2026-07-28, at the OAuth URL and at every organization's key URL. Thread-safe.
#pragma once

#include "mock_server/handling/handler.hpp"

namespace conform::mock {

Response mcp_endpoint(Context& context);

}  // namespace conform::mock
