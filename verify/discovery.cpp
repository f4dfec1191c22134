// Where clients learn of OAuth: the challenge and the two metadata documents.
#include <fmt/format.h>

#include <algorithm>

#include "foundation/http/challenge.hpp"
#include "foundation/json/json_member.hpp"
#include "verify/check.hpp"

namespace conform::verify::checking {
namespace {

Judgement metadata_is_found(ServerUnderTest& server) {
  const std::string address = server.metadata_address();
  if (address.empty()) return wrong("neither the challenge nor a well-known address leads to it");
  const Response response = server.get(address);
  if (response.status != 200 || !json_of(response).is_object()) return answered(response);
  return unless(response.headers.get("Content-Type").starts_with("application/json"),
                "Content-Type is " + response.headers.get("Content-Type"));
}

Judgement challenge_is_bearer(ServerUnderTest& server) {
  const Response& response = server.unauthenticated();
  if (response.status != 401) return cannot("it did not answer 401");
  const auto challenge = bearer_challenge(response.headers);
  if (!challenge)
    return wrong("WWW-Authenticate is \"" + response.headers.get("WWW-Authenticate") + '"');
  return {};
}

Judgement challenge_names_metadata(ServerUnderTest& server) {
  const auto challenge = bearer_challenge(server.unauthenticated().headers);
  if (!challenge) return cannot("there is no challenge");
  const auto url = Url::parse(challenge->get("resource_metadata"));
  return unless(url && url->is_http(),
                fmt::format("resource_metadata is \"{}\"", challenge->get("resource_metadata")));
}

Judgement bad_token_is_challenged(ServerUnderTest& server) {
  if (server.metadata_address().empty()) return cannot("the server offers no OAuth");
  const Response response = list_with(server, kNeverIssued);
  const auto challenge = bearer_challenge(response.headers);
  return unless(
      challenge && challenge->get("error") == "invalid_token",
      fmt::format("WWW-Authenticate is \"{}\"", response.headers.get("WWW-Authenticate")));
}

Judgement resource_is_the_url(ServerUnderTest& server) {
  if (!server.resource_metadata().is_object()) return cannot("there is no metadata");
  const std::string resource = text_member(server.resource_metadata(), "resource");
  const bool right = resource == server.options().url || resource == server.url().origin();
  return unless(right, fmt::format("resource is \"{}\"", resource));
}

Judgement names_authorization_servers(ServerUnderTest& server) {
  const Json& document = server.resource_metadata();
  if (!document.is_object()) return cannot("there is no metadata");
  const Json servers = document.value("authorization_servers", Json());
  return unless(servers.is_array() && !servers.empty(),
                "authorization_servers is " + servers.dump());
}

Judgement server_metadata_is_found(ServerUnderTest& server) {
  return unless(server.server_metadata().is_object(), "no well-known address has it");
}

Judgement issuer_is_the_identifier(ServerUnderTest& server) {
  if (!server.server_metadata().is_object()) return cannot("there is no metadata");
  const std::string issuer = text_member(server.server_metadata(), "issuer");
  const Json& servers = server.resource_metadata().at("authorization_servers");
  return unless(servers.front() == issuer,
                fmt::format("issuer is \"{}\", not {}", issuer, servers.front().dump()));
}

Judgement holds(ServerUnderTest& server, const char* member, const char* value) {
  if (!server.server_metadata().is_object()) return cannot("there is no metadata");
  const Json list = server.server_metadata().value(member, Json());
  const bool right = list.is_array() && std::ranges::find(list, Json(value)) != list.end();
  return unless(right, fmt::format("{} is {}", member, list.dump()));
}

Judgement advertises_s256(ServerUnderTest& server) {
  return holds(server, "code_challenge_methods_supported", "S256");
}
Judgement advertises_code(ServerUnderTest& server) {
  return holds(server, "response_types_supported", "code");
}

Judgement endpoints_are_absolute(ServerUnderTest& server) {
  if (!server.server_metadata().is_object()) return cannot("there is no metadata");
  for (const char* member : {"authorization_endpoint", "token_endpoint"}) {
    const auto url = Url::parse(server.endpoint(member));
    if (!url || !url->is_http())
      return wrong(fmt::format("{} is \"{}\"", member, server.endpoint(member)));
  }
  return {};
}

}  // namespace

std::vector<ServerCheck> discovery_checks() {
  return {
      {"challenge-is-bearer", "RFC 6750 section 3", "401 carries a Bearer challenge", Needs::kOAuth,
       challenge_is_bearer},
      {"challenge-names-metadata", "RFC 9728 section 5.1",
       "the challenge says where the metadata is", Needs::kOAuth, challenge_names_metadata},
      {"bad-token-is-challenged", "RFC 6750 section 3.1",
       "the challenge of a bad token says invalid_token", Needs::kOAuth, bad_token_is_challenged},
      {"resource-metadata-is-found", "RFC 9728 section 3", "protected resource metadata is found",
       Needs::kOAuth, metadata_is_found},
      {"resource-is-the-url", "RFC 9728 section 3.3", "its resource is the MCP URL", Needs::kOAuth,
       resource_is_the_url},
      {"names-authorization-servers", "MCP authorization, authorization server location",
       "it names an authorization server", Needs::kOAuth, names_authorization_servers},
      {"server-metadata-is-found", "RFC 8414 section 3", "authorization server metadata is found",
       Needs::kOAuth, server_metadata_is_found},
      {"issuer-is-the-identifier", "RFC 8414 section 3.3",
       "its issuer is the identifier that led to it", Needs::kOAuth, issuer_is_the_identifier},
      {"endpoints-are-absolute", "RFC 8414 section 2", "its endpoints are absolute URLs",
       Needs::kOAuth, endpoints_are_absolute},
      {"advertises-s256", "MCP authorization, authorization code protection",
       "it says that it supports PKCE with S256", Needs::kOAuth, advertises_s256},
      {"advertises-code", "RFC 8414 section 2", "it says that it supports response_type code",
       Needs::kOAuth, advertises_code},
  };
}

}  // namespace conform::verify::checking
