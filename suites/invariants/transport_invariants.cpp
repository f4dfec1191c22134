// The invariants of Streamable HTTP and of the lifecycle: what holds of every message, session and
// initialize.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "foundation/json/foreign_json.hpp"
#include "suites/invariants/invariant.hpp"
#include "suites/record.hpp"
#include "suites/words/transport_words.hpp"

namespace conform {
namespace {

using namespace words;
using Entries = std::vector<Entry>;

// ---- One message, one POST ----

Finding one_message_a_post(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || e->endpoint != Endpoint::kMcp) continue;
    const std::string& body = e->request.body;
    if (e->request.method == "POST" && e->rpc) {
      tally.good(*e);
    } else if (summarize_rpc(body)) {
      tally.bad(*e, fmt::format("a message by {}", e->request.method));
    } else if (summarize_rpc(body.substr(0, body.find('\n')))) {
      tally.bad(*e, "several messages in one body");
    }
  }
  return tally.finding("no message was seen");
}

Finding initialize_alone(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !initialize.is(*e)) continue;
    if (e->rpc->batch) {
      tally.bad(*e, "in a batch");
    } else {
      tally.good(*e);
    }
  }
  return tally.finding("no initialize was seen");
}

// ---- Sessions ----

bool holds_any(const std::string& text, const std::set<std::string>& ids) {
  return std::ranges::any_of(
      ids, [&](const std::string& id) { return text.find(id) != std::string::npos; });
}

// What the answer of the MCP endpoint issues.
std::string issued_session(const Exchange& e) {
  return e.endpoint == Endpoint::kMcp ? e.response.headers.get("Mcp-Session-Id") : std::string();
}

// A session id is in its header field and nowhere else on the wire: neither in a URL, which ends in
// logs, nor in a body.
Finding session_id_in_header_only(const Entries& entries) {
  std::set<std::string> ids;
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || e->endpoint == Endpoint::kControl) continue;
    if (holds_any(e->request.target, ids)) {
      tally.bad(*e, "the session id is in the URL");
    } else if (holds_any(e->request.body, ids)) {
      tally.bad(*e, "the session id is in the body");
    } else if (ids.contains(e->request.headers.get("Mcp-Session-Id"))) {
      tally.good(*e);
    }
    if (std::string issued = issued_session(*e); !issued.empty()) ids.insert(std::move(issued));
  }
  return tally.finding("no session id was used");
}

// "The client MUST handle the session ID in a secure manner" does not say that its own user may not
// see it. Terminals are copied into tickets, though.
Finding session_id_not_shown(const Entries& entries) {
  if (record::is_capture(entries)) {
    return {Finding::Outcome::kNotExercised,
            std::string(record::kNotInCapture) + "what the client showed its user",
            {}};
  }
  std::set<std::string> ids;
  Tally tally;
  for (const Entry& entry : entries) {
    const Note* said = record::note_in(entry, Note::Kind::kOutput);
    if (said != nullptr && holds_any(said->text, ids)) {
      tally.bad(*said, "the client shows its session id");
    }
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr) continue;
    if (ids.contains(e->request.headers.get("Mcp-Session-Id"))) tally.good(*e);
    if (std::string issued = issued_session(*e); !issued.empty()) ids.insert(std::move(issued));
  }
  return tally.finding("no session id was used");
}

// ---- initialize ----

// Judges only the first contact with a server. Other checks judge what is sent after a session was
// lost.
Finding initialize_first(const Entries& entries) {
  std::set<std::string> begun;  // the places where an initialize was served
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !mcp_request.is(*e) || modern_request.is(*e)) continue;
    const std::string place = e->origin + e->request.path();
    if (initialize.is(*e)) {
      if (record::was_served(*e)) begun.insert(place);
      tally.good(*e);
    } else if (!begun.contains(place) && e->rpc->method != "ping" && !server_discover.is(*e)) {
      tally.bad(*e, "before initialize was answered");
    }
  }
  return tally.finding("no initialize was seen");
}

Finding initialize_not_cancelled(const Entries& entries) {
  std::set<std::string> ids;  // of initialize requests, while no other request has the same
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !mcp_request.is(*e)) continue;
    if (initialize.is(*e)) {
      ids.insert(e->rpc->id);
      tally.good(*e);
    } else if (cancellation.is(*e)) {
      const Json body = parse_foreign(e->request.body);
      const Json id =
          body.is_object() ? body.value("/params/requestId"_json_pointer, Json()) : Json();
      if (ids.contains(id.dump())) tally.bad(*e, fmt::format("cancels initialize {}", id.dump()));
    } else if (!e->rpc->method.empty()) {
      ids.erase(e->rpc->id);
    }
  }
  return tally.finding("no initialize was seen");
}

}  // namespace

std::vector<Check> transport_invariants() {
  return {
      must_hold("one-message-a-post", "each message is a POST of its own", one_message_a_post,
                "HTTP-03", "joins_messages"),
      must_hold("initialize-alone", "initialize is in no batch", initialize_alone, "HTTP-15",
                "initialize_in_batch"),
      must_hold("session-id-in-header-only", "a session id is in no URL and in no body",
                session_id_in_header_only, "HTTP-16", "session_id_in_url"),
      should_hold("session-id-not-shown", "a session id is not shown to the user",
                  session_id_not_shown, "HTTP-16", "shows_session_id"),
      should_hold("initialize-first", "nothing but pings goes before the answer to initialize",
                  initialize_first, "LIFE-02", "lists_before_initialize"),
      must_hold("initialize-not-cancelled", "initialize is never cancelled",
                initialize_not_cancelled, "LIFE-07", "cancels_initialize"),
  };
}

}  // namespace conform
