// subscriptions/listen of 2026-07-28: a stream that tells when the tool list changes.
#pragma once

#include "mock_server/mcp/rpc.hpp"

namespace conform::mock {

// The stream begins with the acknowledgement of what it will tell, and ends when the client closes
// it, the mock stops, or the organization switches its MCP server off.
Response listen(const RpcCall& call);

}  // namespace conform::mock
