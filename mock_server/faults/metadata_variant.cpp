#include "mock_server/faults/metadata_variant.hpp"

#include "foundation/http/json_response.hpp"
#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "mock_server/oauth/endpoints.hpp"

namespace conform::mock {
namespace {

constexpr std::string_view kResourcePath = "/.well-known/oauth-protected-resource/callback/mcp";
constexpr std::string_view kResourceElsewhere = "/.well-known/oauth-protected-resource/of/omni/mcp";
constexpr std::string_view kServerOfTenant = "/.well-known/oauth-authorization-server/tenant1";
constexpr std::string_view kOpenIdRoot = "/.well-known/openid-configuration";
constexpr std::string_view kOpenIdInserted = "/.well-known/openid-configuration/tenant1";
constexpr std::string_view kOpenIdAppended = "/tenant1/.well-known/openid-configuration";
constexpr std::string_view kTenant = "/tenant1";
constexpr std::string_view kForeign = "https://elsewhere.example";

Response not_found() { return json_response(404, {{"detail", "Not found"}, {"status", 404}}); }

Response web_page() {
  return html_response(200, "<!doctype html>\n<title>Omni (mock)</title>\n<p>Welcome.</p>\n");
}

// The document at `place` and nowhere else.
Response only_at(Context& context, std::string_view place, Handler document) {
  return context.request.path() == place ? document(context) : not_found();
}

// What OpenID Connect Discovery 1.0 section 3 requires beyond RFC 8414. No ID token is ever issued,
// so nobody needs the keys, which are not served.
Response openid_metadata(Context& context) {
  Response response = authorization_server_metadata(context);
  Json document = parse_foreign(response.body);
  if (response.status != 200 || !document.is_object()) return response;
  document["jwks_uri"] = context.own_origin() + "/.well-known/jwks.json";
  document["subject_types_supported"] = Json::array({"public"});
  document["id_token_signing_alg_values_supported"] = Json::array({"RS256"});
  response.body = document.dump();
  return response;
}

std::string_view suffix_of(MetadataVariant variant) {
  if (variant == MetadataVariant::kIssuerWithSlash) return "/";
  const bool has_path = variant == MetadataVariant::kIssuerWithPath ||
                        variant == MetadataVariant::kIssuerWithPathOpenIdInserted ||
                        variant == MetadataVariant::kIssuerWithPathOpenIdAppended;
  return has_path ? kTenant : "";
}

void distort_resource(Json& document, MetadataVariant variant) {
  if (variant == MetadataVariant::kWrongResource) {
    document["resource"] = std::string(kForeign) + "/callback/mcp";
  }
  if (const std::string_view suffix = suffix_of(variant); !suffix.empty()) {
    Json& server = document["authorization_servers"].front();
    server = server.get<std::string>() + std::string(suffix);
  }
}

void distort_server(Json& document, MetadataVariant variant) {
  switch (variant) {
    case MetadataVariant::kIssuerWithSlash:
    case MetadataVariant::kIssuerWithPath:
    case MetadataVariant::kIssuerWithPathOpenIdInserted:
    case MetadataVariant::kIssuerWithPathOpenIdAppended:
      document["issuer"] =
          document.at("issuer").get<std::string>() + std::string(suffix_of(variant));
      return;
    case MetadataVariant::kNoPkceMethods:
      document.erase("code_challenge_methods_supported");
      return;
    case MetadataVariant::kPlainPkceOnly:
      document["code_challenge_methods_supported"] = Json::array({"plain"});
      return;
    case MetadataVariant::kNoRegistration:
      document.erase("registration_endpoint");
      return;
    case MetadataVariant::kOtherOrigin:
      document["authorization_endpoint"] = std::string(kForeign) + "/authorize";
      document["token_endpoint"] = std::string(kForeign) + "/token";
      return;
    default:
      return;
  }
}

// The challenge leads to the document's other place.
void distort_challenge(Response& response) {
  static constexpr std::string_view kUsual = "/.well-known/oauth-protected-resource";
  std::string challenge = response.headers.get("WWW-Authenticate");
  const std::size_t at = challenge.find(kUsual);
  if (at == std::string::npos) return;
  challenge.replace(at, kUsual.size(), kResourceElsewhere);
  response.headers.set("WWW-Authenticate", challenge);
}

// An authorization response names the issuer that the metadata named (RFC 9207).
void distort_issuer(Response& response, MetadataVariant variant) {
  const std::string_view suffix = suffix_of(variant);
  const std::string location = response.headers.get("Location");
  const std::size_t query = location.find('?');
  if (suffix.empty() || query == std::string::npos) return;
  Parameters changed;
  for (const auto& [name, value] :
       Parameters::parse(std::string_view(location).substr(query + 1))) {
    changed.add(name, name == "iss" ? value + std::string(suffix) : value);
  }
  response.headers.set("Location", location.substr(0, query + 1) + changed.encode());
}

}  // namespace

std::optional<Response> metadata_answer(Context& context, Endpoint endpoint,
                                        MetadataVariant variant) {
  if (!context.site.is_callbacks()) return std::nullopt;
  const bool resource = endpoint == Endpoint::kProtectedResourceMetadata;
  const bool server = endpoint == Endpoint::kAuthorizationServerMetadata;
  if (!resource && !server) return std::nullopt;
  switch (variant) {
    case MetadataVariant::kHtml:
      return web_page();
    case MetadataVariant::kPathOnly:
      if (!resource) return std::nullopt;
      return only_at(context, kResourcePath, protected_resource_metadata);
    case MetadataVariant::kElsewhere:
      if (!resource) return std::nullopt;
      return only_at(context, kResourceElsewhere, protected_resource_metadata);
    case MetadataVariant::kOpenIdOnly:
      if (!server) return std::nullopt;
      return only_at(context, kOpenIdRoot, openid_metadata);
    case MetadataVariant::kIssuerWithPath:
      if (!server) return std::nullopt;
      return only_at(context, kServerOfTenant, authorization_server_metadata);
    case MetadataVariant::kIssuerWithPathOpenIdInserted:
      if (!server) return std::nullopt;
      return only_at(context, kOpenIdInserted, openid_metadata);
    case MetadataVariant::kIssuerWithPathOpenIdAppended:
      if (!server) return std::nullopt;
      return only_at(context, kOpenIdAppended, openid_metadata);
    default:
      return std::nullopt;
  }
}

void distort_metadata(Response& response, Endpoint endpoint, MetadataVariant variant) {
  if (endpoint == Endpoint::kConsent) return distort_issuer(response, variant);
  if (endpoint == Endpoint::kMcp && variant == MetadataVariant::kElsewhere) {
    return distort_challenge(response);
  }
  const bool resource = endpoint == Endpoint::kProtectedResourceMetadata;
  if (!resource && endpoint != Endpoint::kAuthorizationServerMetadata) return;
  Json document = parse_foreign(response.body);
  if (response.status != 200 || !document.is_object()) return;
  resource ? distort_resource(document, variant) : distort_server(document, variant);
  response.body = document.dump();
}

}  // namespace conform::mock
