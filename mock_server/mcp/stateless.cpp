#include "mock_server/mcp/stateless.hpp"

#include <fmt/format.h>

#include "foundation/http/json_response.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/json/json_text.hpp"
#include "foundation/mcp/revision.hpp"
#include "mock_server/mcp/event_stream.hpp"
#include "mock_server/mcp/rpc.hpp"
#include "mock_server/mcp/standard_headers.hpp"
#include "mock_server/mcp/subscription.hpp"
#include "mock_server/mcp/tool.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

constexpr const char* kVersion = "io.modelcontextprotocol/protocolVersion";
constexpr const char* kCapabilities = "io.modelcontextprotocol/clientCapabilities";
constexpr const char* kServerInfo = "io.modelcontextprotocol/serverInfo";
constexpr std::string_view kVersionHeader = "MCP-Protocol-Version";
// How long a client may keep what it was told: as long as nobody changes a setting, so not long.
constexpr int kTtlMs = 60'000;

Response refuse(Context& context, std::string_view id, const Json& error) {
  const Refusal& refused = refusal(id);
  context.facts["refusal"] = refused.id;
  return json_response(refused.status, error);
}

Json meta_of(const Json& body) {
  const Json& params = member(body, "params");
  return params.is_object() ? member(params, "_meta") : Json();
}

// The row with that date when it is of this era, or nullptr.
const Revision* stateless_revision(std::string_view date) {
  const Revision* const named = find_revision(date);
  return named != nullptr && named->stateless ? named : nullptr;
}

Json supported_versions() {
  Json dates = Json::array();
  for (const Revision& one : kRevisions) {
    if (one.stateless) dates.push_back(one.date);
  }
  return dates;
}

Response unsupported_version(Context& context, const Json& id, const Json& requested) {
  return refuse(
      context, "unsupported_protocol_version",
      rpc_error(id, kUnsupportedProtocolVersion, refusal("unsupported_protocol_version").text,
                {{"supported", supported_versions()}, {"requested", requested}}));
}

// The text of an object with further members, themselves text. The object has some already.
std::string with_members(std::string object, std::string_view first, std::string_view last) {
  object.insert(1, first);
  object.insert(object.size() - 1, last);
  return object;
}

std::string completed(std::string result) {
  static const std::string kMeta = R"(,"_meta":)" + json_text(Json{{kServerInfo, server_info()}});
  return with_members(std::move(result), R"("resultType":"complete",)", kMeta);
}

// What one sees depends on who one is.
std::string cacheable(std::string result) {
  return with_members(std::move(result), "",
                      fmt::format(R"(,"ttlMs":{},"cacheScope":"private")", kTtlMs));
}

std::string discovered() {
  return cacheable(json_text({{"supportedVersions", supported_versions()},
                              {"capabilities", {{"tools", {{"listChanged", true}}}}},
                              {"instructions", instructions()}}));
}

// The description against which the header fields are held, or null.
Json called_tool(const RpcCall& call, const Json& method) {
  const Json& name = member(call.params, "name");
  if (method != "tools/call" || !name.is_string()) return {};
  const Json* tool = call.context.fixtures.toolbox->description(name.get<std::string>());
  if (tool == nullptr) return {};
  return call.context.world.mcp.param_headers ? with_header_parameters(*tool) : *tool;
}

Response send(Context& context, std::string message) {
  if (context.world.mcp.answers == McpBehaviour::Answers::kJson) {
    return json_text_response(200, std::move(message));
  }
  Response response = event_stream_response();
  response.body = text_event(message);
  return response;
}

Response send_result(const RpcCall& call, std::string result) {
  return send(call.context, rpc_result_text(call.id, completed(std::move(result))));
}

Response call_stateless(const RpcCall& call, const Json& meta) {
  Context& context = call.context;
  const std::string& needed = context.world.mcp.required_capability;
  if (!needed.empty() && !meta.at(kCapabilities).contains(needed)) {
    return refuse(
        context, "missing_client_capability",
        rpc_error(call.id, kMissingClientCapability, refusal("missing_client_capability").text,
                  {{"requiredCapabilities", {{needed, Json::object()}}}}));
  }
  RpcOutcome outcome = call_tool(call);
  if (outcome.http) return *std::move(outcome.http);
  if (outcome.error) return send(context, json_text(*outcome.error));
  return send_result(call, std::move(outcome.result));
}

