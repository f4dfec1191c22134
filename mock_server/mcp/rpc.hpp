// JSON-RPC 2.0 messages of the MCP endpoint and what each method answers, without HTTP around them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mock_server/handler.hpp"
#include "mock_server/json.hpp"
#include "mock_server/state/principal.hpp"

namespace conform {

// JSON-RPC 2.0 section 5.1.
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;

Json rpc_result(const Json& id, Json result);
Json rpc_error(const Json& id, int code, std::string_view message);

struct RpcAnswer {
  std::optional<Json> message;  // none for a notification or a response
  // A refusal that the world wants as an HTTP status instead of a tool result.
  std::optional<Response> http;
};

// `revision` is the one that the session or the header names.
RpcAnswer answer_rpc(Context& context, const Principal& principal, const Json& message,
                     std::string_view revision);

}  // namespace conform
