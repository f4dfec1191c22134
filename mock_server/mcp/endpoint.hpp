// The MCP endpoint: Streamable HTTP of the handshake revisions and, where the world says so, of the
// stateless ones, at the OAuth URL and at every organization's key URL. Thread-safe.
#pragma once

#include "mock_server/handling/handler.hpp"

namespace conform::mock {

Response mcp_endpoint(Context& context);

}  // namespace conform::mock