Response list_stateless(const RpcCall& call) {
  RpcOutcome outcome = list_tools(call);
  if (outcome.error) return send(call.context, json_text(*outcome.error));
  return send_result(call, cacheable(std::move(outcome.result)));
}

Response answer_request(const RpcCall& call, const Json& method, const Json& meta) {
  if (method == "server/discover") {
    return send_result(call, discovered());
  }
  if (method == "tools/list") {
    return list_stateless(call);
  }
  if (method == "tools/call") return call_stateless(call, meta);
  if (method == "subscriptions/listen") return listen(call);
  return refuse(call.context, "unknown_method",
                rpc_error(call.id, kMethodNotFound,
                          fmt::format("Method not found: {}", method.get<std::string>())));
}

// Empty, or what `_meta` lacks.
std::string meta_problem(const Json& meta) {
  if (!meta.is_object()) return "params._meta is missing";
  if (!member(meta, kVersion).is_string()) {
    return fmt::format("params._meta.{} must be a string", kVersion);
  }
  if (!member(meta, kCapabilities).is_object()) {
    return fmt::format("params._meta.{} must be an object", kCapabilities);
  }
  return "";
}

}  // namespace

bool is_stateless(const Request& request, const Json& body) {
  if (!body.is_object()) return false;
  const Json meta = meta_of(body);
  if (meta.is_object() && meta.contains(kVersion)) return true;
  // Mcp-Method says nothing: mcp-remote 0.15.1 and Claude Desktop send it in the handshake era too.
  return stateless_revision(request.headers.get(kVersionHeader)) != nullptr ||
         member(body, "method") == "server/discover";
}

Response answer_stateless(Context& context, const Principal& principal, const Json& body) {
  if (!body.is_object() || member(body, "jsonrpc") != "2.0" ||
      !member(body, "method").is_string()) {
    return refuse(context, "bad_message",
                  rpc_error(nullptr, kInvalidRequest,
                            "The body must be one JSON-RPC 2.0 request or notification"));
  }
  const Json& method = body.at("method");
  const Json& id = member(body, "id");
  if (!id.is_null() && !id.is_string() && !id.is_number()) {
    return refuse(context, "bad_message",
                  rpc_error(nullptr, kInvalidRequest, "id must be a string or a number"));
  }
  if (!body.contains("id")) {
    Response accepted;
    accepted.status = 202;
    return accepted;
  }
  Json params = member(body, "params");
  if (params.is_null()) params = Json::object();
  const Json meta = meta_of(body);
  if (method == "initialize" && !meta.is_object()) {
    // A client of the handshake era: named versions tell it why it cannot go on.
    return unsupported_version(context, id, member(params, "protocolVersion"));
  }
  if (context.has(Defect::kNoMetaNeeded) && !meta.is_object()) {
    const RpcCall call{context, principal, id, params, kNewestStateless};
    return answer_request(call, method, {{kCapabilities, Json::object()}});
  }
  if (const std::string problem = meta_problem(meta); !problem.empty()) {
    return refuse(context, "bad_meta", rpc_error(id, kInvalidParams, problem));
  }
  const auto version = meta.at(kVersion).get<std::string>();
  const Revision* const named = stateless_revision(version);
  const RpcCall call{context, principal, id, params, named != nullptr ? *named : kNewestStateless};
  std::string mismatch;
  if (context.request.headers.get(kVersionHeader) != version) {
    mismatch = fmt::format("{} must be \"{}\", as params._meta says", kVersionHeader, version);
  } else if (named == nullptr && !context.has(Defect::kAnyStatelessVersion)) {
    return unsupported_version(context, id, version);
  } else {
    const Json tool = called_tool(call, method);
    mismatch = header_mismatch(context.request.headers, method.get<std::string>(), params,
                               tool.is_null() ? nullptr : &tool);
  }
  if (!mismatch.empty() && !context.has(Defect::kHeadersUnchecked)) {
    return refuse(context, "header_mismatch", rpc_error(id, kHeaderMismatch, mismatch));
  }
  return answer_request(call, method, meta);
}

}  // namespace conform::mock
