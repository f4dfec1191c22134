// Words for authorization and tokens: what is arranged, what goes wrong there, and what must be
// true of it. For scenarios.
#pragma once

#include <string>
#include <vector>

#include "suites/fault_words.hpp"
#include "suites/transport_words.hpp"
#include "suites/vocabulary.hpp"

namespace conform::words {

// ======== Arrange ========

Change access_tokens_live(Duration lifetime);  // with expires_in
Change no_refresh_tokens();
Change open_to_everybody();  // whoever brings no credential is somebody all the same
Change further_scope(const std::string& scope);  // granted when a client asks for it
inline constexpr auto omitted = AuthorizationBehaviour::Issuer::kOmitted;
inline constexpr auto sent_unadvertised = AuthorizationBehaviour::Issuer::kSentUnadvertised;
inline constexpr auto advertised_and_sent = AuthorizationBehaviour::Issuer::kAdvertisedAndSent;
inline constexpr auto advertised_not_sent = AuthorizationBehaviour::Issuer::kAdvertisedNotSent;
Change issuer_is(AuthorizationBehaviour::Issuer how);  // the iss of RFC 9207
Change missing_state();                                // the answer carries none

// ======== Which requests ========

Aim every_code_exchange();
Aim every_refresh();
Aim the_first_refresh();
Aim every_authorization_answer();  // what the browser carries to the client

// ======== What happens to them ========

Wrong odd_token(const std::string& variant);  // "invalid_grant"
Wrong with_parameters(const Json& set, const std::vector<std::string>& without = {});
Wrong turned_into_error(const std::string& error, const std::string& description);
Wrong status_with_body(int code, const std::string& type, const std::string& text);
Wrong refused_as_invalid_token();  // 401 although the token is good
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

// Whose code challenge is not of the method S256, or missing.
inline constexpr Kind plain_authorize{"authorization request without S256",
                                      "authorization requests without S256",
                                      &kinds::is_plain_authorize};

// ======== Events ========

// An authorization answer that carried this parameter, or did not carry it, to the client.
Event carried(std::string parameter);
Event carried_without(std::string parameter);
Event refreshed();  // a refresh was served
namespace events {
std::optional<std::size_t> asked_for_another_server(const std::vector<Entry>& entries);
}  // namespace events
inline constexpr EventWord asked_for_another_server{"it was asked to connect to another server",
                                                    &events::asked_for_another_server};

// ======== Properties and expectations ========

Property asks_for_scopes(std::vector<std::string> scopes);  // these and maybe more
Property names_the_granted_resource();  // of a refresh: the last authorization request's
// Of a refresh: it names no scope, or all that the client holds.
Property names_all_that_was_granted();
Expectation never_tells_user(std::string text, After condition);

// ======== What a client owes its user when the authorization ends with an error ========

std::vector<Check> takes_no_for_an_answer();
// … and when the token endpoint answers what is no OAuth error.
std::vector<Check> gets_over_odd_token_answers();
// … and when it answers with success but no token that can be used.
std::vector<Check> says_what_came_of_the_code();

// It connects, asks, waits until its token has expired and asks again.
std::vector<Step> asks_before_and_after_expiry();
// … and asks two things at the same time then.
std::vector<Step> asks_two_things_at_once_after_expiry();

}  // namespace conform::words
