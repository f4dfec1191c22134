// The invariants of Streamable HTTP and of the lifecycle: what holds of every message, session and
// initialize.
#include <fmt/format.h>

#include <string>

#include "foundation/json/foreign_json.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/invariant.hpp"
#include "suites/words/remembered.hpp"
#include "suites/words/transport_words.hpp"

namespace conform {
namespace {

using namespace words;
using Entries = std::vector<Entry>;

// ---- One message, one POST ----

// The first line of a body holds a message of its own, though the whole does not.
bool begins_with_a_message(const std::string& body) {
  return summarize_rpc(body.substr(0, body.find('\n'))).has_value();
}
bool has_messages(const Exchange& e) {
  const std::string& body = e.request.body;
  return e.endpoint == Endpoint::kMcp && ((e.request.method == "POST" && e.rpc) ||
                                          summarize_rpc(body) || begins_with_a_message(body));
}
constexpr Kind message{"message", "messages", &has_messages};

Property is_post_of_its_own() {
  return {"is a POST of its own", [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            if (!summarize_rpc(e.request.body) && !e.rpc) {
              return wrong_body("several messages in one body");
            }
            if (e.request.method == "POST") return {};
            return wrong(fmt::format("a message by {}", e.request.method));
          }};
}

Property is_in_no_batch() {
  return {"is in no batch", [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            if (!e.rpc->batch) return {};
            return wrong_body("in a batch");
          }};
}

// ---- Sessions ----

// What the answer of the MCP endpoint issues.
std::string issued_session(const Exchange& e) {
  return e.endpoint == Endpoint::kMcp ? e.response.headers.get("Mcp-Session-Id") : std::string();
}

// A session id is in its header field and nowhere else on the wire: neither in a URL, which ends in
// logs, nor in a body.
class SessionIdInHeaderOnly final : public TallyingWatch {
 public:
  SessionIdInHeaderOnly() : TallyingWatch("no session id was used") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (e.endpoint == Endpoint::kControl) return;
    if (ids_.stand_in(e.request.target)) {
      tally.bad(e, wrong("the session id is in the URL"));
    } else if (ids_.stand_in(e.request.body)) {
      tally.bad(e, wrong_body("the session id is in the body"));
    } else if (ids_.contains(e.request.headers.get("Mcp-Session-Id"))) {
      tally.good(e);
    }
    ids_.add(issued_session(e));
  }

  RememberedTexts ids_;
};

// "The client MUST handle the session ID in a secure manner" does not say that its own user may not
// see it. Terminals are copied into tickets, though.
class SessionIdNotShown final : public Watch {
 public:
  Finding finding() const override {
    if (is_capture_) {
      return not_exercised(std::string(record::kNotInCapture) + "what the client showed its user");
    }
    return tally_.finding("no session id was used");
  }

 private:
  void see_note(const Note& note) override {
    is_capture_ = is_capture_ || record::is_capture_remark(note);
    if (note.kind == Note::Kind::kOutput && ids_.stand_in(note.text)) {
      tally_.bad(note, "the client shows its session id");
    }
  }
  void see_exchange(const Exchange& e) override {
    if (ids_.contains(e.request.headers.get("Mcp-Session-Id"))) tally_.good(e);
    ids_.add(issued_session(e));
  }

  bool is_capture_ = false;
  RememberedTexts ids_;
  Tally tally_;
};

// ---- initialize ----

// Judges only the first contact with a server. Other checks judge what is sent after a session was
// lost.
class InitializeFirst final : public TallyingWatch {
 public:
  InitializeFirst() : TallyingWatch("no initialize was seen") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (!mcp_request.is(e)) return;
    const bool initializes = initialize.is(e);
    const bool may_go_before = e.rpc->method == "ping" || server_discover.is(e);
    if (!initializes && may_go_before) return;
    if (e.response.is_redirect()) return;  // it is sent again to where the session is
    const std::string place = e.origin + e.request.path();
    if (!initializes && begun_.contains(place)) return;
    if (stateless_request.is(e)) return;
    if (!initializes) {
      tally.bad(e, wrong("before initialize was answered"));
      return;
    }
    if (record::was_served(e)) begun_.add(place);
    tally.good(e);
  }

  RememberedSet begun_;  // the places where an initialize was served
};

class InitializeNotCancelled final : public TallyingWatch {
 public:
  InitializeNotCancelled() : TallyingWatch("no initialize was seen") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (!mcp_request.is(e)) return;
    if (initialize.is(e)) {
      ids_.add(e.rpc->id);
      tally.good(e);
    } else if (cancellation.is(e)) {
      const Json body = parse_foreign(e.request.body);
      const Json id =
          body.is_object() ? body.value("/params/requestId"_json_pointer, Json()) : Json();
      const std::string cancelled = id.dump(-1, ' ', false, Json::error_handler_t::replace);
      if (ids_.contains(cancelled)) {
        tally.bad(e,
                  wrong_parameter(e, "requestId", fmt::format("cancels initialize {}", cancelled)));
      }
    } else if (!e.rpc->method.empty()) {
      ids_.erase(e.rpc->id);
    }
  }

  RememberedSet ids_;  // of initialize requests, while no other request has the same
};

}  // namespace

std::vector<Invariant> transport_invariants() {
  return {
      must_each("one-message-a-post", message, is_post_of_its_own(), "HTTP-03", "joins_messages"),
      must_each("initialize-alone", initialize, is_in_no_batch(), "HTTP-15", "initialize_in_batch"),
      must_hold("session-id-in-header-only", "a session id is in no URL and in no body",
                begin<SessionIdInHeaderOnly>(), "HTTP-16", "session_id_in_url"),
      should_hold("session-id-not-shown", "a session id is not shown to the user",
                  begin<SessionIdNotShown>(), "HTTP-16", "shows_session_id"),
      should_hold("initialize-first", "nothing but pings goes before the answer to initialize",
                  begin<InitializeFirst>(), "LIFE-02", "lists_before_initialize"),
      must_hold("initialize-not-cancelled", "initialize is never cancelled",
                begin<InitializeNotCancelled>(), "LIFE-07", "cancels_initialize"),
  };
}

}  // namespace conform
