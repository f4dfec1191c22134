#include "mock_server/mcp/endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "foundation/http/json_response.hpp"
#include "foundation/http/url.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/mcp/revision.hpp"
#include "mock_server/mcp/authentication.hpp"
#include "mock_server/mcp/event_stream.hpp"
#include "mock_server/mcp/rpc.hpp"
#include "mock_server/mcp/stateless.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

constexpr std::string_view kMethodsServed = "GET, POST, DELETE, OPTIONS";

Response refuse(Context& context, std::string_view id, int code = kInvalidRequest) {
  const Refusal& refused = refusal(id);
  context.facts["refusal"] = refused.id;
  return json_response(refused.status, rpc_error(nullptr, code, refused.text));
}

Response refuse_session(Context& context, std::string_view id) {
  Response response = refuse(context, id, -32001);
  if (id == "unknown_session") response.status = context.world.mcp.lost_session_status;
  return response;
}

// Browsers must not be led here by a foreign page (transports, "Security Warning"); tools on
// loopback may.
bool origin_is_allowed(const Request& request) {
  return std::ranges::all_of(request.headers.all("Origin"), [](const std::string& origin) {
    const auto url = Url::parse(origin);
    return url && url->is_http() && url->is_loopback();
  });
}

bool accepts(const Request& request, std::string_view type) {
  const std::string range = std::string(type.substr(0, type.find('/'))) + "/*";
  return std::ranges::any_of(request.headers.all("Accept"), [&](const std::string& value) {
    return value.find(type) != std::string::npos || value.find(range) != std::string::npos ||
           value.find("*/*") != std::string::npos;
  });
}

bool is_json(const Request& request) {
  const std::string type = request.headers.get("Content-Type");
  return equals_ignoring_case(std::string_view(type).substr(0, type.find(';')), "application/json");
}

Response open_stream(Context& context, const Principal& principal) {
  if (context.request.headers.has("Last-Event-ID")) {
    if (auto resumed = resumed_stream(context, principal)) return *std::move(resumed);
  }
  if (context.has(Defect::kGetAnswersJson)) return json_response(200, Json::object());
  if (!context.world.mcp.get_stream) {
    Response response = json_response(405, rpc_error(nullptr, -32000, "Method not allowed"));
    response.headers.add("Allow", context.world.mcp.sessions ? "POST, DELETE" : "POST");
    return response;
  }
  if (!accepts(context.request, "text/event-stream")) return refuse(context, "bad_accept");
  return idle_stream();
}

Response end_session(Context& context, const Principal& principal) {
  if (!context.world.mcp.sessions) {
    Response response = json_response(405, rpc_error(nullptr, -32000, "Method not allowed"));
    response.headers.add("Allow", "POST");
    return response;
  }
  if (context.has(Defect::kDeleteForgotten)) return json_response(200, Json::object());
  const std::string id = context.request.headers.get("Mcp-Session-Id");
  if (!context.state.close_session(id, principal.credential_id)) {
    return refuse_session(context, "unknown_session");
  }
  return json_response(200, Json::object());
}

// The answers to the messages of a batch, or to the one message.
Response answer(Context& context, const Principal& principal, const Json& body,
                const Revision& revision) {
  const bool batch = body.is_array();
  std::vector<std::string> answers;
  const std::span<const Json> messages =
      batch ? std::span<const Json>(body.get_ref<const Json::array_t&>()) : std::span(&body, 1);
  for (const Json& message : messages) {
    RpcAnswer one = answer_rpc(context, principal, message, revision);
    if (one.http) return *one.http;
    if (one.message) answers.push_back(std::move(*one.message));
  }
  if (answers.empty()) {
    Response accepted;
    accepted.status = 202;
    return accepted;
  }
  std::string reply = batch ? fmt::format("[{}]", fmt::join(answers, ",")) : answers.front();
  if (context.world.mcp.answers != McpBehaviour::Answers::kJson) {
    return answer_stream(context, principal, reply, revision);
  }
  return json_text_response(200, std::move(reply));
}

bool is_initialize(const Json& message) {
  return message.is_object() && member(message, "method") == "initialize";
}

// Empty, or the reason to refuse a request in a world with sessions.
std::string_view session_problem(Context& context, const Principal& principal) {
  const std::string* id = context.request.headers.find("Mcp-Session-Id");
  if (id == nullptr) return context.has(Defect::kNoSessionNeeded) ? "" : "missing_session";
  const bool known = context.state.has_session(*id, principal.credential_id) ||
                     context.has(Defect::kUnknownSessions);
  return known ? "" : "unknown_session";
}

