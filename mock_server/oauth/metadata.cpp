#include <fmt/format.h>

#include "foundation/http/json_response.hpp"
#include "foundation/json/json.hpp"
#include "mock_server/oauth/endpoints.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

using Issuer = AuthorizationBehaviour::Issuer;

// A document that the world has taken away; one that Omni does not have either is no refusal.
Response taken_away(Context& context) {
  const Refusal& refused = refusal("metadata_absent");
  context.facts["refusal"] = refused.id;
  return detail_response(refused);
}

Response not_found() { return json_response(404, {{"detail", "Not found"}, {"status", 404}}); }

Response document(const Json& json) {
  Response response = json_response(200, json);
  // Metadata is public and asked for by browsers too (RFC 9728 section 3.1 names CORS).
  response.headers.add("Access-Control-Allow-Origin", "*");
  return response;
}

}  // namespace

Response protected_resource_metadata(Context& context) {
  if (!context.world.authorization.protected_resource_metadata) return taken_away(context);
  const std::string origin = context.own_origin();
  return document({{"authorization_servers", Json::array({origin})},
                   {"resource", origin + "/callback/mcp"},
                   {"scopes_supported", Json::array({"mcp:access"})}});
}

Response path_protected_resource_metadata(Context& context) {
  if (!context.world.authorization.path_well_known) return not_found();
  return protected_resource_metadata(context);
}

Response authorization_server_metadata(Context& context) {
  const AuthorizationBehaviour& behaviour = context.world.authorization;
  if (!behaviour.authorization_server_metadata) return taken_away(context);
  const std::string origin = context.own_origin();
  Json json{{"authorization_endpoint", origin + "/callback/mcp/oauth/authorize"},
            {"client_id_metadata_document_supported", behaviour.client_id_metadata_documents},
            {"code_challenge_methods_supported", Json::array({"S256"})},
            {"grant_types_supported", Json::array({"authorization_code", "refresh_token"})},
            {"issuer", origin},
            {"registration_endpoint", origin + "/oauth/register"},
            {"response_types_supported", Json::array({"code"})},
            {"scopes_supported", Json::array({"mcp:access"})},
            {"token_endpoint", origin + "/callback/mcp/oauth/token"},
            {"token_endpoint_auth_methods_supported", Json::array({"none"})}};
  if (behaviour.client_secret_lifetime) {
    json["token_endpoint_auth_methods_supported"] = Json::array({"client_secret_post"});
  }
  if (behaviour.registration == AuthorizationBehaviour::Registration::kAbsent) {
    json.erase("registration_endpoint");
  }
  if (behaviour.issuer == Issuer::kAdvertisedAndSent ||
      behaviour.issuer == Issuer::kAdvertisedNotSent) {
    json["authorization_response_iss_parameter_supported"] = true;
  }
  return document(json);
}

std::string challenge(const Context& context, std::string_view error) {
  std::string text = fmt::format(
      "Bearer resource_metadata=\"{}/.well-known/oauth-protected-resource\", scope=\"mcp:access\"",
      context.callbacks_origin());
  if (!error.empty()) text += fmt::format(", error=\"{}\"", error);
  return text;
}

}  // namespace conform::mock
