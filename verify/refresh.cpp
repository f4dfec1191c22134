// Refresh tokens.
#include <fmt/format.h>

#include "foundation/json/json_member.hpp"
#include "verify/check.hpp"

namespace conform::verify::checking {
namespace {

// A refresh token that was just issued; or empty.
std::string fresh(ServerUnderTest& server) {
  return text_member(server.fresh_tokens(), "refresh_token");
}

Response refresh_as(ServerUnderTest& server, const std::string& client, const std::string& token) {
  return server.post_form(server.endpoint("token_endpoint"),
                          {{"grant_type", "refresh_token"},
                           {"refresh_token", token},
                           {"client_id", client},
                           {"resource", text_member(server.resource_metadata(), "resource")}});
}

Response refresh_with(ServerUnderTest& server, const std::string& token) {
  return refresh_as(server, text_member(server.registration(), "client_id"), token);
}

Judgement refresh_works(ServerUnderTest& server) {
  const std::string token = fresh(server);
  if (token.empty()) return cannot("it gives no refresh token");
  const Response renewed = refresh_with(server, token);
  return unless(!text_member(json_of(renewed), "access_token").empty(),
                fmt::format("answered {}", renewed.status));
}

Judgement refresh_rotates(ServerUnderTest& server) {
  const std::string token = fresh(server);
  if (token.empty()) return cannot("it gives no refresh token");
  const Response renewed = refresh_with(server, token);
  if (renewed.status != 200) return cannot("it did not refresh");
  const std::string next = text_member(json_of(renewed), "refresh_token");
  if (next.empty()) return wrong("there is no new refresh token");
  return unless(next != token, "the refresh token is the same");
}

Judgement spent_refresh_is_refused(ServerUnderTest& server) {
  const std::string token = fresh(server);
  if (token.empty()) return cannot("it gives no refresh token");
  const Response renewed = refresh_with(server, token);
  if (text_member(json_of(renewed), "refresh_token").empty())
    return cannot("the refresh token was not replaced");
  return must_be_refused_with("invalid_grant", refresh_with(server, token));
}

Judgement refresh_is_bound_to_its_client(ServerUnderTest& server) {
  const std::string token = fresh(server);
  if (token.empty()) return cannot("it gives no refresh token");
  if (server.other_client().empty()) return cannot("there is no other client");
  return must_be_refused_with("invalid_grant", refresh_as(server, server.other_client(), token));
}

Judgement unknown_refresh_is_refused(ServerUnderTest& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  return must_be_refused_with("invalid_grant", refresh_with(server, "no-such-refresh-token"));
}

}  // namespace

std::vector<ServerCheck> refresh_checks() {
  return {
      {"refresh-works", "RFC 6749 section 6", "a refresh token gives a new access token",
       Needs::kOAuth, refresh_works},
      {"refresh-rotates", "MCP authorization, token theft",
       "a public client's refresh token is replaced when it is used", Needs::kOAuth,
       refresh_rotates},
      {"spent-refresh-is-refused", "RFC 9700 section 4.14.2",
       "a refresh token that was replaced is refused", Needs::kOAuth, spent_refresh_is_refused},
      {"refresh-is-bound-to-its-client", "RFC 6749 section 6",
       "the refresh token of another client is refused", Needs::kOAuth,
       refresh_is_bound_to_its_client},
      {"unknown-refresh-is-refused", "RFC 6749 section 5.2", "an unknown refresh token is refused",
       Needs::kOAuth, unknown_refresh_is_refused},
  };
}

}  // namespace conform::verify::checking
