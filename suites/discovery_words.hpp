// Words for how a client finds its authorization server and becomes a client of it: kinds of
// requests, properties and expectations that go beyond vocabulary.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "suites/fault_words.hpp"
#include "suites/vocabulary.hpp"

namespace conform::words {

// ======== Arrange ========

Change default_endpoints();  // /authorize, /token and /register are served
Change registered_by_hand(std::string client_id);

// The client gets a secret, and is registered for this way of showing it.
Wrong secret_given(const std::string& method);

// ======== Act ========

// The user was given this client_id for the server and entered it.
Connect oauth_as(std::string client_id);
Connect anew(Connect how);  // the connection is removed first and added again

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
// Of MetadataVariant::kElsewhere.
inline constexpr Kind metadata_elsewhere{
    "request for the resource metadata where only the challenge leads",
    "requests for the resource metadata where only the challenge leads",
    &kinds::is_metadata_elsewhere};
inline constexpr Kind oauth_metadata{"request for RFC 8414 metadata",
                                     "requests for RFC 8414 metadata", &kinds::is_oauth_metadata};
// Between host and path, or behind the host where there is no path.
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

// Resource metadata was served that names an authorization server with this text in it.
Event server_named(std::string text);

// ======== Properties ========

// Of a registration: the body is a JSON object and says so.
Property is_json_object();
Property says_its_type();     // application_type, as its redirect URIs are
Property asks_for_refresh();  // refresh_token among grant_types
// Of an authorization request.
Property is_known_by_a_document();   // client_id is an https URL with a path
Property is_answered_by_address();   // a loopback redirect URI has no name in it
Property is_answered_at_a_domain();  // a private-use scheme is made from a domain name
Property has_whole_resource();       // an absolute URI without a fragment
// Of a token request: what the registration of its client_id was given a secret for
// (token_endpoint_auth_method), and the secret itself.
Property authenticates_by(std::string method);

// ======== Expectations ========

// No authorization request carries a client_id that was in use before the event.
Expectation takes_new_identity(After condition);
// Every authorization request whose client_id came from a registration names one of its redirect
// URIs.
Expectation redirects_as_registered();
// … and the port counts too, which RFC 8252 section 7.3 would leave open on loopback.
Expectation redirects_as_registered_to_the_letter();
// A client of 2025-03-26 goes on at the default endpoints; one of a later revision, which has no
// such thing, leaves them alone.
Expectation guesses_as_its_revision_says(Once condition);

// ======== Checks ========

// The place that only the challenge names is asked.
std::vector<Check> looks_where_the_challenge_says(std::string requirement, std::string catcher);

}  // namespace conform::words
