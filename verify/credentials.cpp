// Who is let in at the MCP endpoint, and who is not.
#include <fmt/format.h>

#include "verify/check.hpp"

namespace conform::verify::checking {
namespace {

Judgement unauthenticated_is_401(ServerUnderTest& server) {
  return must_be_401(server.unauthenticated());
}

Judgement foreign_origin_is_403(ServerUnderTest& server) {
  const Response response = server.post_mcp(kToolsList, {{"Origin", "https://evil.example"}});
  return unless(response.status == 403, response);
}

Judgement bad_token_is_401(ServerUnderTest& server) {
  return must_be_401(list_with(server, kNeverIssued));
}

Judgement revoked_is_401(ServerUnderTest& server) {
  return must_be_401(list_with(server, server.options().revoked_bearer));
}

Judgement foreign_token_is_401(ServerUnderTest& server) {
  return must_be_401(list_with(server, server.options().foreign_bearer));
}

Judgement errors_keep_secrets(ServerUnderTest& server) {
  const Response response = list_with(server, kNeverIssued);
  return unless(response.body.find(kNeverIssued) == std::string::npos, response);
}

Judgement query_token_is_refused(ServerUnderTest& server) {
  const Parameters credential{{"access_token", server.bearer()}};
  return must_be_401(server.send(
      "POST", with_query(server.options().url, credential.encode()),
      {{"Accept", "application/json, text/event-stream"}, {"Content-Type", "application/json"}},
      kToolsList));
}

}  // namespace

std::vector<ServerCheck> credential_checks() {
  return {
      {"unauthenticated-is-401", "MCP authorization, error handling",
       "a request without a credential is answered 401", Needs::kNothing, unauthenticated_is_401},
      {"foreign-origin-is-403", "Streamable HTTP, security",
       "a request of a foreign web page is answered 403", Needs::kNothing, foreign_origin_is_403},
      {"bad-token-is-401", "RFC 6750 section 3.1", "a token that was never issued is answered 401",
       Needs::kNothing, bad_token_is_401},
      {"errors-keep-secrets", "RFC 6750 section 5.3", "a refusal does not repeat the token",
       Needs::kNothing, errors_keep_secrets},
      {"revoked-is-401", "RFC 6750 section 3.1", "a revoked key or token is answered 401",
       Needs::kRevoked, revoked_is_401},
      {"foreign-token-is-401", "MCP authorization, token handling",
       "what another server issued is answered 401", Needs::kForeign, foreign_token_is_401},
      {"query-token-is-refused", "MCP authorization, token requirements",
       "a credential in the query is none", Needs::kBearer, query_token_is_refused},
  };
}

}  // namespace conform::verify::checking
