#include "clients/scripted/server_connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "clients/scripted/stateless_era.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/mcp/revision.hpp"

namespace conform::clients {
namespace {

constexpr int kMostRounds = 3;  // of one call

// The cursor of the next page, of which there is one unless this says nothing.
std::optional<std::string> next_cursor(const McpAnswer& answer, const Behaviour::Session& how) {
  const Json* const result = answer.result();
  if (result == nullptr || !result->is_object()) return std::nullopt;
  const auto cursor = result->find("nextCursor");
  if (cursor == result->end() || !cursor->is_string()) return std::nullopt;
  const auto text = cursor->get<std::string>();
  return how.empty_cursor_ends && text.empty() ? std::nullopt : std::optional(text);
}

const Json& tools_of(const McpAnswer& answer) {
  static const Json kNone = Json::array();
  const Json* const result = answer.result();
  if (result == nullptr || !result->is_object()) return kNone;
  const auto tools = result->find("tools");
  return tools != result->end() && tools->is_array() ? *tools : kNone;
}

bool is_known_type(const Json& type) {
  static const std::set<Json> kTypes{"array",  "boolean", "integer", "null",
                                     "number", "object",  "string"};
  return type.is_array() ? std::ranges::all_of(type, is_known_type) : kTypes.contains(type);
}

// Whether a compiler of plain object schemas would stop at it.
bool has_odd_schema(const Json& tool) {
  const Json& schema = member(tool, "inputSchema");
  if (!schema.is_object() || schema.value("type", Json()) != "object") return true;
  return std::ranges::any_of(schema.value("properties", Json::object()), [](const Json& property) {
    return property.is_object() && property.contains("type") && !is_known_type(property["type"]);
  });
}

// What of one list was seen so far.
struct ListSoFar {
  // Whether the page says nothing that was not there before: such a list has no end.
  bool has_no_news(const McpAnswer& page, const std::optional<std::string>& cursor) {
    const Json& tools = tools_of(page);
    bool news = tools.empty();
    for (const Json& tool : tools) news = names.insert(tool.dump()).second || news;
    return (cursor && !cursors.insert(*cursor).second) || !news;
  }
  std::set<std::string> names;
  std::set<std::string> cursors;
};

}  // namespace

ServerConnection::ServerConnection(const Behaviour& behaviour, HttpSender& sender, Ids& ids,
                                   Credentials& credentials, std::function<void(Duration)> wait)
    : behaviour_(behaviour),
      sender_(sender),
      ids_(ids),
      credentials_(credentials),
      wait_(std::move(wait)),
      retry_policy_(behaviour, credentials, wait_) {}

void ServerConnection::begin(const std::string& url) {
  established_ = false;
  const std::string first_session_id = session_ ? session_->first_session_id() : "";
  session_.emplace(behaviour_, sender_, ids_, url, wait_);
  if (behaviour_.session.keeps_first_session_id) session_->keep_session_id(first_session_id);
  if (!has_handshake()) session_->speak_stateless();
}

bool ServerConnection::has_handshake() const {
  return !revision_as_of(behaviour_.identity.protocol_version).stateless;
}

std::optional<Duration> ServerConnection::call_limit() const {
  const int limit = behaviour_.session.call_timeout_ms;
  return limit > 0 ? std::optional(Duration(limit)) : std::nullopt;
}

ClientError ServerConnection::error_of(const McpAnswer& answer, ClientError::Area area) {
  if (std::optional<ClientError> of_sign_in = credentials_.take_error()) return *of_sign_in;
  if (!answer.accepted()) {
    std::string text = fmt::format("HTTP {}: {}", answer.status, answer.body);
    if (behaviour_.session.shows_session_id && session_->has_session_id()) {
      text += fmt::format(" (session {})", session_->session_id());
    }
    return {area, Outcome::Kind::kRefused, std::move(text),
            answer.status == 401 && credentials_.is_key()};
  }
  const std::string error = answer.error();
  return {
      area, Outcome::Kind::kRefused,
      error.empty() ? fmt::format("The answer is no JSON-RPC response: {}", answer.body) : error};
}

// Within a session, which the server may have lost.
McpAnswer ServerConnection::persist_in_session(const RetryPolicy::Send& send, RetryBudget& left) {
  return retry_policy_.persist(
      send, left, [this, &left] { return session_->has_session_id() && !establish(left); });
}

McpAnswer ServerConnection::ask_without_credential(RetryBudget& left) {
  return retry_policy_.persist_unknown(
      [this] { return has_handshake() ? session_->initialize("") : session_->server_discover(""); },
      left);
}

std::optional<ClientError> ServerConnection::establish(RetryBudget& left) {
  established_ = false;
  if (behaviour_.discovery.probes_server_discover && !credentials_.bearer().empty()) {
    credentials_.refresh_in_time();
    const McpAnswer probed = session_->server_discover(credentials_.bearer());
    if (behaviour_.stateless.speaks && tells_of_server(probed)) return settle_in_stateless();
    if (behaviour_.stateless.failed_probe_is_final)
      return error_of(probed, ClientError::Area::kHttp);
  }
  // Which era a server is of does not change from one request to the next.
  if (session_->is_stateless() && (behaviour_.stateless.remembers_era || !has_handshake())) {
    return establish_stateless(left);
  }
  if (behaviour_.session.lists_first) session_->list("tools/list", credentials_.bearer());
  const McpAnswer answer = retry_policy_.persist(
      [this] { return session_->initialize(credentials_.bearer()); }, left, nullptr);
  if (behaviour_.session.cancels_initialize) session_->cancel_last(credentials_.bearer());
  if (answer.accepted() && answer.result() != nullptr) {
    credentials_.take_error();
    if (behaviour_.session.checks_version && !session_->speaks_negotiated_version()) {
      return ClientError{ClientError::Area::kHttp, Outcome::Kind::kGaveUp,
                         "The server answered with a revision of MCP that is not known here."};
    }
    return settle_in(left);
  }
  const Json* const error = answer.error_object();
  const bool understands =
      behaviour_.stateless.speaks && behaviour_.stateless.retries_supported_version;
  if (understands && error != nullptr && names_stateless_version(*error)) {
    return establish_stateless(left);
  }
  return error_of(answer, ClientError::Area::kHttp);
}

std::optional<ClientError> ServerConnection::establish_stateless(RetryBudget& left) {
  session_->speak_stateless();
  const McpAnswer answer = retry_policy_.persist(
      [this] { return session_->server_discover(credentials_.bearer()); }, left, nullptr);
  if (!tells_of_server(answer)) return error_of(answer, ClientError::Area::kHttp);
  return settle_in_stateless();
}

// Whether server/discover was answered. A result without a type is a complete one.
bool ServerConnection::tells_of_server(const McpAnswer& answer) const {
  const Json* const result = answer.result();
  const bool typed = result != nullptr && result->is_object() && result->contains("resultType");
  return behaviour_.stateless.needs_result_type ? typed : result != nullptr;
}

std::optional<ClientError> ServerConnection::settle_in_stateless() {
  session_->speak_stateless();
  established_ = true;
  listed_ = false;
  return std::nullopt;
}

std::optional<ClientError> ServerConnection::settle_in(RetryBudget& left) {
  if (!has_handshake()) return settle_in_stateless();
  if (behaviour_.session.sends_initialized) {
    retry_policy_.persist([this] { return session_->initialized(credentials_.bearer()); }, left,
                          nullptr);
  }
  if (behaviour_.session.opens_get_stream) {
    credentials_.refresh_in_time();
    if (std::optional<ClientError> fatal = open_stream()) return fatal;
  }
  established_ = true;
  listed_ = false;
  return std::nullopt;
}

// The stream on which the server may speak of its own accord. A server need not offer one.
std::optional<ClientError> ServerConnection::open_stream() {
  int attempts = behaviour_.session.stream_attempts;
  int openings = behaviour_.session.stream_openings;
  int renewals = behaviour_.refusal.stream_renewals;
  while (true) {
    const McpAnswer answer = session_->open_stream(credentials_.bearer());
    if (answer.stays_open()) return std::nullopt;
    if (answer.status == 401 && renewals-- > 0 && credentials_.may_refresh() &&
        credentials_.refresh(std::nullopt) == Credentials::Renewal::kRenewed) {
      continue;
    }
    if (answer.accepted() ? --openings > 0 : --attempts > 0) continue;
    if (answer.accepted() || !behaviour_.session.refused_stream_is_fatal) return std::nullopt;
    return error_of(answer, ClientError::Area::kHttp);
  }
}

void ServerConnection::end() {
  const bool was_established = std::exchange(established_, false);
  if (!session_ || !was_established) return;
  const bool ends = session_->is_stateless()
                        ? behaviour_.stateless.ends_sessions
                        : behaviour_.session.deletes_session && session_->has_session_id();
  if (!ends) return;
  credentials_.refresh_in_time();
  session_->delete_session(credentials_.bearer());
}

McpAnswer ServerConnection::list(const std::string& method, RetryBudget& left) {
  using Keeps = Behaviour::KeepsTools;
  const Keeps keeps = method == "tools/list" ? behaviour_.session.keeps_tools : Keeps::kNo;
  if (keeps == Keeps::kNo) return ask_for_list(method, left);
  const std::string key = keeps == Keeps::kForTheKey ? credentials_.bearer() : "";
  std::optional<McpAnswer>& kept = kept_tools_[{session_->url().text(), key}];
  if (!kept || kept->result() == nullptr) kept = ask_for_list(method, left);
  listed_ = listed_ || kept->result() != nullptr;
  return *kept;
}

McpAnswer ServerConnection::ask_for_list(const std::string& method, RetryBudget& left) {
  const Behaviour::Session& how = behaviour_.session;
  std::optional<std::string> cursor;
  ListSoFar so_far;
  bool odd = false;
  for (int page = 1;; ++page) {
    McpAnswer answer = persist_in_session(
        [&] { return session_->list(method, credentials_.bearer(), cursor); }, left);
    listed_ = listed_ || answer.result() != nullptr;
    odd = odd || std::ranges::any_of(tools_of(answer), has_odd_schema);
    cursor = next_cursor(answer, how);
    const bool ends = !cursor || !how.reads_all_pages || page >= how.most_pages ||
                      (how.stops_without_news && so_far.has_no_news(answer, cursor));
    if (ends) {
      if (method == "tools/list") has_tools_ = !odd || !how.drops_all_for_one;
      return answer;
    }
  }
}

McpAnswer ServerConnection::call(const CallTool& call, RetryBudget& left) {
  sender_.give_up_after(call.cancelled_after ? call.cancelled_after : call_limit());
  McpAnswer answer = persist_in_session(
      [this, &call] {
        return session_->call_tool(call.tool, call.arguments, credentials_.bearer());
      },
      left);
  for (int rounds = 0; rounds < kMostRounds; ++rounds) {
    const std::optional<std::string> state = state_asked_for(answer);
    if (!state) break;
    answer = persist_in_session(
        [this, &call, &state] {
          return session_->call_tool(call.tool, call.arguments, credentials_.bearer(), state);
        },
        left);
  }
  sender_.give_up_after(std::nullopt);
  if (session_->take_tools_changed() && behaviour_.session.lists_again_when_changed) {
    list("tools/list", left);
  }
  return answer;
}

// Of a result that wants nothing but its own state back (2026-07-28, multi round-trip requests).
std::optional<std::string> ServerConnection::state_asked_for(const McpAnswer& answer) const {
  const Json* const result = answer.result();
  if (!session_->is_stateless() || !behaviour_.stateless.retries_with_state || result == nullptr ||
      !result->is_object() || result->value("resultType", Json()) != "input_required" ||
      !result->value("inputRequests", Json()).empty()) {
    return std::nullopt;
  }
  const Json state = result->value("requestState", Json());
  if (!state.is_string()) return std::nullopt;
  auto text = state.get<std::string>();
  if (behaviour_.stateless.trims_state) {
    while (text.ends_with(' ')) text.pop_back();
  }
  return text;
}

std::vector<McpAnswer> ServerConnection::call_at_once(const std::vector<CallTool>& calls,
                                                      const RetryBudget& left_for_each) {
  const std::optional<HeldGrant> at_first = credentials_.held();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (at_first && behaviour_.token.refreshes_for_each_call) {
      credentials_.refresh_in_time(*at_first);
    } else {
      credentials_.refresh_in_time();
    }
  }
  const auto sender_of = [this](const CallTool& call) {
    return [this, &call] {
      return session_->call_tool(call.tool, call.arguments, credentials_.bearer());
    };
  };
  const std::optional<HeldGrant> sent_with = credentials_.held();
  std::vector<McpAnswer> answers;
  answers.reserve(calls.size());
  for (const CallTool& call : calls) answers.push_back(sender_of(call)());
  for (std::size_t i = 0; i < calls.size(); ++i) {
    RetryBudget left = left_for_each;
    left.sent_with = sent_with;
    answers[i] = retry_policy_.go_on(
        std::move(answers[i]), sender_of(calls[i]), left,
        [this, &left] { return session_->has_session_id() && !establish(left); });
  }
  return answers;
}

// In the stateless era closing the stream says so already.
void ServerConnection::cancel_call() {
  sender_.give_up_after(std::nullopt);
  if (behaviour_.session.sends_cancelled && !session_->is_stateless()) {
    session_->cancel_last(credentials_.bearer());
  }
}

}  // namespace conform::clients
