// JSON-RPC 2.0 messages of the MCP endpoint and what each method answers, without HTTP around them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/json/json.hpp"
#include "foundation/mcp/revision.hpp"
#include "mock_server/handling/handler.hpp"
#include "mock_server/state/principal.hpp"

namespace conform::mock {

// JSON-RPC 2.0 section 5.1.
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;

Json rpc_error(const Json& id, int code, std::string_view message, Json data = nullptr);

// How a request ends: with a result, or with one of the others.
struct RpcOutcome {
  std::string result;         // the text of an object
  std::optional<Json> error;  // the whole message, of rpc_error()
  // A refusal that the world wants as an HTTP status instead of a tool result.
  std::optional<Response> http;
};

// What is sent.
struct RpcAnswer {
  std::optional<std::string> message;  // its text; none for a notification or a response
  std::optional<Response> http;        // instead
};

// The text of the message with that result, itself a text.
std::string rpc_result_text(const Json& id, std::string_view result);

// One request that was found in order, whatever its era.
struct RpcCall {
  Context& context;
  const Principal& principal;
  const Json& id;
  const Json& params;
  const Revision& revision;
};
RpcOutcome list_tools(const RpcCall& call);
RpcOutcome call_tool(const RpcCall& call);

Json server_info();               // name, title and version of the mock's MCP server
std::string_view instructions();  // what a model should know of the tools

// The revision of the handshake era that has this date, when the mock speaks it; else nullptr.
const Revision* served_revision(std::string_view date);

// Answers a message of the handshake era. `revision` is the one that the session or the header
// names.
RpcAnswer answer_rpc(Context& context, const Principal& principal, const Json& message,
                     const Revision& revision);

}  // namespace conform::mock
