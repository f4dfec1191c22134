// Words for what goes wrong on the wire: which requests, and what happens to them. For scenarios;
// see mock_server/world/fault.hpp for what each effect means.
#pragma once

#include <string>
#include <vector>

#include "suites/vocabulary.hpp"

namespace conform::words {

// ======== Which requests ========

struct Aim {
  std::string text;
  Json on;
};
Aim the_first(const std::string& rpc);  // by JSON-RPC method
Aim the_second(const std::string& rpc);
Aim every(const std::string& rpc);
Aim every_get();  // GET of the MCP URL
Aim every_mcp_request();
Aim every_request();
// By the endpoint's name: "token", "registration", "authorize", "protected resource metadata",
// "authorization server metadata" (mock_server/transcript.hpp has them all).
Aim every_request_to(const std::string& endpoint);
Aim the_first_request_to(const std::string& endpoint);
Aim every_request_for(const std::string& path);  // of the URL, exactly

// ======== What happens to them ========

struct Wrong {
  std::string text;
  Json effect;
  Wrong and_also(const Wrong& more) const;  // both
};
Wrong status(int code);
Wrong status_with_retry_after(int code, int seconds);
Wrong html_page(int code);  // of a proxy, for example
Wrong connection_lost_before_the_answer();
Wrong connection_lost_in_the_answer();
Wrong delayed(Duration by);  // real time
Wrong in_pieces(int bytes, Duration every);
Wrong cut_short();  // half of the body is missing
Wrong empty_body();
Wrong as_plain_text();  // Content-Type: text/plain
Wrong as_web_page();    // 200 with HTML
Wrong as_json();        // of a stream: 200 with a JSON body instead
Wrong as_a_stream_that_ends_at_once();
Wrong redirected(const std::string& to);
Wrong challenged(const std::string& challenge);     // WWW-Authenticate, as it is written
Wrong challenge_spelled(const std::string& how);    // names of ChallengeSpelling: "lower_case"
Wrong metadata_is(const std::string& how);          // … of MetadataVariant: "issuer_with_path"
Wrong registration_is_odd(const std::string& how);  // … of RegistrationVariant: "no_client_id"
// Members of a JSON answer, by JSON pointer; "{origin}" in a text is the origin that was asked.
// member_set("/issuer", …).and_also(member_removed("/jwks_uri")) does both.
Wrong member_set(const std::string& pointer, Json value);
Wrong member_removed(const std::string& pointer);
Wrong after_messages(const std::vector<Json>& messages);
Wrong answered_by(const std::string& what, Json answer);  // "result" or "error", maybe "id"

// Arranged, or done by an admin while the play runs.
Change fault(const Aim& aim, const Wrong& wrong);
Change faults_are_over();

// ======== Messages of the server ========

Json server_ping();
Json server_request(const std::string& method);
Json server_notification(const std::string& method);

// ======== Answers ========

Json large_result();  // 20 KB of text
Json initialized_with(const std::string& version);
Json result_of_unknown_type();
Json text_result(const std::string& text);
Json misshapen_result();   // structured content that getData does not promise
Json answer_to_another();  // with another id
Json mixed_result();       // an image, text and a link
Json protocol_error(int code, const std::string& message);

// ======== Other bends of the server ========

inline constexpr ApiKey::State active = ApiKey::State::kActive;
inline constexpr auto by_event_stream = McpBehaviour::Answers::kEventStream;
inline constexpr auto by_polling = McpBehaviour::Answers::kPolling;
Change answers(McpBehaviour::Answers how);
Change resumable_streams();
Change get_stream_offered();
inline constexpr auto modern_only = McpBehaviour::Eras::kModern;
inline constexpr auto both_eras = McpBehaviour::Eras::kDual;
Change speaks(McpBehaviour::Eras eras);
Change model_in_header();  // 2026-07-28: x-mcp-header on modelId
Change tools_per_page(int tools);
Change requests_per_minute(int requests);
Change keys_refused_in_rest_style();  // 403 instead of 401
Change third_organization();          // "initech", with omar as a member and the key "initech_key"

}  // namespace conform::words
