#include "mock_server/faults/token_variant.hpp"

#include "foundation/http/json_response.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json.hpp"

namespace conform::mock {
namespace {

Response oauth_error(int status, std::string_view code) {
  Response response =
      json_response(status, {{"error", code}, {"error_description", "A fault was injected here"}});
  response.headers.add("Cache-Control", "no-store");
  return response;
}

// Null unless the answer is a success with an object.
Json document_of(const Response& response) {
  if (response.status < 200 || response.status >= 300) return {};
  Json document = parse_foreign(response.body);
  return document.is_object() ? document : Json();
}

}  // namespace

std::optional<Response> refused_token(TokenVariant variant) {
  if (variant == TokenVariant::kInvalidGrant) return oauth_error(400, "invalid_grant");
  if (variant == TokenVariant::kInvalidClient) return oauth_error(401, "invalid_client");
  return std::nullopt;
}

void distort_token(Response& response, TokenVariant variant) {
  Json document = document_of(response);
  if (document.is_null()) return;
  if (variant == TokenVariant::kShortExpiry) document["expires_in"] = 1;
  if (variant == TokenVariant::kNoRefreshToken) document.erase("refresh_token");
  if (variant == TokenVariant::kNoTokenType) document.erase("token_type");
  response.body = document.dump();
}

void distort_registration(Response& response, RegistrationVariant variant) {
  Json document = document_of(response);
  if (document.is_null()) return;
  switch (variant) {
    case RegistrationVariant::kNoClientId:
      document.erase("client_id");
      break;
    case RegistrationVariant::kChangedRedirect:
      document["redirect_uris"] = Json::array({"https://elsewhere.example/callback"});
      break;
    case RegistrationVariant::kClientSecret:
      document["client_secret"] = "a-secret-that-nobody-asked-for";
      document["client_secret_expires_at"] = 0;
      break;
    case RegistrationVariant::kStatus200:
      response.status = 200;
      break;
  }
  response.body = document.dump();
}

}  // namespace conform::mock