Response post(Context& context, const Principal& principal) {
  const Request& request = context.request;
  if (!is_json(request)) return refuse(context, "bad_content_type");
  if (context.world.mcp.strict_accept &&
      !(accepts(request, "application/json") && accepts(request, "text/event-stream"))) {
    return refuse(context, "bad_accept");
  }
  const Json& body = *context.message;
  if (body.is_discarded()) {
    return json_response(context.has(Defect::kBrokenJsonAs500) ? 500 : 400,
                         rpc_error(nullptr, kParseError, "The body is not JSON"));
  }
  const McpBehaviour::Eras eras = context.world.mcp.eras;
  if (eras == McpBehaviour::Eras::kStateless ||
      (eras == McpBehaviour::Eras::kDual && is_stateless(request, body))) {
    return answer_stateless(context, principal, body);
  }
  const std::string_view discover = "server/discover";
  if (body.is_object() && member(body, "method") == discover) {
    // The probe of the stateless era, before anything was negotiated: not here, and say so plainly.
    return answer(context, principal, body, kNewestHandshake);
  }
  if (is_initialize(body)) {
    Response response = answer(context, principal, body, kNewestHandshake);
    if (context.world.mcp.sessions) {
      response.headers.add("Mcp-Session-Id", context.state.open_session(principal.credential_id));
    }
    return response;
  }
  const std::string* version = request.headers.find("MCP-Protocol-Version");
  const Revision* revision = version == nullptr ? &kNewestWithoutHeader : served_revision(*version);
  if (revision == nullptr) {
    if (!context.has(Defect::kAnyVersionHeader)) return refuse(context, "bad_protocol_version");
    revision = &kNewestHandshake;
  }
  if (body.is_array()) {
    const bool known = revision->batches || context.has(Defect::kBatches);
    const bool fine = known && !body.empty() && std::ranges::none_of(body, is_initialize);
    if (!fine) {
      return json_response(
          400, rpc_error(nullptr, kInvalidRequest,
                         fmt::format("Batches are part of revision {} only, are not empty and hold "
                                     "no initialize",
                                     newest_with(&Revision::batches).date)));
    }
  }
  if (context.world.mcp.sessions) {
    if (const std::string_view problem = session_problem(context, principal); !problem.empty()) {
      return refuse_session(context, problem);
    }
  }
  return answer(context, principal, body, *revision);
}

}  // namespace

Response mcp_endpoint(Context& context) {
  const Request& request = context.request;
  if (const std::optional<int>& status = context.world.mcp.moved_with) {
    const std::string path = request.path();
    if (!path.ends_with('/')) {
      return redirect_response(fmt::format("{}{}/", context.own_origin(), path), *status);
    }
  }
  if (!origin_is_allowed(request) && !context.has(Defect::kForeignOrigins)) {
    return refuse(context, "bad_origin");
  }
  if (request.method == "OPTIONS") {
    Response response;
    response.status = 204;
    response.headers.add("Allow", std::string(kMethodsServed));
    response.headers.add("Access-Control-Allow-Origin", request.headers.get("Origin", "*"));
    response.headers.add("Access-Control-Allow-Methods", std::string(kMethodsServed));
    response.headers.add("Access-Control-Allow-Headers",
                         "Authorization, Content-Type, Accept, Mcp-Session-Id, "
                         "MCP-Protocol-Version, Last-Event-ID, Mcp-Method, Mcp-Name, "
                         "Mcp-Param-Model-Id");
    return response;
  }
  const auto principal = authenticate(context);
  if (!principal) return principal.error();
  if (request.method == "POST") return post(context, *principal);
  const bool handshake_era = context.world.mcp.eras != McpBehaviour::Eras::kStateless;
  if (handshake_era && (request.method == "GET" || request.method == "HEAD")) {
    return open_stream(context, *principal);
  }
  if (handshake_era && request.method == "DELETE") return end_session(context, *principal);
  Response response = json_response(405, rpc_error(nullptr, -32000, "Method not allowed"));
  response.headers.add("Allow", std::string(handshake_era ? kMethodsServed : "POST, OPTIONS"));
  return response;
}

}  // namespace conform::mock
