// Words for authorization and tokens. The comment above a word is its line in suites/README.md
// (suites/word_list.sh).
#pragma once

#include <string>
#include <vector>

#include "suites/words/fault_words.hpp"
#include "suites/words/transport_words.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform::words {

// ======== Arrange ========

// Access tokens come with an expires_in of this length, and are good for that long.
mock::Change access_tokens_live(Duration lifetime);
// No refresh token is issued.
mock::Change no_refresh_tokens();
// A request without a credential is served as if a member had sent it.
mock::Change open_to_everybody();
// This scope is granted when a client asks for it.
mock::Change further_scope(const std::string& scope);
// The metadata does not promise an iss, and none is sent.
inline constexpr auto omitted = mock::AuthorizationBehaviour::Issuer::kOmitted;
// The metadata does not promise an iss, but one is sent.
inline constexpr auto sent_unadvertised = mock::AuthorizationBehaviour::Issuer::kSentUnadvertised;
// The metadata promises an iss, and it is sent.
inline constexpr auto advertised_and_sent =
    mock::AuthorizationBehaviour::Issuer::kAdvertisedAndSent;
// The metadata promises an iss, but none is sent.
inline constexpr auto advertised_not_sent =
    mock::AuthorizationBehaviour::Issuer::kAdvertisedNotSent;
// What becomes of the iss of an authorization answer (RFC 9207).
mock::Change issuer_is(mock::AuthorizationBehaviour::Issuer how);
// The authorization answer carries no state.
mock::Change missing_state();

// ======== Faults: which requests ========

// Every token request that exchanges a code.
Aim every_code_exchange();
// Every token request that refreshes.
Aim every_refresh();
// The first token request that refreshes.
Aim the_first_refresh();
// Every authorization answer that the browser carries to the client.
Aim every_authorization_answer();

// ======== Faults: what happens ========

// The token request is answered in one of the ways of TokenVariant: "invalid_grant".
Wrong odd_token(const std::string& variant);
// The authorization answer comes with and without these parameters.
Wrong with_parameters(const Json& set, const std::vector<std::string>& without = {});
// The authorization answer carries an error instead of a code.
Wrong turned_into_error(const std::string& error, const std::string& description);
// The answer has this status, type and text.
Wrong status_with_body(int code, const std::string& type, const std::string& text);
// The request is refused with 401 and invalid_token, although the token is good.
Wrong refused_as_invalid_token();
// The request is refused with 403 and insufficient_scope, which names these scopes.
Wrong refused_for_want_of(const std::string& scopes);

// ======== Kinds of requests ========

namespace kinds {
bool is_bearer_request(const Exchange& e);
bool is_wide_authorize(const Exchange& e);
bool is_plain_authorize(const Exchange& e);
}  // namespace kinds
inline constexpr Kind bearer_request{"MCP request with a token", "MCP requests with a token",
                                     &kinds::is_bearer_request};
inline constexpr Kind wide_authorize{"authorization request for mcp:access and mcp:write",
                                     "authorization requests for mcp:access and mcp:write",
                                     &kinds::is_wide_authorize};

// Its code challenge is missing, or of another method.
inline constexpr Kind plain_authorize{"authorization request without S256",
                                      "authorization requests without S256",
                                      &kinds::is_plain_authorize};

// ======== Events ========

// An authorization answer with this parameter came back to the client.
Event carried(std::string parameter);
// An authorization answer without this parameter came back to the client.
Event carried_without(std::string parameter);
// A refresh was served.
Event refreshed();
namespace events {
std::optional<std::size_t> asked_for_another_server(const std::vector<Entry>& entries);
}  // namespace events
// The first intent to connect after a token was issued.
inline constexpr EventWord asked_for_another_server{"it was asked to connect to another server",
                                                    &events::asked_for_another_server};

// ======== Properties ========

// The request asks for these scopes, and maybe for more.
Property asks_for_scopes(std::vector<std::string> scopes);
// Of a refresh: a resource that it names is that of the last authorization request.
Property names_the_granted_resource();
// Of a refresh: it names no scope, or all that the client holds.
Property names_all_that_was_granted();

// ======== Expectations ========

// The client does not tell its user this text.
Expectation never_tells_user(std::string text, After condition);

// ======== Checks ========

// The authorization ends with an error: no token request, no second attempt, and the user is told.
std::vector<Check> takes_no_for_an_answer();
// The token endpoint answers what is no OAuth error: two exchanges at most, and the user is told.
std::vector<Check> gets_over_odd_token_answers();
// The token endpoint answers with success, but no token that can be used: the user is told.
std::vector<Check> says_what_came_of_the_code();

// ======== Act ========

// The client connects, asks, waits until its token has expired, and asks again.
std::vector<Step> asks_before_and_after_expiry();
// The client connects, asks, waits until its token has expired, and asks two things at once.
std::vector<Step> asks_two_things_at_once_after_expiry();

}  // namespace conform::words
