#include "mock_server/mcp/authentication.hpp"

#include <string>

#include "foundation/http/json_response.hpp"
#include "mock_server/oauth/endpoints.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

using Result = std::expected<Principal, Response>;

// 401 at the OAuth URL: always with the challenge, so that a client can start or renew its
// authorization.
Response unauthorized(Context& context, std::string_view id, std::string_view error) {
  const Refusal& refused = refusal(id);
  context.facts["refusal"] = refused.id;
  Json body{{"error", error.empty() ? "unauthorized" : error}, {"error_description", refused.text}};
  if (context.has(Defect::kSecretsInErrors)) body["token"] = context.request.bearer();
  Response response = json_response(401, body);
  if (context.world.authorization.challenge) {
    response.headers.add("WWW-Authenticate", challenge(context, error));
  }
  return response;
}

// A refused key. No challenge is sent: whether the key URL offers OAuth metadata is not known
// (docs/omni.md, "What is not known").
Response key_refused(Context& context, std::string_view id) {
  const Refusal& refused = refusal(id);
  context.facts["refusal"] = refused.id;
  if (context.world.mcp.bad_key == McpBehaviour::BadKey::kRestStyle) {
    if (id == "missing_credential" || id == "malformed_credential") {
      const Refusal& malformed = refusal("malformed_credential");
      return json_response(400, {{"detail", malformed.text}, {"status", 400}});
    }
    return json_response(403, {{"error", {{"code", 403}, {"message", refused.text}}}});
  }
  return json_response(401,
                       {{"detail", "Unauthorized: Missing or invalid API key"}, {"status", 401}});
}

// What holds for everybody once it is known who asks.
Result admit(Context& context, Principal principal) {
  context.facts["organization"] = principal.organization;
  context.facts["user"] = principal.user;
  const Organization* organization = context.world.organization(principal.organization);
  if (organization != nullptr && !organization->settings.mcp_server &&
      !context.has(Defect::kServesWithServerOff)) {
    return std::unexpected(refused_json(context, "mcp_server_off"));
  }
  if (const std::string_view id = admission_problem(context.world, principal); !id.empty()) {
    return std::unexpected(refused_json(context, id));
  }
  return principal;
}

// Debugging without credentials: the first active member, who in our worlds is an administrator.
Result open_principal(Context& context) {
  for (const User& user : context.world.users) {
    for (const auto& [organization, membership] : user.memberships) {
      const bool here = context.site.is_callbacks() || organization == context.site.name;
      if (!here || !membership.active) continue;
      Principal principal;
      principal.organization = organization;
      principal.user = user.id;
      principal.credential = Principal::Credential::kOrganizationKey;
      principal.credential_id = "open";
      return admit(context, std::move(principal));
    }
  }
  return std::unexpected(refused_json(context, "user_deactivated"));
}

Result by_token(Context& context, const std::string& bearer) {
  const auto grant = context.state.grant_of(bearer, context.world.defects);
  if (!grant) {
    switch (grant.error()) {
      case TokenFailure::kExpired:
        return std::unexpected(unauthorized(context, "expired_token", "invalid_token"));
      case TokenFailure::kRevoked:
        return std::unexpected(unauthorized(context, "revoked_grant", "invalid_token"));
      case TokenFailure::kUnknown:
        break;
    }
    if (context.has(Defect::kUnknownCredentials)) return open_principal(context);
    const ApiKey* key = context.world.key_with_secret(bearer);
    if (key != nullptr && context.has(Defect::kForeignCredentials)) {
      return admit(context, principal_of(*key));
    }
    return std::unexpected(unauthorized(
        context, key != nullptr ? "wrong_credential_for_url" : "unknown_token", "invalid_token"));
  }
  context.facts["grant"] = grant->id;
  context.facts["client"] = grant->client_name;
  context.facts["client_id"] = grant->client_id;
  return admit(context, principal_of(*grant));
}

Result by_key(Context& context, const std::string& bearer) {
  const ApiKey* key = context.world.key_with_secret(bearer);
  if (key == nullptr) {
    if (context.has(Defect::kUnknownCredentials)) return open_principal(context);
    const bool is_token = context.state.grant_of(bearer).has_value();
    return std::unexpected(
        key_refused(context, is_token ? "wrong_credential_for_url" : "unknown_key"));
  }
  context.facts["key"] = key->id;
  if (key->organization != context.site.name && !context.has(Defect::kForeignCredentials)) {
    return std::unexpected(key_refused(context, "key_of_another_instance"));
  }
  switch (key->state) {
    case ApiKey::State::kRevoked:
      if (context.has(Defect::kRevokedKeys)) break;
      return std::unexpected(key_refused(context, "revoked_key"));
    case ApiKey::State::kDisabled:
      return std::unexpected(key_refused(context, "disabled_key"));
    case ApiKey::State::kActive:
      break;
  }
  return admit(context, principal_of(*key));
}

}  // namespace

Principal principal_of(const Grant& grant) {
  Principal principal;
  principal.organization = grant.organization;
  principal.user = grant.user;
  principal.credential = Principal::Credential::kMcpOAuthToken;
  principal.credential_id = grant.id;
  principal.client_id = grant.client_id;
  return principal;
}

Principal principal_of(const ApiKey& key) {
  Principal principal;
  principal.organization = key.organization;
  principal.user = key.owner;
  principal.credential = key.kind == ApiKey::Kind::kOrganization
                             ? Principal::Credential::kOrganizationKey
                             : Principal::Credential::kPersonalToken;
  principal.credential_id = key.id;
  return principal;
}

std::string_view admission_problem(const World& world, Principal& principal) {
  const Organization* organization = world.organization(principal.organization);
  const User* user = world.user(principal.user);
  if (organization == nullptr || user == nullptr ||
      !user->memberships.contains(principal.organization)) {
    return "user_deactivated";
  }
  principal.membership = user->memberships.at(principal.organization);
  if (!principal.membership.active && !world.defects.has(Defect::kDeactivatedUsers)) {
    return "user_deactivated";
  }
  if (principal.credential != Principal::Credential::kOrganizationKey &&
      !organization->settings.personal_access_tokens &&
      !world.defects.has(Defect::kServesWithTokensOff)) {
    return "personal_access_tokens_off";
  }
  const bool may_hold_token = principal.membership.organization_admin ||
                              may(principal.membership.role, Permission::kCreateStandardToken);
  if (principal.credential == Principal::Credential::kPersonalToken && !may_hold_token) {
    return "key_owner_demoted";
  }
  return "";
}

Response refused_json(Context& context, std::string_view refusal_id) {
  const Refusal& refused = refusal(refusal_id);
  context.facts["refusal"] = refused.id;
  return detail_response(refused);
}

std::expected<Principal, Response> authenticate(Context& context) {
  std::string bearer = context.request.bearer();
  if (bearer.empty() && context.has(Defect::kTokensInQuery)) {
    bearer = context.request.query().get("access_token");
  }
  if (context.world.mcp.open && !context.request.headers.has("Authorization")) {
    return open_principal(context);
  }
  if (context.site.is_callbacks()) {
    if (bearer.empty()) return std::unexpected(unauthorized(context, "missing_credential", ""));
    return by_token(context, bearer);
  }
  if (bearer.empty()) {
    const bool malformed = context.request.headers.has("Authorization");
    return std::unexpected(
        key_refused(context, malformed ? "malformed_credential" : "missing_credential"));
  }
  return by_key(context, bearer);
}

}  // namespace conform::mock
