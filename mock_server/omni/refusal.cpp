#include "mock_server/omni/refusal.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "foundation/http/json_response.hpp"

namespace conform::mock {
namespace {

constexpr std::array kRefusals{
    // ---- settings ----
    Refusal{"mcp_server_off", 403, "MCP server access disabled",
            "Your organization has disabled MCP server access. Ask an admin to enable it: "
            "Settings > AI > General > MCP server"},
    Refusal{"personal_access_tokens_off", 403, "Personal Access Tokens aren't enabled",
            "Personal Access Tokens aren't enabled. Ask an admin to enable PATs: "
            "Settings > API Keys > Personal tokens"},
    Refusal{"feature_off", 403, "Feature is not enabled", "Feature is not enabled"},
    // ---- people ----
    Refusal{"login_required", 200, "Log in to Omni to continue",
            "You are not logged in to an Omni organization in this browser. Log in to the "
            "organization that you want to connect to, then start the connection again."},
    Refusal{"user_deactivated", 403, "Your account is deactivated",
            "Your account in this organization is deactivated. Ask an admin to reactivate it."},
    Refusal{"wrong_password", 401, "Log in",
            "That email address and password don't match a user of "
            "this organization."},
    Refusal{"form_expired", 403, "This page has expired",
            "The form was sent from a page that is no longer valid. Start again."},
    Refusal{
        "standard_token_needs_modeler", 403, "You can't generate a personal access token",
        "Standard personal access tokens require Modeler or higher permissions. MCP clients can "
        "connect with OAuth instead: any user can authorize one."},
    // ---- the settings pages ----
    Refusal{"organization_admin_required", 403, "Organization Admin permissions are required",
            "Organization Admin permissions are required to access and modify these settings. "
            "Ask an Organization Admin of your organization."},
    Refusal{"last_organization_admin", 409, "This is the last Organization Admin",
            "An organization needs at least one active Organization Admin, or nobody could change "
            "its settings any more. Make another user an Organization Admin first."},
    Refusal{"no_such_user", 404, "No such user", "That user is not a member of this organization."},
    Refusal{"already_a_member", 409, "Already a member",
            "A user with that email address is already a member of this organization."},
    Refusal{"no_such_key", 404, "No such key",
            "This organization has no key or token with that id. It may have been revoked a "
            "moment ago."},
    Refusal{"key_without_switch", 400, "Personal access tokens can't be disabled",
            "Personal access tokens and MCP OAuth grants do not support this operation. They can "
            "be revoked."},
    Refusal{"incomplete_form", 400, "Something is missing",
            "The form was sent without a value that is needed, or with one that it doesn't offer. "
            "Go back and fill it in again."},
    Refusal{"viewer_cannot_query", 403, "Permission denied", "Permission denied"},
    Refusal{"query_timed_out", 408, "Query timed out", "Query timed out"},
    // ---- tools: what is out of sight is answered like what does not exist ----
    Refusal{"topic_not_allowed", 403, "Topic not available",
            "No such topic \"{}\" or access not permitted"},
    Refusal{"no_topic", 404, "No topic", "The model has no topic that can be queried"},
    Refusal{"model_not_found", 404, "No such model", "Model with id {} does not exist"},
    Refusal{"no_model", 404, "No model", "The organization has no model"},
    Refusal{"branch_not_found", 404, "No such branch", "Branch with id {} does not exist"},
    Refusal{"job_not_found", 404, "No such job", "Job with id {} does not exist"},
    Refusal{"conversation_not_found", 404, "No such conversation",
            "Conversation with id {} does not exist"},
    Refusal{"conversation_busy", 409, "Conversation busy",
            "An active job already exists for this conversation"},
    Refusal{"dashboard_not_found", 404, "No such dashboard", "Dashboard with id {} does not exist"},
    Refusal{"saved_query_not_found", 404, "No such query",
            "Query with id {} does not exist in this dashboard"},
    Refusal{"query_not_possible", 400, "Query not possible", "The query cannot be run"},
    Refusal{"question_not_understood", 400, "Question not understood",
            "The AI was unable to generate a query"},
    // ---- the X-MCP-… header fields ----
    Refusal{"user_not_found", 404, "No such user", "User with id {} does not exist"},
    Refusal{"user_required", 400, "User required", "A user ID is required: send X-MCP-User-ID"},
    Refusal{"not_on_behalf", 403, "Not on behalf of others",
            "User-scoped API keys can only be used to act on behalf of the authenticated user."},
    Refusal{"header_not_boolean", 400, "Bad header field", "{} must be true or false"},
    // ---- credentials at the MCP endpoint ----
    Refusal{"missing_credential", 401, "Authentication required", "Authentication required"},
    Refusal{"unknown_token", 401, "Invalid token", "The access token is not valid"},
    Refusal{"expired_token", 401, "Token expired", "The access token expired"},
    Refusal{"revoked_grant", 401, "Token revoked", "The access token was revoked"},
    Refusal{"malformed_credential", 400, "Bad authorization header",
            "Bad authorization header, must be formatted as Bearer <token>"},
    Refusal{"unknown_key", 401, "Invalid API key", "Invalid bearer token"},
    Refusal{"revoked_key", 401, "API key revoked", "Invalid bearer token"},
    Refusal{"disabled_key", 401, "API key disabled", "Invalid bearer token"},
    Refusal{"key_of_another_instance", 401, "API key of another instance", "Invalid bearer token"},
    Refusal{"wrong_credential_for_url", 401, "Wrong credential for this URL",
            "Invalid bearer token"},
    Refusal{"key_owner_demoted", 403, "API key without permission",
            "User no longer has the required permissions to use this API key"},
    // ---- REST endpoints ----
    Refusal{"unknown_bearer", 403, "Invalid bearer token", "Invalid bearer token"},
    Refusal{"rest_needs_admin", 403, "Organization admin required",
            "Organization admin permissions are required"},
    Refusal{"bad_parameter", 400, "Bad request", "Bad Request: {}: {}"},
    Refusal{"unknown_parameter", 400, "Bad request",
            "Bad Request: Unrecognized key(s) in object: '{}'"},
    Refusal{"bad_json", 400, "Bad request", "Bad Request: Invalid JSON"},
    Refusal{"bad_cursor", 400, "Bad request", "Invalid cursor"},
    Refusal{"api_key_not_found", 404, "No such API key", "Api key with id {} does not exist"},
    Refusal{"api_key_without_switch", 400, "Not for this key",
            "Personal access tokens and MCP OAuth grants do not support this operation"},
    Refusal{"models_not_found", 404, "No such model", "Model(s) not found: {}"},
    Refusal{"topic_not_found", 404, "No such topic", "Topic {} not found"},
    Refusal{"rate_limited", 429, "Too many requests", "Too Many Requests"},
    Refusal{"unknown_tool", 200, "Unknown tool", "Unknown tool"},
    // ---- OAuth endpoints ----
    Refusal{"metadata_absent", 404, "No metadata", "Not found"},
    Refusal{"registration_refused", 403, "Registration refused",
            "Dynamic client registration is not allowed"},
    Refusal{"registration_absent", 404, "No registration", "Not found"},
    Refusal{"invalid_client", 400, "Unknown application",
            "The application that sent you here is not known to Omni"},
    Refusal{"invalid_redirect_uri", 400, "Unknown return address",
            "The application asked to be answered at an address that it has not registered"},
    Refusal{"access_denied", 302, "Authorization cancelled", "The user denied the request"},
    Refusal{"token_endpoint_failure", 500, "Internal Server Error", "Internal Server Error"},
    Refusal{"ticket_gone", 400, "This authorization is over",
            "This authorization request was already answered or is no longer known. Start the "
            "connection again in the application."},
    // ---- limits of every request ----
    Refusal{"body_too_large", 413, "Body too large", "The body is larger than 4 MiB"},
    Refusal{"head_too_large", 431, "Header fields too large",
            "The request line and header fields are larger than 64 KiB"},
    Refusal{"broken_head", 400, "Broken header field", "A header field holds a line break"},
    Refusal{"target_too_long", 414, "Request line too long",
            "The request line is longer than 8192 bytes"},
    // ---- the form of every request (RFC 9112) ----
    Refusal{"bad_request_line", 400, "Bad request line",
            "The request line must be METHOD TARGET HTTP/1.1, with one space between them"},
    Refusal{"bad_version", 505, "Unknown version of HTTP",
            "Only HTTP/1.1 and HTTP/1.0 are spoken here"},
    Refusal{"bad_field", 400, "Bad header field",
            "A header field must be a line NAME: VALUE that ends with CRLF"},
    Refusal{"bad_host", 400, "Bad Host field",
            "A request must have one Host field that names a host and at most a port"},
    Refusal{"bad_length", 400, "Bad Content-Length", "Content-Length must be one number, once"},
    Refusal{"bad_framing", 400, "Bad Transfer-Encoding",
            "Transfer-Encoding must be chunked, in HTTP/1.1 and without a Content-Length"},
    Refusal{"unknown_coding", 501, "Unknown transfer coding",
            "Of the transfer codings only chunked is understood"},
    Refusal{"bad_chunk", 400, "Bad chunks", "The chunks of the body are malformed"},
    Refusal{"coded_body", 415, "Coded body", "A body with a Content-Encoding is not understood"},
    Refusal{"unknown_expectation", 417, "Unknown expectation", "Expect can only be 100-continue"},
    Refusal{"too_many_parameters", 400, "Too many parameters",
            "The request has more than 1000 parameters"},
    Refusal{"too_deep", 400, "JSON too deep", "The JSON nests deeper than 64 levels"},
    Refusal{"too_many_values", 400, "JSON too large",
            "The JSON holds more than 200000 values, or an object of more than 10000 members"},
    // ---- transport ----
    Refusal{"unknown_host", 421, "Unknown host", "This mock does not serve that host"},
    Refusal{"bad_origin", 403, "Origin not allowed", "The Origin header names a foreign site"},
    Refusal{"bad_accept", 406, "Not acceptable",
            "Accept must list both application/json and text/event-stream"},
    Refusal{"bad_content_type", 415, "Unsupported media type",
            "Content-Type must be application/json"},
    Refusal{"bad_protocol_version", 400, "Unsupported protocol version",
            "The MCP-Protocol-Version header names a version that this server does not support"},
    Refusal{"unknown_session", 404, "Unknown session", "Session not found"},
    Refusal{"bad_message", 400, "Not a message", "The body is no JSON-RPC message"},
    Refusal{"bad_meta", 400, "Incomplete request", "The request's _meta is incomplete"},
    Refusal{"header_mismatch", 400, "Header mismatch", "A header field does not fit the body"},
    Refusal{"missing_client_capability", 400, "Missing client capability",
            "The request needs a capability that the client has not declared"},
    Refusal{"unsupported_protocol_version", 400, "Unsupported protocol version",
            "Unsupported protocol version"},
    Refusal{"unknown_method", 404, "Unknown method", "Method not found"},
    Refusal{"missing_session", 400, "Missing session", "Mcp-Session-Id header is required"},
};

}  // namespace

std::span<const Refusal> all_refusals() { return kRefusals; }

const Refusal& refusal(std::string_view id) {
  const auto* found = std::ranges::find(kRefusals, id, &Refusal::id);
  if (found == kRefusals.end()) throw std::logic_error("no refusal \"" + std::string(id) + '"');
  return *found;
}

std::string refusal_text(std::string_view id, std::initializer_list<std::string_view> values) {
  std::string text;
  std::string_view rest = refusal(id).text;
  for (const std::string_view value : values) {
    const std::size_t place = rest.find("{}");
    if (place == std::string_view::npos) break;
    text += rest.substr(0, place);
    text += value;
    rest.remove_prefix(place + 2);
  }
  return text.append(rest);
}

Response detail_response(const Refusal& refused) {
  return json_response(refused.status, {{"detail", refused.text}, {"status", refused.status}});
}

OAuthError invalid_request(std::string description) {
  return {400, "invalid_request", std::move(description), "invalid_request"};
}
OAuthError invalid_grant(std::string description, std::string_view refusal_id) {
  return {400, "invalid_grant", std::move(description), refusal_id};
}
OAuthError invalid_client(std::string description) {
  return {401, "invalid_client", std::move(description), "invalid_client"};
}
OAuthError invalid_scope(std::string description) {
  return {400, "invalid_scope", std::move(description), "invalid_scope"};
}
OAuthError invalid_target(std::string description) {
  return {400, "invalid_target", std::move(description), "invalid_target"};
}
OAuthError invalid_client_metadata(std::string description) {
  return {400, "invalid_client_metadata", std::move(description), "invalid_client_metadata"};
}
OAuthError unsupported_grant_type(std::string description) {
  return {400, "unsupported_grant_type", std::move(description), "unsupported_grant_type"};
}

}  // namespace conform::mock
