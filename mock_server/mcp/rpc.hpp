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
Json rpc_error(const Json& id, int code, std::string_view message, Json data = nullptr);

struct RpcAnswer {
  std::optional<Json> message;  // none for a notification or a response
  // A refusal that the world wants as an HTTP status instead of a tool result.
  std::optional<Response> http;
};

// One request that was found in order, whatever its era.
struct RpcCall {
  Context& context;
  const Principal& principal;
  const Json& id;
  const Json& params;
  std::string_view revision;
};
RpcAnswer list_tools(const RpcCall& call);
RpcAnswer call_tool(const RpcCall& call);

Json server_info();               // name, title and version of the mock's MCP server
std::string_view instructions();  // what a model should know of the tools

// The member, or null.
Json member(const Json& object, const char* name);

// Answers a message of the handshake era. `revision` is the one that the session or the header
// names.
RpcAnswer answer_rpc(Context& context, const Principal& principal, const Json& message,
                     std::string_view revision);

}  // namespace conform
