// Words for how a client finds its authorization server and becomes a client of it. The comment
// above a word is its line in suites/README.md (suites/word_list.sh).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "suites/words/fault_words.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform {
class Watch;
}

namespace conform::words {

// ======== Arrange ========

// The server has /authorize, /token and /register as well.
mock::Change default_endpoints();
// An admin registered a client with this client_id by hand.
mock::Change registered_by_hand(std::string client_id);

// ======== Faults: what happens ========

// The registration gives the client a secret, to be shown by this method.
Wrong secret_given(const std::string& method);

// ======== Act ========

// By OAuth, with a client_id that the user was given for this server and entered.
Connect oauth_as(std::string client_id);
// Connect in this way after the user removed the connection and added it again.
Connect anew(Connect how);

// ======== Kinds of requests ========

namespace kinds {
bool is_metadata(const Exchange& e);
bool is_metadata_elsewhere(const Exchange& e);
bool is_oauth_metadata(const Exchange& e);
bool is_openid_inserted(const Exchange& e);
bool is_openid_appended(const Exchange& e);
bool is_authorize_by_document(const Exchange& e);
bool is_authorize_with_resource(const Exchange& e);
bool is_authorize_for_origin_and_slash(const Exchange& e);
}  // namespace kinds

inline constexpr Kind metadata{"request for metadata", "requests for metadata",
                               &kinds::is_metadata};
// With the metadata variant "elsewhere".
inline constexpr Kind metadata_elsewhere{
    "request for the resource metadata where only the challenge leads",
    "requests for the resource metadata where only the challenge leads",
    &kinds::is_metadata_elsewhere};
inline constexpr Kind oauth_metadata{"request for RFC 8414 metadata",
                                     "requests for RFC 8414 metadata", &kinds::is_oauth_metadata};
// An issuer without a path has only this place.
inline constexpr Kind openid_inserted{"request for OpenID metadata between host and path",
                                      "requests for OpenID metadata between host and path",
                                      &kinds::is_openid_inserted};
inline constexpr Kind openid_appended{"request for OpenID metadata behind the path",
                                      "requests for OpenID metadata behind the path",
                                      &kinds::is_openid_appended};
inline constexpr Kind authorize_by_document{"authorization request with a URL as client_id",
                                            "authorization requests with a URL as client_id",
                                            &kinds::is_authorize_by_document};
inline constexpr Kind authorize_with_resource{"authorization request with a resource",
                                              "authorization requests with a resource",
                                              &kinds::is_authorize_with_resource};

inline constexpr Kind authorize_for_origin_and_slash{
    "authorization request for the origin with a slash",
    "authorization requests for the origin with a slash",
    &kinds::is_authorize_for_origin_and_slash};

// ======== Events ========

// Resource metadata was served that names an authorization server with this text in its URL.
Event server_named(std::string text);

// ======== Properties ========

// Of a registration: the body is a JSON object, sent as application/json.
Property is_json_object();
// Of a registration: application_type fits the redirect URIs.
Property says_its_type();
// Of a registration: grant_types has refresh_token.
Property asks_for_refresh();
// Of an authorization request: client_id is an https URL with a path.
Property is_known_by_a_document();
// Of an authorization request: a redirect URI on loopback is an address and not "localhost".
Property is_answered_by_address();
// Of an authorization request: a scheme of the client's own is made from a domain name.
Property is_answered_at_a_domain();
// Of an authorization request: resource is an absolute URI without a fragment.
Property has_whole_resource();
// Of a token request: it shows the secret of its client by this token_endpoint_auth_method.
Property authenticates_by(std::string method);

// ======== Expectations ========

// No authorization request carries a client_id that was in use before the event.
Expectation takes_new_identity(After condition);
// Every authorization request of a registered client names one of its redirect URIs; on loopback
// the port may differ (RFC 8252 section 7.3).
Expectation redirects_as_registered();
// The expectation above, judged entry by entry, for the invariant of the same name.
std::unique_ptr<Watch> watch_redirects_as_registered();
// Every authorization request of a registered client names one of its redirect URIs, port and all.
Expectation redirects_as_registered_to_the_letter();
// A client of revision 2025-03-26 uses /register and /authorize of the host, and no later one does.
Expectation guesses_as_its_revision_says(Once condition);

// ======== Checks ========

// The client asks at the place that only the challenge names.
std::vector<Check> looks_where_the_challenge_says(std::string requirement, std::string catcher);

}  // namespace conform::words
