// Words for what goes wrong on the wire: which requests, and what happens to them. What each effect
// means in detail: mock_server/world/fault.hpp. The comment above a word is its line in
// suites/README.md (suites/word_list.sh).
#pragma once

#include <string>
#include <vector>

#include "suites/words/vocabulary.hpp"

namespace conform::words {

// ======== Faults: which requests ========

struct Aim {
  std::string text;
  Json on;
};
// The first MCP request with this JSON-RPC method.
Aim the_first(const std::string& rpc);
// The second MCP request with this JSON-RPC method.
Aim the_second(const std::string& rpc);
// Every MCP request with this JSON-RPC method.
Aim every(const std::string& rpc);
// Every GET of the MCP URL.
Aim every_get();
// Every request to the MCP URL.
Aim every_mcp_request();
// Every request.
Aim every_request();
// Every request to an endpoint, by its name in record/transcript.hpp: "token", "registration".
Aim every_request_to(const std::string& endpoint);
// The first request to an endpoint, by its name.
Aim the_first_request_to(const std::string& endpoint);
// Every request whose URL has exactly this path.
Aim every_request_for(const std::string& path);

// ======== Faults: what happens ========

struct Wrong {
  std::string text;
  Json effect;
  // Both happen: member_set("/issuer", …).and_also(member_removed("/jwks_uri")).
  [[nodiscard]] Wrong and_also(const Wrong& more) const;
};
// The answer has this status.
Wrong status(int code);
// The answer has this status and a Retry-After.
Wrong status_with_retry_after(int code, int seconds);
// The answer has this status and a web page, as a proxy sends one.
Wrong html_page(int code);
// The connection is lost before the answer.
Wrong connection_lost_before_the_answer();
// The connection is lost in the middle of the answer.
Wrong connection_lost_in_the_answer();
// The answer comes this much later, in real time.
Wrong delayed(Duration by);
// The answer comes so many bytes at a time, with a pause between them.
Wrong in_pieces(int bytes, Duration every);
// Half of the body is missing.
Wrong cut_short();
// The body is empty.
Wrong empty_body();
// The answer is text/plain.
Wrong as_plain_text();
// The answer is a web page instead of JSON.
Wrong as_web_page();
// The answer is 200 with a JSON body, where a stream was asked for.
Wrong as_json();
// The answer is an event stream that ends at once.
Wrong as_a_stream_that_ends_at_once();
// The answer is a redirect to this address.
Wrong redirected(const std::string& to);
// The answer has this WWW-Authenticate.
Wrong challenged(const std::string& challenge);
// The challenge is spelled in one of the ways of ChallengeSpelling: "lower_case".
Wrong challenge_spelled(const std::string& how);
// The metadata is one of MetadataVariant: "issuer_with_path".
Wrong metadata_is(const std::string& how);
// The registration is answered in one of the ways of RegistrationVariant: "no_client_id".
Wrong registration_is_odd(const std::string& how);
// A member of the JSON answer is set, by JSON pointer; "{origin}" is the origin that was asked.
Wrong member_set(const std::string& pointer, Json value);
// A member of the JSON answer is missing, by JSON pointer.
Wrong member_removed(const std::string& pointer);
// The answer is an event stream that brings these messages of the server first.
Wrong after_messages(const std::vector<Json>& messages);
// The answer has this "result" or "error" and maybe another "id"; `what` names it in reports.
Wrong answered_by(const std::string& what, Json answer);

// This happens to those requests; arranged, or done by an admin while the play runs.
mock::Change fault(const Aim& aim, const Wrong& wrong);
// Nothing goes wrong any more.
mock::Change faults_are_over();

// ======== Messages of the server ========

// The server pings the client.
Json server_ping();
// The server sends a request with this method.
Json server_request(const std::string& method);
// The server sends a notification with this method.
Json server_notification(const std::string& method);

// ======== Answers of the server ========

// A result with 500 lines of text.
Json large_result();
// A result of initialize that names this version.
Json initialized_with(const std::string& version);
// A result whose resultType no client knows.
Json result_of_unknown_type();
// A result of getData with this text, and without rows.
Json text_result(const std::string& text);
// A result whose structured content is not what getData's schema promises.
Json misshapen_result();
// A result with another id than the request's.
Json answer_to_another();
// A result with an image, a text and a link.
Json mixed_result();
// A JSON-RPC error.
Json protocol_error(int code, const std::string& message);

// ======== Arrange ========

// The key may be used.
inline constexpr mock::ApiKey::State active = mock::ApiKey::State::kActive;
// Each request is answered by an event stream.
inline constexpr auto by_event_stream = mock::McpBehaviour::Answers::kEventStream;
// The stream of a call ends before its answer, which comes when the client resumes it.
inline constexpr auto by_polling = mock::McpBehaviour::Answers::kPolling;
// How the server answers.
mock::Change answers(mock::McpBehaviour::Answers how);
// Event streams begin with a priming event and can be resumed.
mock::Change resumable_streams();
// A GET of the MCP URL opens an event stream.
mock::Change get_stream_offered();
// The stateless era only.
inline constexpr auto stateless_only = mock::McpBehaviour::Eras::kStateless;
// Both eras at the same URL.
inline constexpr auto both_eras = mock::McpBehaviour::Eras::kDual;
// Which revisions the server speaks.
mock::Change speaks(mock::McpBehaviour::Eras eras);
// Of the stateless era: the tools ask for modelId in a header as well (x-mcp-header).
mock::Change model_in_header();
// tools/list comes in pages of so many tools.
mock::Change tools_per_page(int tools);
// Each credential may send so many requests a minute; more get 429.
mock::Change requests_per_minute(int requests);
// A bad key is refused with 403 instead of 401.
mock::Change keys_refused_in_rest_style();
// There is an organization "initech" with omar as a member and the key "initech_key".
mock::Change third_organization();

}  // namespace conform::words
