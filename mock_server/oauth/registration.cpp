#include <fmt/format.h>

#include <string>

#include "foundation/http/json_response.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/text/ascii.hpp"
#include "mock_server/oauth/endpoints.hpp"
#include "mock_server/oauth/redirect_uri.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

// docs/limits.md.
constexpr std::size_t kMostRedirects = 32;
constexpr std::size_t kLongestRedirect = 2048;
constexpr std::size_t kLongestName = 1024;

std::string optional_text(const Json& metadata, const char* member) {
  const auto found = metadata.find(member);
  if (found == metadata.end() || found->is_null()) return "";
  if (!found->is_string()) {
    throw invalid_client_metadata(std::string(member) + " must be a string");
  }
  std::string text = found->get<std::string>();
  if (text.size() > kLongestName) {
    throw invalid_client_metadata(
        fmt::format("{} must have at most {} bytes", member, kLongestName));
  }
  return text;
}

bool is_json(const Request& request) {
  const std::string type = request.headers.get("Content-Type");
  return equals_ignoring_case(trimmed(std::string_view(type).substr(0, type.find(';'))),
                              "application/json");
}

bool is_registered_all_the_same(const Context& context, RedirectProblem::Kind kind) {
  using Kind = RedirectProblem::Kind;
  if (kind == Kind::kPlainHttp) return context.has(Defect::kRegistersPlainHttp);
  if (kind == Kind::kDisguised) return context.has(Defect::kRegistersDisguises);
  return context.has(Defect::kRegistersScripts);
}

std::vector<std::string> redirects(const Context& context, const Json& metadata) {
  const auto found = metadata.find("redirect_uris");
  if (found == metadata.end() && context.has(Defect::kRegistersWithoutRedirects)) return {};
  if (found == metadata.end() || !found->is_array() || found->empty() ||
      found->size() > kMostRedirects) {
    throw invalid_client_metadata("redirect_uris must be an array of 1 to 32 URIs");
  }
  std::vector<std::string> uris;
  for (const Json& uri : *found) {
    if (!uri.is_string()) throw invalid_client_metadata("redirect_uris must hold only strings");
    const std::string text = uri.get<std::string>();
    if (text.size() > kLongestRedirect) {
      throw invalid_client_metadata(
          fmt::format("redirect_uris must hold URIs of at most {} bytes", kLongestRedirect));
    }
    const RedirectProblem problem = redirect_problem(text);
    if (problem && !is_registered_all_the_same(context, problem.kind)) {
      throw OAuthError(400, "invalid_redirect_uri",
                       fmt::format("redirect_uris: \"{}\" {}", text, problem.text),
                       "invalid_redirect_uri");
    }
    uris.push_back(text);
  }
  return uris;
}

}  // namespace

Response register_client(Context& context) {
  using Registration = AuthorizationBehaviour::Registration;
  switch (context.world.authorization.registration) {
    case Registration::kAccepted:
      break;
    case Registration::kRefused400:
      throw OAuthError(400, "invalid_client_metadata",
                       std::string(refusal("registration_refused").text), "registration_refused");
    case Registration::kRefused403:
      throw OAuthError(403, "access_denied", std::string(refusal("registration_refused").text),
                       "registration_refused");
    case Registration::kAbsent:
      context.facts["refusal"] = "registration_absent";
      return json_response(404, {{"detail", "Not found"}, {"status", 404}});
  }
  // RFC 7591 section 3.1. What a page of any site may send without asking is none (Fetch, CORS-
  // safelisted request-header).
  if (!is_json(context.request)) {
    throw invalid_client_metadata("Content-Type must be application/json");
  }
  const Json metadata = parse_foreign(context.request.body);
  if (!metadata.is_object()) throw invalid_client_metadata("the body must be a JSON object");

  ClientRegistration client;
  client.redirect_uris = redirects(context, metadata);
  client.name = optional_text(metadata, "client_name");
  client.client_uri = optional_text(metadata, "client_uri");
  if (const auto& lifetime = context.world.authorization.client_secret_lifetime) {
    constexpr std::size_t kSecretLength = 40;
    client.secret = "omni_mock_secret_" + context.ids.base62(kSecretLength);
    client.secret_expires = context.clock.now() + *lifetime;
  }
  client = context.state.add_client(std::move(client));
  context.facts["client"] = client.name;
  context.facts["client_id"] = client.client_id;

  // Public clients only, unless the world says otherwise: whatever method was asked for, the answer
  // says "none" and carries no secret (RFC 7591 section 3.2.1 lets the server replace metadata).
  Json answer{
      {"client_id", client.client_id},
      {"client_id_issued_at",
       std::chrono::floor<std::chrono::seconds>(context.clock.now()).time_since_epoch().count()},
      {"redirect_uris", client.redirect_uris},
      {"grant_types", Json::array({"authorization_code", "refresh_token"})},
      {"response_types", Json::array({"code"})},
      {"token_endpoint_auth_method", "none"}};
  if (!client.name.empty()) answer["client_name"] = client.name;
  if (!client.client_uri.empty()) answer["client_uri"] = client.client_uri;
  if (client.secret_expires) {
    answer["token_endpoint_auth_method"] = "client_secret_post";
    answer["client_secret"] = client.secret;
    answer["client_secret_expires_at"] =
        std::chrono::floor<std::chrono::seconds>(*client.secret_expires).time_since_epoch().count();
  }
  Response response = json_response(201, answer);
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Access-Control-Allow-Origin", "*");
  return response;
}

}  // namespace conform::mock
