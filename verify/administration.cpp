// What becomes of clients when an administrator, or time, takes away what they had. They stand last
// in the table: some of them leave nothing of what was obtained before.
#include <fmt/format.h>

#include "foundation/json/json_member.hpp"
#include "verify/check.hpp"

namespace conform::verify::checking {

using clients::Visit;

namespace {

// Turns something off, and on again however the check ends.
class While {
 public:
  While(ServerUnderTest& server, AdminAct begin, AdminAct end) : server_(server), end_(end) {
    server_.administer(begin);
  }
  ~While() { server_.administer(end_); }
  While(const While&) = delete;
  While& operator=(const While&) = delete;

 private:
  ServerUnderTest& server_;
  AdminAct end_;
};

Judgement must_be_a_403_page(ServerUnderTest& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const Visit seen = server.visit(server.authorization());
  return unless(seen.end == Visit::End::kPage && seen.status == 403,
                fmt::format("ended at {} with {}", seen.url.substr(0, 80), seen.status));
}

// While something is off, a token that was good a moment ago must not be.
Judgement must_block(ServerUnderTest& server, AdminAct begin, AdminAct end) {
  if (server.bearer().empty()) return cannot("there is no token");
  if (server.ask("tools/list", Json::object()).response.status != 200)
    return cannot("the token was not good before");
  const While off(server, begin, end);
  const Response response = server.ask("tools/list", Json::object()).response;
  return unless(response.status == 401 || response.status == 403, response);
}

Judgement tokens_off_refuses_authorization(ServerUnderTest& server) {
  const While off(server, AdminAct::kTurnTokensOff, AdminAct::kTurnTokensOn);
  return must_be_a_403_page(server);
}
Judgement server_off_refuses_authorization(ServerUnderTest& server) {
  const While off(server, AdminAct::kTurnServerOff, AdminAct::kTurnServerOn);
  return must_be_a_403_page(server);
}
Judgement tokens_off_blocks_grants(ServerUnderTest& server) {
  return must_block(server, AdminAct::kTurnTokensOff, AdminAct::kTurnTokensOn);
}
Judgement server_off_blocks_grants(ServerUnderTest& server) {
  return must_block(server, AdminAct::kTurnServerOff, AdminAct::kTurnServerOn);
}
Judgement deactivated_person_is_blocked(ServerUnderTest& server) {
  return must_block(server, AdminAct::kDeactivatePerson, AdminAct::kActivatePerson);
}

// After the act a token that was good a moment ago is answered 401.
Judgement must_end_tokens(ServerUnderTest& server, AdminAct act) {
  const std::string token = text_member(server.fresh_tokens(), "access_token");
  if (token.empty()) return cannot("there is no token");
  if (list_with(server, token).status == 401) return cannot("the token was not good before");
  server.administer(act);
  return must_be_401(list_with(server, token));
}

Judgement revoked_grant_is_401(ServerUnderTest& server) {
  return must_end_tokens(server, AdminAct::kRevokeGrants);
}
Judgement expired_token_is_401(ServerUnderTest& server) {
  return must_end_tokens(server, AdminAct::kExpireTokens);
}

Judgement expired_code_is_refused(ServerUnderTest& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  server.administer(AdminAct::kLetCodesExpire);
  return must_be_refused_with("invalid_grant", server.post_form(server.endpoint("token_endpoint"),
                                                                server.exchange_of(*issued)));
}

}  // namespace

std::vector<ServerCheck> administration_checks() {
  return {
      {"tokens-off-refuses-authorization", "Omni, Settings > API Keys > Personal tokens",
       "while personal access tokens are off an authorization ends on a page with 403",
       Needs::kAdministrator, tokens_off_refuses_authorization},
      {"server-off-refuses-authorization", "Omni, Settings > AI > General",
       "while the MCP server is off an authorization ends on a page with 403",
       Needs::kAdministrator, server_off_refuses_authorization},
      {"tokens-off-blocks-grants", "Omni, Settings > API Keys > Personal tokens",
       "while personal access tokens are off a token is refused", Needs::kAdministrator,
       tokens_off_blocks_grants},
      {"server-off-blocks-grants", "Omni, Settings > AI > General",
       "while the MCP server is off a token is refused", Needs::kAdministrator,
       server_off_blocks_grants},
      {"deactivated-person-is-blocked", "Omni, Settings > Users",
       "the token of somebody who was deactivated is refused", Needs::kAdministrator,
       deactivated_person_is_blocked},
      {"expired-code-is-refused", "RFC 6749 section 4.1.2", "a code is refused after its time",
       Needs::kAdministrator, expired_code_is_refused},
      {"expired-token-is-401", "RFC 6750 section 3.1", "a token is answered 401 after its time",
       Needs::kAdministrator, expired_token_is_401},
      {"revoked-grant-is-401", "RFC 6750 section 3.1",
       "a token is answered 401 once its grant was revoked", Needs::kAdministrator,
       revoked_grant_is_401},
  };
}

}  // namespace conform::verify::checking
