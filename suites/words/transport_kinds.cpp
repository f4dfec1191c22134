#include <algorithm>

#include "record/rpc_answer.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/mcp_request.hpp"
#include "suites/words/transport_words.hpp"

namespace conform::words {

namespace kinds {

bool is_mcp_traffic(const Exchange& e) { return e.endpoint == Endpoint::kMcp; }
bool is_get_stream(const Exchange& e) {
  return e.endpoint == Endpoint::kMcp && e.request.method == "GET" &&
         !e.request.headers.has("Last-Event-ID") && e.request.headers.has("Authorization");
}
bool is_resumption(const Exchange& e) {
  return e.endpoint == Endpoint::kMcp && e.request.method == "GET" &&
         e.request.headers.has("Last-Event-ID");
}
bool is_delete(const Exchange& e) {
  return e.endpoint == Endpoint::kMcp && e.request.method == "DELETE";
}
bool is_unadvertised_request(const Exchange& e) {
  if (e.endpoint != Endpoint::kMcp || !e.rpc) return false;
  const std::string& method = e.rpc->method;
  return method.starts_with("resources/") || method.starts_with("prompts/") ||
         method.starts_with("completion/") || method.starts_with("logging/");
}
bool is_cancellation(const Exchange& e) {
  return is_mcp_request(e) && e.rpc->method == "notifications/cancelled";
}
bool is_answer_to_server(const Exchange& e) {
  return is_mcp_request(e) && e.rpc->method.empty() && !e.rpc->id.empty();
}
bool is_ping_answer(const Exchange& e) {
  return is_answer_to_server(e) && body_of(e).contains("result");
}
bool is_stateless(const Exchange& e) {
  return is_mcp_request(e) &&
         (!meta_of(e, "protocolVersion").is_null() || !meta_of(e, "clientCapabilities").is_null());
}
bool is_stateless_call(const Exchange& e) { return is_stateless(e) && is_tools_call(e); }
bool is_discover(const Exchange& e) {
  return is_mcp_request(e) && e.rpc->method == "server/discover";
}
bool is_next_page(const Exchange& e) { return is_tools_list(e) && !param(e, "cursor").is_null(); }
bool is_query(const Exchange& e) {
  return is_initialize(e) || is_tools_list(e) || is_tools_call(e);
}
bool is_first_step(const Exchange& e) {
  return is_mcp_request(e) || is_protected_resource_metadata(e);
}
bool is_bearer_elsewhere(const Exchange& e) {
  return e.endpoint != Endpoint::kMcp && e.endpoint != Endpoint::kRest &&
         e.endpoint != Endpoint::kControl && e.request.headers.has("Authorization");
}

}  // namespace kinds

namespace events {

std::optional<std::size_t> fault_struck(const std::vector<Entry>& entries) {
  return first_exchange(entries, [](const Exchange& e) { return !e.fact("fault").empty(); });
}

std::optional<std::size_t> changed(const std::vector<Entry>& entries) {
  return first_note(entries, Note::Kind::kAdmin, [](const Note&) { return true; });
}

namespace {

struct CancelledCall {
  std::size_t intent = 0;
  std::size_t call = 0;
};

// The first call that was sent for an intent to call and cancel.
std::optional<CancelledCall> find_cancelled_call(const std::vector<Entry>& entries) {
  std::optional<std::size_t> intent;
  for (std::size_t at = 0; at < entries.size(); ++at) {
    if (const Note* note = record::note_in(entries[at], Note::Kind::kIntent)) {
      intent.reset();
      if (record::says(note->text, "and cancel after")) intent = at;
    }
    const Exchange* e = record::exchange_in(entries[at]);
    if (intent && e != nullptr && kinds::is_tools_call(*e)) {
      return CancelledCall{.intent = *intent, .call = at};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> cancelled_call(const std::vector<Entry>& entries) {
  const auto found = find_cancelled_call(entries);
  return found ? std::optional(found->call) : std::nullopt;
}

std::optional<std::size_t> cancelling(const std::vector<Entry>& entries) {
  const auto found = find_cancelled_call(entries);
  return found ? std::optional(found->intent) : std::nullopt;
}

std::optional<std::size_t> signed_in(const std::vector<Entry>& entries) {
  return first_note(entries, Note::Kind::kPerson,
                    [](const Note& note) { return note.text.starts_with("signs in"); });
}

// The answer to a request is an event stream without any message.
std::optional<std::size_t> stream_cut(const std::vector<Entry>& entries) {
  return first_exchange(entries, [](const Exchange& e) {
    const bool streams = e.response.headers.get("Content-Type").starts_with("text/event-stream");
    return streams && kinds::is_query(e) && e.response.status == 200 &&
           !record::rpc_answer(e).is_object();
  });
}

}  // namespace events

}  // namespace conform::words
