// Words for Streamable HTTP, sessions and tools: kinds of requests, properties and expectations
// that go beyond vocabulary.hpp.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "suites/fault_words.hpp"
#include "suites/vocabulary.hpp"

namespace conform::words {

// ======== Act ========

// The user cancels when there is no answer after so long (real time).
Intent call_and_cancel(std::string tool, Json arguments, Duration after);
// The key as its user entered it, "{key}" being the key: "{key}\n".
Intent connect_with_text(const KeyWord& key, std::string text);

// ======== Kinds of requests ========

namespace kinds {
bool is_mcp_traffic(const Exchange& e);
bool is_get_stream(const Exchange& e);
bool is_resumption(const Exchange& e);
bool is_delete(const Exchange& e);
bool is_cancellation(const Exchange& e);
bool is_unadvertised_request(const Exchange& e);
bool is_ping_answer(const Exchange& e);
bool is_answer_to_server(const Exchange& e);
bool is_modern(const Exchange& e);
bool is_modern_call(const Exchange& e);
bool is_discover(const Exchange& e);
bool is_next_page(const Exchange& e);
bool is_query(const Exchange& e);
bool is_first_step(const Exchange& e);
bool is_bearer_elsewhere(const Exchange& e);
}  // namespace kinds

inline constexpr Kind mcp_traffic{"request to the MCP URL", "requests to the MCP URL",
                                  &kinds::is_mcp_traffic};
inline constexpr Kind get_stream{"GET for a stream", "GETs for a stream", &kinds::is_get_stream};
inline constexpr Kind resumption{"GET with Last-Event-ID", "GETs with Last-Event-ID",
                                 &kinds::is_resumption};
inline constexpr Kind delete_session{"DELETE of the session", "DELETEs of the session",
                                     &kinds::is_delete};
// Omni's capabilities name tools only.
inline constexpr Kind unadvertised_request{"request for what the server does not have",
                                           "requests for what the server does not have",
                                           &kinds::is_unadvertised_request};
inline constexpr Kind cancellation{"notifications/cancelled", "notifications/cancelled",
                                   &kinds::is_cancellation};
inline constexpr Kind ping_answer{"answer to the server's ping", "answers to the server's ping",
                                  &kinds::is_ping_answer};
inline constexpr Kind answer_to_server{"answer to the server's request",
                                       "answers to the server's request",
                                       &kinds::is_answer_to_server};
inline constexpr Kind modern_request{"request of revision 2026-07-28",
                                     "requests of revision 2026-07-28", &kinds::is_modern};
inline constexpr Kind modern_call{"tools/call of revision 2026-07-28",
                                  "tools/call requests of revision 2026-07-28",
                                  &kinds::is_modern_call};
inline constexpr Kind server_discover{"server/discover", "server/discover requests",
                                      &kinds::is_discover};
inline constexpr Kind next_page{"tools/list with a cursor", "tools/list requests with a cursor",
                                &kinds::is_next_page};
// initialize, tools/list and tools/call: what wants an answer.
inline constexpr Kind query{"request with an answer", "requests with an answer", &kinds::is_query};
// An MCP request, or the search for a sign-in.
inline constexpr Kind first_steps{"first step to connect", "first steps to connect",
                                  &kinds::is_first_step};
inline constexpr Kind bearer_elsewhere{"request with the credential to another place",
                                       "requests with the credential to other places",
                                       &kinds::is_bearer_elsewhere};

// ======== Events ========

namespace events {
std::optional<std::size_t> fault_struck(const std::vector<Entry>& entries);
std::optional<std::size_t> changed(const std::vector<Entry>& entries);
std::optional<std::size_t> cancelled_call(const std::vector<Entry>& entries);
std::optional<std::size_t> signed_in(const std::vector<Entry>& entries);
std::optional<std::size_t> stream_cut(const std::vector<Entry>& entries);
}  // namespace events

inline constexpr EventWord fault_struck{"a fault struck", &events::fault_struck};
inline constexpr EventWord changed{"somebody changed something", &events::changed};
inline constexpr EventWord cancelled_call{"a call was sent that its user then cancelled",
                                          &events::cancelled_call};
inline constexpr EventWord signed_in{"the person signed in", &events::signed_in};
inline constexpr EventWord stream_cut{"a stream ended before its answer", &events::stream_cut};

// ======== Properties ========

Property is_single_message();
Property has_fresh_id();  // a string or a whole number, and new in its session
Property has_no_id();     // a notification
Property introduces_the_client();
Property accepts(std::string type);
Property carries_its_session();           // the id that the last initialize was answered with
Property names_the_last_event();          // of the stream that was cut
Property waits_for_retry();               // … as long as that stream said
Property waits_as_told();                 // Retry-After of the refusal before it
Property sends_back_the_cursor();         // of an earlier page
Property meta_names(std::string member);  // of io.modelcontextprotocol/
Property headers_fit_body();              // version, Mcp-Method and Mcp-Name of revision 2026-07-28
Property repeats_model_in_header();
Property credential_is_clean();  // no placeholder, no control character in it

// ======== Expectations ========

// The intent during which the event happened ends as done.
Expectation ends_well(Once condition);
// The client tells its user something before that intent ends.
Expectation speaks_up(Once condition);
// At least one request of the kind is served.
Expectation gets_through(Kind kind, Once condition);
Expectation gets_through(Kind kind, After condition);
// What each served call was answered is told to the user, whole.
Expectation shows_what_came(Once condition);
Expectation shows_what_came(After condition);
// Nothing that the client says to its user holds a credential that it sent.
Expectation keeps_its_secrets(Once condition);

// ======== What a client does about a fault of each call ========

// It asks while the fault strikes and once more when it is over.
std::vector<Step> asks_during_and_after_the_fault();
// What it owes its user then: it does not pretend, says something, asks `calls` times at most, and
// works again afterwards.
std::vector<Check> gets_over_server_errors(std::size_t calls = 4);
std::vector<Check> gets_over_lost_connections();
std::vector<Check> gets_over_what_is_no_answer();

}  // namespace conform::words
