#include <string>

#include "foundation/http/json_response.hpp"
#include "foundation/http/url.hpp"
#include "foundation/text/digest.hpp"
#include "mock_server/oauth/client_lookup.hpp"
#include "mock_server/oauth/endpoints.hpp"
#include "mock_server/omni/refusal.hpp"
#include "mock_server/world/settings_gate.hpp"

namespace conform::mock {
namespace {

OAuthError error_for(CodeFailure failure) {
  switch (failure) {
    case CodeFailure::kUnknown:
      return invalid_grant("The authorization code is not known");
    case CodeFailure::kExpired:
      return invalid_grant("The authorization code expired", "code_expired");
    case CodeFailure::kReused:
      return invalid_grant("The authorization code was already used", "code_reused");
    case CodeFailure::kOtherClient:
      return invalid_grant("The authorization code was issued to another client");
    case CodeFailure::kOtherRedirect:
      return invalid_grant("redirect_uri differs from the one of the authorization request");
    case CodeFailure::kWrongVerifier:
      return invalid_grant("code_verifier does not fit the code_challenge");
    case CodeFailure::kOtherResource:
      return invalid_target("resource differs from the one of the authorization request");
  }
  return invalid_grant("The authorization code cannot be used");
}

OAuthError error_for(RefreshFailure failure) {
  switch (failure) {
    case RefreshFailure::kUnknown:
      return invalid_grant("The refresh token is not known");
    case RefreshFailure::kReused:
      return invalid_grant("The refresh token was already used; the grant is revoked",
                           "refresh_token_reused");
    case RefreshFailure::kRevoked:
      return invalid_grant("The grant was revoked", "revoked_grant");
    case RefreshFailure::kOtherClient:
      return invalid_grant("The refresh token was issued to another client");
    case RefreshFailure::kOtherResource:
      return invalid_target("resource differs from the one of the grant");
  }
  return invalid_grant("The refresh token cannot be used");
}

std::string required(const Parameters& form, std::string_view name) {
  const std::string value = form.get(name);
  if (value.empty()) throw invalid_request(std::string(name) + " is missing");
  if (form.count(name) > 1) throw invalid_request(std::string(name) + " is repeated");
  return value;
}

// client_id of the form, or of a client that authenticates with client_secret_basic (RFC 6749
// section 2.3.1). No secret is checked: Omni has public clients only, and gives none out.
std::string client_of(const Context& context, const Parameters& form) {
  constexpr std::string_view kBasic = "Basic ";
  const std::string authorization = context.request.headers.get("Authorization");
  if (form.has("client_id") || !authorization.starts_with(kBasic)) {
    return required(form, "client_id");
  }
  const std::string pair =
      base64_decode(std::string_view(authorization).substr(kBasic.size())).value_or("");
  std::string id = percent_decode(std::string_view(pair).substr(0, pair.find(':')), true);
  if (id.empty()) throw invalid_request("client_id is missing");
  return id;
}

// Settings and people change between authorization and token: no token for whom Omni would refuse
// now.
void require_still_allowed(const Context& context, const Grant& grant) {
  const Organization* organization = context.world.organization(grant.organization);
  const User* user = context.world.user(grant.user);
  const bool active = organization != nullptr && user != nullptr &&
                      user->memberships.contains(grant.organization) &&
                      user->memberships.at(grant.organization).active;
  if (!active) throw invalid_grant("The user is no longer active", "user_deactivated");
  try {
    require_mcp_authorization(context.world, *organization);
  } catch (const Forbidden& forbidden) {
    throw OAuthError(403, "access_denied", std::string(refusal(forbidden.id).text), forbidden.id);
  }
}

Response tokens_response(Context& context, const Tokens& tokens) {
  context.facts["grant"] = tokens.grant.id;
  context.facts["user"] = tokens.grant.user;
  context.facts["organization"] = tokens.grant.organization;
  Json answer{{"access_token", tokens.access_token},
              {"token_type", "Bearer"},
              {"scope", tokens.grant.scope}};
  if (tokens.expires_in) {
    answer["expires_in"] = std::chrono::floor<std::chrono::seconds>(*tokens.expires_in).count();
  }
  if (!tokens.refresh_token.empty()) answer["refresh_token"] = tokens.refresh_token;
  Response response = json_response(200, answer);
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Access-Control-Allow-Origin", "*");
  return response;
}

Response exchange_code(Context& context, const Parameters& form, const std::string& client_id,
                       const State::Issue& issue) {
  const AuthorizationBehaviour& behaviour = context.world.authorization;
  if (behaviour.token_errors > 0 && context.state.count_token_error() < behaviour.token_errors) {
    context.facts["refusal"] = "token_endpoint_failure";
    return text_response(behaviour.token_error_status, "Internal Server Error");
  }
  const bool needs_verifier = !context.has(Defect::kNoVerifierNeeded);
  const State::CodeUse use{
      required(form, "code"), client_id, required(form, "redirect_uri"),
      needs_verifier ? required(form, "code_verifier") : form.get("code_verifier"),
      form.get("resource")};
  const auto tokens = context.state.redeem(
      use, issue, [&](const Grant& grant) { require_still_allowed(context, grant); });
  if (!tokens) {
    context.facts["pkce"] = tokens.error() == CodeFailure::kWrongVerifier ? "mismatch" : "";
    throw error_for(tokens.error());
  }
  context.facts["pkce"] = "ok";
  return tokens_response(context, *tokens);
}

}  // namespace

Response token(Context& context) {
  const std::string type = context.request.headers.get("Content-Type");
  if (!type.starts_with("application/x-www-form-urlencoded")) {
    throw invalid_request("Content-Type must be application/x-www-form-urlencoded");
  }
  const Parameters form = context.request.form();
  const std::string grant_type = required(form, "grant_type");
  const std::string client_id = client_of(context, form);
  context.facts["client_id"] = client_id;
  const auto client = find_client(context, client_id);
  if (!client) throw invalid_client("client_id is not registered");
  context.facts["client"] = client->name;
  if (client->secret_expires && context.clock.now() >= *client->secret_expires) {
    throw invalid_client("The secret of the client has expired");
  }
  const std::string resource = context.own_origin() + "/callback/mcp";
  for (const auto& [name, value] : form) {
    if (name == "resource" && value != resource && !context.has(Defect::kAnyResourceExchanged))
      throw invalid_target("resource must be " + resource);
  }

  const State::Issue issue{context.world.authorization.access_token_lifetime,
                           context.world.authorization.refresh_tokens, !context.keep_refresh_token,
                           context.world.defects, context.world.authorization.marked_codes};
  if (grant_type == "authorization_code" ||
      (grant_type != "refresh_token" && context.has(Defect::kUnknownGrantTypes))) {
    return exchange_code(context, form, client_id, issue);
  }
  if (grant_type == "refresh_token") {
    const auto allow = [&](const Grant& grant) { require_still_allowed(context, grant); };
    const auto tokens = context.state.refresh(required(form, "refresh_token"), client_id,
                                              form.get("resource"), issue, allow);
    if (!tokens) throw error_for(tokens.error());
    return tokens_response(context, *tokens);
  }
  throw unsupported_grant_type("grant_type must be authorization_code or refresh_token");
}

}  // namespace conform::mock
