#include "clients/mcp_session.hpp"

#include <fmt/format.h>

#include <utility>

namespace conform {
namespace {

constexpr const char* kModernVersion = "2026-07-28";

// The data of each event of a text/event-stream body (HTML standard, section 9.2.6).
std::vector<std::string> event_data(std::string_view body) {
  std::vector<std::string> events;
  std::string data;
  bool any = false;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    std::string_view line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) {
      if (any) events.push_back(std::exchange(data, ""));
      any = false;
    } else if (line.starts_with("data:")) {
      line.remove_prefix(5);
      if (line.starts_with(' ')) line.remove_prefix(1);
      if (any) data += '\n';
      data += line;
      any = true;
    }
  }
  if (any) events.push_back(data);
  return events;
}

bool answers(const Json& message, const Json& id) {
  return message.is_object() && message.contains("id") && message["id"] == id &&
         (message.contains("result") || message.contains("error"));
}

Json rpc(const Json& id, std::string_view method, Json params) {
  Json message = {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}};
  if (!params.is_null()) message["params"] = std::move(params);
  return message;
}

}  // namespace

const Json* McpAnswer::result() const {
  const auto found = message.is_object() ? message.find("result") : message.end();
  return message.is_object() && found != message.end() ? &*found : nullptr;
}

std::string McpAnswer::error() const {
  if (!message.is_object() || !message.contains("error") || !message["error"].is_object())
    return "";
  const Json& error = message["error"];
  return fmt::format("{}: {}", error.value("code", 0), error.value("message", ""));
}

Json find_response(std::string_view content_type, std::string_view body, const Json& id) {
  if (content_type.starts_with("text/event-stream")) {
    for (const std::string& data : event_data(body)) {
      Json message = Json::parse(data, nullptr, false);
      if (answers(message, id)) return message;
    }
    return nullptr;
  }
  Json message = Json::parse(body, nullptr, false);
  return answers(message, id) ? message : Json(nullptr);
}

McpSession::McpSession(const Behaviour& behaviour, HttpSender& sender, Ids& ids,
                       const std::string& mcp_url)
    : behaviour_(behaviour), sender_(sender), ids_(ids), url_(Url::parse(mcp_url).value()) {}

McpAnswer McpSession::server_discover(const std::string& bearer) {
  Request request;
  request.method = "POST";
  request.headers = {{"Mcp-Method", "server/discover"},
                     {"MCP-Protocol-Version", kModernVersion},
                     {"Accept", behaviour_.session.accept},
                     {"Content-Type", "application/json"}};
  request.body =
      rpc(behaviour_.discovery.server_discover_id, "server/discover", {{"_meta", request_meta()}})
          .dump();
  return send(std::move(request), bearer, true);
}

bool McpSession::has_handshake() const {
  return behaviour_.identity.protocol_version < kModernVersion;
}

Json McpSession::request_meta() const {
  return {{"io.modelcontextprotocol/protocolVersion", kModernVersion},
          {"io.modelcontextprotocol/clientInfo", behaviour_.identity.client_info},
          {"io.modelcontextprotocol/clientCapabilities", behaviour_.identity.capabilities}};
}

McpAnswer McpSession::probe(std::string_view method) {
  Request request;
  request.method = method;
  request.headers = {{"Accept", "*/*"}};
  if (!behaviour_.discovery.probe_protocol_version.empty()) {
    request.headers.add("MCP-Protocol-Version", behaviour_.discovery.probe_protocol_version);
  }
  return send(std::move(request), "", true);
}

McpAnswer McpSession::initialize(const std::string& bearer) {
  session_id_.clear();
  negotiated_.clear();
  request_number_ = 0;
  progress_ = 0;
  uuid_ = ids_.uuid();
  if (!has_handshake()) {
    return post(rpc(behaviour_.identity.initialize_id, "server/discover", Json::object()), bearer,
                true);
  }
  const Json params = {{"protocolVersion", behaviour_.identity.protocol_version},
                       {"capabilities", behaviour_.identity.capabilities},
                       {"clientInfo", behaviour_.identity.client_info}};
  McpAnswer answer =
      post(rpc(behaviour_.identity.initialize_id, "initialize", params), bearer, true);
  if (const Json* const result = answer.result()) {
    negotiated_ = result->value("protocolVersion", behaviour_.identity.protocol_version);
    session_id_ = answer.headers.get("Mcp-Session-Id");
  }
  return answer;
}

