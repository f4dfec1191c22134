#include "clients/scripted/mcp_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "clients/scripted/misread_stream.hpp"
#include "clients/scripted/stateless_era.hpp"
#include "foundation/http/event_stream_reader.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/mcp/revision.hpp"

namespace conform::clients {
namespace {

constexpr int kMostResumptions = 5;
constexpr int kMostMoves = 3;

bool answers(const Json& message, const Json& id) {
  return message.is_object() && message.contains("id") && message["id"] == id &&
         (message.contains("result") || message.contains("error"));
}

// The answer in a JSON body, which may be a batch; null when there is none.
Json find_answer(const std::string& body, const Json& id, bool takes_any_id) {
  Json json = parse_foreign(body);
  const std::span<Json> messages =
      json.is_array() ? std::span<Json>(json.get_ref<Json::array_t&>()) : std::span<Json>(&json, 1);
  for (Json& message : messages) {
    const bool any = takes_any_id && message.is_object() && message.contains("result");
    if (any || answers(message, id)) return std::move(message);
  }
  return nullptr;
}

// As some HTTP libraries write what may not stand in a header field.
std::string without_controls(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c >= 0x20) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

}  // namespace

Json find_response(std::string_view content_type, const std::string& body, const Json& id) {
  if (!content_type.starts_with("text/event-stream")) return find_answer(body, id, false);
  const EventStreamContent content = read_event_stream(body);
  for (const StreamEvent& event : content.events) {
    if (Json found = find_answer(event.data, id, false); !found.is_null()) return found;
  }
  return nullptr;
}

const Json* McpAnswer::result() const {
  return message.is_object() && message.contains("result") ? &message["result"] : nullptr;
}

const Json* McpAnswer::error_object() const {
  const Json& error = member(message, "error");
  return error.is_object() ? &error : nullptr;
}

std::string McpAnswer::error() const {
  const Json* const error = error_object();
  if (error == nullptr) return "";
  return fmt::format("{}: {}", error->value("code", 0), error->value("message", ""));
}

bool McpAnswer::is_event_stream() const {
  return headers.get("Content-Type").starts_with("text/event-stream");
}

bool McpAnswer::stays_open() const {
  return accepted() && is_event_stream() && !headers.has("Content-Length");
}

McpSession::McpSession(const Behaviour& behaviour, HttpSender& sender, Ids& ids,
                       const std::string& mcp_url, std::function<void(Duration)> wait)
    : behaviour_(behaviour),
      sender_(sender),
      ids_(ids),
      url_(Url::parse(mcp_url).value()),
      wait_(std::move(wait)) {}

McpAnswer McpSession::server_discover(const std::string& bearer) {
  const Json message = {{"jsonrpc", "2.0"},
                        {"id", behaviour_.discovery.server_discover_id},
                        {"method", "server/discover"},
                        {"params", {{"_meta", stateless_meta(behaviour_.identity)}}}};
  Request request;
  request.method = "POST";
  request.headers = {{"Mcp-Method", "server/discover"},
                     {"MCP-Protocol-Version", std::string(kNewestStateless.date)},
                     {"Accept", behaviour_.session.accept},
                     {"Content-Type", "application/json"}};
  request.body = message.dump();
  McpAnswer answer = send(std::move(request), bearer, true);
  read_answer(answer, message, bearer);
  return answer;
}

McpAnswer McpSession::probe() {
  Request request;
  request.headers = {{"Accept", "*/*"}};
  if (!behaviour_.discovery.probe_protocol_version.empty()) {
    request.headers.add("MCP-Protocol-Version", behaviour_.discovery.probe_protocol_version);
  }
  return send(std::move(request), "", true);
}

McpAnswer McpSession::initialize(const std::string& bearer) {
  stateless_ = false;
  if (!session_id_.empty()) lost_session_id_ = std::exchange(session_id_, "");
  negotiated_.clear();
  request_number_ = 0;
  progress_ = 0;
  uuid_ = ids_.uuid();
  last_id_ = behaviour_.identity.initialize_id;
  const Json params = {{"protocolVersion", behaviour_.identity.protocol_version},
                       {"capabilities", behaviour_.identity.capabilities},
                       {"clientInfo", behaviour_.identity.client_info}};
  McpAnswer answer = post({{"jsonrpc", "2.0"},
                           {"id", behaviour_.identity.initialize_id},
                           {"method", "initialize"},
                           {"params", params}},
                          bearer, true);
  const Json* const result = answer.result();
  if (result != nullptr && result->is_object()) {
    negotiated_ = result->value("protocolVersion", behaviour_.identity.protocol_version);
    session_id_ = answer.headers.get("Mcp-Session-Id");
    if (first_session_id_.empty()) first_session_id_ = session_id_;
    if (behaviour_.session.keeps_first_session_id) session_id_ = first_session_id_;
  }
  return answer;
}

bool McpSession::speaks_negotiated_version() const {
  const Revision* const known = find_revision(negotiated_);
  return known != nullptr && !known->stateless;
}

McpAnswer McpSession::initialized(const std::string& bearer) {
  return post({{"jsonrpc", "2.0"}, {"method", "notifications/initialized"}}, bearer, false);
}

McpAnswer McpSession::open_stream(const std::string& bearer) {
  Request request;
  request.headers = {{"Accept", behaviour_.session.stream_accept}};
  return send(std::move(request), bearer, false);
}

McpAnswer McpSession::list(const std::string& method, const std::string& bearer,
                           const std::optional<std::string>& cursor) {
  Json params = fill_in(behaviour_.session.list_params);
  if (cursor) params["cursor"] = *cursor;
  McpAnswer answer = request(method, std::move(params), bearer);
  if (method == "tools/list") learn_tools(answer);
  return answer;
}

void McpSession::learn_tools(const McpAnswer& answer) {
  const Json* const result = answer.result();
  if (result == nullptr || !result->is_object() || !result->contains("tools")) return;
  for (const Json& tool : (*result)["tools"]) {
    // One that has no name can't be called; the others can.
    const Json& name = member(tool, "name");
    if (name.is_string()) tools_[name.get<std::string>()] = tool;
  }
}

const Json& McpSession::tool(const std::string& name) const {
  static const Json kNone;
  const auto found = tools_.find(name);
  return found == tools_.end() ? kNone : found->second;
}

McpAnswer McpSession::call_tool(const std::string& tool, const Json& arguments,
                                const std::string& bearer,
                                const std::optional<std::string>& state) {
  Json params = Json::object();
  if (state) params["requestState"] = *state;
  if (!behaviour_.session.call_meta.is_null())
    params["_meta"] = fill_in(behaviour_.session.call_meta);
  params["name"] = tool;
  params["arguments"] = arguments;
  return request("tools/call", std::move(params), bearer);
}

McpAnswer McpSession::cancel_last(const std::string& bearer) {
  return post({{"jsonrpc", "2.0"},
               {"method", "notifications/cancelled"},
               {"params", {{"requestId", last_id_}, {"reason", "The user cancelled the call"}}}},
              bearer, false);
}

McpAnswer McpSession::delete_session(const std::string& bearer) {
  Request request;
  request.method = "DELETE";
  request.headers = {{"Accept", "*/*"}};
  McpAnswer answer = send(std::move(request), bearer, false);
  session_id_.clear();
  return answer;
}

// ---- Requests ----

Json McpSession::next_id() {
  ++request_number_;
  const Json& first = behaviour_.identity.initialize_id;
  if (behaviour_.session.null_ids) return nullptr;
  if (!behaviour_.session.unique_ids) return first;
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

McpAnswer McpSession::request(const std::string& method, Json params, const std::string& bearer) {
  if (stateless_) {
    Json meta = stateless_meta(behaviour_.identity);
    if (params.is_object() && params.contains("_meta")) meta.update(params["_meta"]);
    params["_meta"] = std::move(meta);
  }
  last_id_ = next_id();
  Json message = {{"jsonrpc", "2.0"}, {"id", last_id_}, {"method", method}};
  if (!params.is_null()) message["params"] = std::move(params);
  return post(message, bearer, false);
}

McpAnswer McpSession::post(const Json& message, const std::string& bearer, bool begins) {
  Request request;
  request.method = "POST";
  request.headers = {{"Accept", behaviour_.session.accept}, {"Content-Type", "application/json"}};
  const bool calls = message.value("method", "") == "tools/call";
  if (stateless_ && message.contains("method")) {
    const Json& called = calls ? tool(message["params"]["name"].get<std::string>()) : tool("");
    add_stateless_headers(request.headers, message, called, behaviour_.stateless);
  } else if (behaviour_.session.method_headers && message.contains("method")) {
    request.headers.add("Mcp-Method", message["method"].get<std::string>());
    if (calls) request.headers.add("Mcp-Name", message["params"]["name"].get<std::string>());
  }
  request.body = message.dump();
  if (behaviour_.session.joins_messages && !message.contains("id")) {
    waiting_ = std::move(request.body) + '\n';
    return {202, {}, "", nullptr};
  }
  request.body.insert(0, std::exchange(waiting_, ""));
  McpAnswer answer = send(std::move(request), bearer, begins);
  if (message.contains("id") && message.contains("method")) read_answer(answer, message, bearer);
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
  if (!begins && !stateless_) {
    if (how.protocol_version_header && !negotiated_.empty()) {
      request.headers.add("MCP-Protocol-Version", negotiated_);
    }
    if (!session_id_.empty()) request.headers.add("Mcp-Session-Id", session_id_);
  }
  if (begins && !how.forgets_lost_session && !lost_session_id_.empty()) {
    request.headers.add("Mcp-Session-Id", lost_session_id_);
  }
  if (!bearer.empty()) {
    request.headers.add("Authorization", "Bearer " + without_controls(bearer));
  }
  Request again = request;
  Response response = sender_.send(url_, std::move(request));
  for (int moves = 0; how.follows_moves && moves < kMostMoves; ++moves) {
    const std::optional<std::string> target = moved_within_origin(response);
    if (!target) break;
    again.target = *target;
    response = sender_.send(url_, again);
  }
  McpAnswer answer{response.status, std::move(response.headers), std::move(response.body), nullptr};
  const bool moves = answer.status >= 300 && answer.status < 400 && answer.headers.has("Location");
  return how.follows_redirects && moves ? follow(answer, std::move(again)) : answer;
}

// Where a request is to be sent again as it is (RFC 9110 sections 15.4.8 and 15.4.9). What is at
// another origin is none of the credential's business.
std::optional<std::string> McpSession::moved_within_origin(const Response& response) const {
  if (response.status != 307 && response.status != 308) return std::nullopt;
  std::string location = response.headers.get("Location");
  if (location.starts_with('/') && !location.starts_with("//")) return location;
  const std::optional<Url> to = Url::parse(location);
  return to && to->origin() == url_.origin() ? std::optional(to->target()) : std::nullopt;
}

// As browsers do: what was a POST becomes a GET, except after 307 and 308.
McpAnswer McpSession::follow(const McpAnswer& redirect, Request request) {
  const std::string location = redirect.headers.get("Location");
  const Url to = location.starts_with('/') ? url_ : Url::parse(location).value_or(url_);
  request.target = location.starts_with('/') ? location : to.target();
  if (redirect.status < 307) {
    request.method = "GET";
    request.body.clear();
    request.headers.remove("Content-Type");
  }
  Response response = sender_.send(to, std::move(request));
  return {response.status, std::move(response.headers), std::move(response.body), nullptr};
}

// ---- Answers ----

void McpSession::read_answer(McpAnswer& answer, const Json& message, const std::string& bearer) {
  const Json& id = message["id"];
  for (int resumed = 0; resumed <= kMostResumptions; ++resumed) {
    if (!answer.is_event_stream()) {
      answer.message = find_answer(answer.body, id, behaviour_.session.takes_any_id);
      return;
    }
    if (!behaviour_.streams.reads || !answer.accepted()) return;
    const std::string last_event = read_stream(answer, id, bearer);
    if (!answer.message.is_null() || last_event.empty()) return;
    switch (behaviour_.streams.when_cut) {
      case Behaviour::CutStream::kFails:
        return;
      case Behaviour::CutStream::kSendsAgain: {
        Request again;
        again.method = "POST";
        again.headers = {{"Accept", behaviour_.session.accept},
                         {"Content-Type", "application/json"}};
        again.body = message.dump();
        answer = send(std::move(again), bearer, false);
        break;
      }
      case Behaviour::CutStream::kResumes:
        answer = resume(last_event, bearer);
        break;
    }
  }
}

std::string McpSession::read_stream(McpAnswer& answer, const Json& id, const std::string& bearer) {
  const Behaviour::Streams& how = behaviour_.streams;
  const EventStreamContent content = read_event_stream(misread(answer.body, how));
  retry_ = content.retry.value_or(Duration(0));
  for (const StreamEvent& event : content.events) {
    if (event.data.empty()) {
      if (!how.survives_empty_events) return "";
      continue;
    }
    Json message = parse_foreign(event.data);
    const bool other = message.is_object() && message.contains("method");
    if (answers(message, id) || !how.skips_other_messages) {
      answer.message = std::move(message);
      return content.last_id;
    }
    if (other && !take_message(message, bearer)) return "";
  }
  return content.last_id;
}

McpAnswer McpSession::resume(const std::string& last_event_id, const std::string& bearer) {
  if (behaviour_.streams.waits_for_retry) wait_(retry_);
  Request request;
  request.headers = {{"Accept", "text/event-stream"}};
  request.headers.add("Last-Event-ID", last_event_id);
  return send(std::move(request), bearer, false);
}

bool McpSession::take_message(const Json& message, const std::string& bearer) {
  const Json& method = message["method"];
  if (message.contains("id")) {
    answer_request(message, bearer);
    return true;
  }
  if (behaviour_.streams.answers_notifications) {
    post({{"jsonrpc", "2.0"}, {"id", nullptr}, {"result", Json::object()}}, bearer, false);
  }
  if (method == "notifications/tools/list_changed") tools_changed_ = true;
  const bool known = method == "notifications/tools/list_changed" ||
                     method == "notifications/message" || method == "notifications/progress";
  return known || behaviour_.streams.ignores_unknown_notifications;
}

void McpSession::answer_request(const Json& request, const std::string& bearer) {
  if (stateless_ && !behaviour_.stateless.sends_responses) return;
  Json response = {{"jsonrpc", "2.0"}, {"id", request["id"]}};
  const Behaviour::Streams& how = behaviour_.streams;
  if (request["method"] == "ping") {
    if (!how.answers_pings) return;
    response["result"] = Json::object();
  } else if (how.agrees_to_unknown_requests) {
    response["result"] = Json::object();
  } else {
    if (!how.answers_unknown_requests) return;
    response["error"] = {{"code", -32601}, {"message", "Method not found"}};
  }
  post(response, bearer, false);
}

}  // namespace conform::clients
