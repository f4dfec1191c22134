// Words for Streamable HTTP, sessions and tools. The comment above a word is its line in
// suites/README.md (suites/word_list.sh).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "suites/words/fault_words.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform::words {

// ======== Act ========

// The client calls a tool; its user cancels when no answer came for so long, in real time.
Intent call_and_cancel(std::string tool, Json arguments, Duration after);
// The client connects with the key as its user entered it: "{key}\n" is the key and a line break.
Intent connect_with_text(const KeyWord& key, std::string text);
// The client asks while the fault strikes, and once more when it is over.
std::vector<Step> asks_during_and_after_the_fault();

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
bool is_stateless(const Exchange& e);
bool is_stateless_call(const Exchange& e);
bool is_discover(const Exchange& e);
bool is_next_page(const Exchange& e);
bool is_query(const Exchange& e);
bool is_first_step(const Exchange& e);
bool is_bearer_elsewhere(const Exchange& e);
}  // namespace kinds

inline constexpr Kind mcp_traffic{"request to the MCP URL", "requests to the MCP URL",
                                  &kinds::is_mcp_traffic};
// It carries a credential and no Last-Event-ID.
inline constexpr Kind get_stream{"GET for a stream", "GETs for a stream", &kinds::is_get_stream};
inline constexpr Kind resumption{"GET with Last-Event-ID", "GETs with Last-Event-ID",
                                 &kinds::is_resumption};
inline constexpr Kind delete_session{"DELETE of the session", "DELETEs of the session",
                                     &kinds::is_delete};
// Of resources, prompts, completions or logging: Omni's capabilities name tools only.
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
inline constexpr Kind stateless_request{"request of revision 2026-07-28",
                                        "requests of revision 2026-07-28", &kinds::is_stateless};
inline constexpr Kind stateless_call{"tools/call of revision 2026-07-28",
                                     "tools/call requests of revision 2026-07-28",
                                     &kinds::is_stateless_call};
inline constexpr Kind server_discover{"server/discover", "server/discover requests",
                                      &kinds::is_discover};
inline constexpr Kind next_page{"tools/list with a cursor", "tools/list requests with a cursor",
                                &kinds::is_next_page};
// One of initialize, tools/list and tools/call.
inline constexpr Kind query{"request with an answer", "requests with an answer", &kinds::is_query};
// An MCP request, or one for protected resource metadata.
inline constexpr Kind first_steps{"first step to connect", "first steps to connect",
                                  &kinds::is_first_step};
// Any request with an Authorization field that is not to the MCP URL or a REST endpoint.
inline constexpr Kind bearer_elsewhere{"request with the credential to another place",
                                       "requests with the credential to other places",
                                       &kinds::is_bearer_elsewhere};

// ======== Events ========

namespace events {
std::optional<std::size_t> fault_struck(const std::vector<Entry>& entries);
std::optional<std::size_t> changed(const std::vector<Entry>& entries);
std::optional<std::size_t> cancelled_call(const std::vector<Entry>& entries);
std::optional<std::size_t> cancelling(const std::vector<Entry>& entries);
std::optional<std::size_t> signed_in(const std::vector<Entry>& entries);
std::optional<std::size_t> stream_cut(const std::vector<Entry>& entries);
}  // namespace events

inline constexpr EventWord fault_struck{"a fault struck", &events::fault_struck};
// The first move of an admin, or of time, during the play.
inline constexpr EventWord changed{"somebody changed something", &events::changed};
inline constexpr EventWord cancelled_call{"a call was sent that its user then cancelled",
                                          &events::cancelled_call};
// A call is recorded when it was handled, and by then its cancellation may have come.
inline constexpr EventWord cancelling{"the user of a call that was sent was about to cancel it",
                                      &events::cancelling};
inline constexpr EventWord signed_in{"the person signed in", &events::signed_in};
// The answer to a request was an event stream without any message.
inline constexpr EventWord stream_cut{"a stream ended before its answer", &events::stream_cut};

// ======== Properties ========

// The body is one JSON-RPC message and no batch.
Property is_single_message();
// The id is a string or a whole number, and new in its session.
Property has_fresh_id();
// The message has no id, as notifications have none.
Property has_no_id();
// Of initialize: it names the version, the capabilities and the client.
Property introduces_the_client();
// The Accept header names this type.
Property accepts(std::string type);
// It carries the session id that the last initialize was answered with.
Property carries_its_session();
// Last-Event-ID names an event of the stream that was cut.
Property names_the_last_event();
// It comes no sooner than the retry of that stream said.
Property waits_for_retry();
// It comes no sooner than the Retry-After of the endpoint's answer before it said.
Property waits_as_told();
// The cursor is one that the server gave with an earlier page.
Property sends_back_the_cursor();
// The _meta of the request has this member of io.modelcontextprotocol/.
Property meta_names(std::string member);
// Of revision 2026-07-28: MCP-Protocol-Version, Mcp-Method and Mcp-Name say what the body says.
Property headers_fit_body();
// Mcp-Param-Model-Id says what the modelId of the arguments says.
Property repeats_model_in_header();
// The credential holds no placeholder, line break or tab.
Property credential_is_clean();

// ======== Expectations ========

// The intent during which the event happened ends as done.
Expectation ends_well(Once condition);
// The client tells its user something before the intent ends during which the event happened.
Expectation speaks_up(Once condition);
// At least one request of this kind is served.
Expectation gets_through(Kind kind, Once condition);
Expectation gets_through(Kind kind, After condition);
// The client shows its user the whole answer of each call that was served.
Expectation shows_what_came(Once condition);
Expectation shows_what_came(After condition);
// The client shows its user no credential that it sent.
Expectation keeps_its_secrets(Once condition);

// ======== Checks ========

// Each call fails: it does not pretend, says so, calls `calls` times at most, and works afterwards.
std::vector<Check> gets_over_server_errors(std::size_t calls = 4);
// The same where each call loses its connection.
std::vector<Check> gets_over_lost_connections();
// The same where each call is answered with what is no answer.
std::vector<Check> gets_over_what_is_no_answer();

}  // namespace conform::words