McpAnswer McpSession::initialized(const std::string& bearer) {
  return post({{"jsonrpc", "2.0"}, {"method", "notifications/initialized"}}, bearer, false);
}

McpAnswer McpSession::open_stream(const std::string& bearer) {
  Request request;
  request.headers = {{"Accept", behaviour_.session.stream_accept}};
  return send(std::move(request), bearer, false);
}

McpAnswer McpSession::list(const std::string& method, const std::string& bearer) {
  return post(rpc(next_id(), method, fill_in(behaviour_.session.list_params)), bearer, false);
}

McpAnswer McpSession::call_tool(const std::string& tool, const Json& arguments,
                                const std::string& bearer) {
  Json params = Json::object();
  if (!behaviour_.session.call_meta.is_null())
    params["_meta"] = fill_in(behaviour_.session.call_meta);
  params["name"] = tool;
  params["arguments"] = behaviour_.session.sends_arguments ? arguments : Json::object();
  return post(rpc(next_id(), "tools/call", std::move(params)), bearer, false);
}

McpAnswer McpSession::delete_session(const std::string& bearer) {
  Request request;
  request.method = "DELETE";
  request.headers = {{"Accept", "*/*"}};
  McpAnswer answer = send(std::move(request), bearer, false);
  session_id_.clear();
  return answer;
}

Json McpSession::next_id() {
  ++request_number_;
  const Json& first = behaviour_.identity.initialize_id;
  return first.is_number_integer() ? Json(first.get<int>() + request_number_)
                                   : Json(request_number_);
}

Json McpSession::fill_in(const Json& params) {
  if (params.is_string() && params == "{progress}") return progress_++;
  if (params.is_string() && params == "{uuid}") return uuid_;
  if (!params.is_structured()) return params;
  Json filled = params;
  for (Json& item : filled) item = fill_in(item);
  return filled;
}

McpAnswer McpSession::post(Json message, const std::string& bearer, bool begins) {
  Request request;
  request.method = "POST";
  request.headers = {{"Accept", behaviour_.session.accept}, {"Content-Type", "application/json"}};
  if (!has_handshake()) {
    request.headers.add("MCP-Protocol-Version", kModernVersion);
    if (!message.contains("params")) message["params"] = Json::object();
    message["params"]["_meta"].update(request_meta());
  }
  if (behaviour_.session.method_headers || !has_handshake()) {
    request.headers.add("Mcp-Method", message["method"].get<std::string>());
    if (message["method"] == "tools/call") {
      request.headers.add("Mcp-Name", message["params"]["name"].get<std::string>());
    }
  }
  request.body = message.dump();
  McpAnswer answer = send(std::move(request), bearer, begins);
  if (message.contains("id")) {
    answer.message = find_response(answer.headers.get("Content-Type"), answer.body, message["id"]);
  }
  return answer;
}

McpAnswer McpSession::send(Request request, const std::string& bearer, bool begins) {
  const Behaviour::Session& how = behaviour_.session;
  request.target = url_.target();
  request.headers.add("User-Agent", behaviour_.identity.user_agent);
  for (const std::string& header : behaviour_.identity.extra_headers) {
    const std::size_t colon = header.find(": ");
    request.headers.add(header.substr(0, colon), header.substr(colon + 2));
  }
  if (!begins) {
    if (how.protocol_version_header && !negotiated_.empty()) {
      request.headers.add("MCP-Protocol-Version", negotiated_);
    }
    if (how.session_id_header && !session_id_.empty())
      request.headers.add("Mcp-Session-Id", session_id_);
  }
  const bool shows_credential =
      !bearer.empty() && (begins || how.bearer_on == Behaviour::BearerOn::kEveryRequest);
  if (shows_credential && how.credential == Behaviour::Credential::kHeader) {
    request.headers.add("Authorization", "Bearer " + bearer);
  } else if (shows_credential) {
    request.target = with_query(request.target, Parameters{{"access_token", bearer}}.encode());
  }
  Response response = sender_.send(url_, std::move(request));
  return {response.status, std::move(response.headers), std::move(response.body), nullptr};
}

}  // namespace conform
