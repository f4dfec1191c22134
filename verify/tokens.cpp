// The exchange of a code for tokens.
#include <fmt/format.h>

#include "foundation/json/json_member.hpp"
#include "verify/check.hpp"

namespace conform::verify::checking {
namespace {

// A code whose exchange has one thing changed; an empty value leaves it out.
Response exchange_with(ServerUnderTest& server, const IssuedCode& issued, std::string_view name,
                       const std::string& value) {
  return server.post_form(server.endpoint("token_endpoint"),
                          changed(server.exchange_of(issued), name, value));
}

Judgement bad_exchange(ServerUnderTest& server, std::string_view name, const std::string& value,
                       std::string_view error = "invalid_grant") {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  return must_be_refused_with(error, exchange_with(server, *issued, name, value));
}

Judgement wrong_verifier_is_refused(ServerUnderTest& server) {
  return bad_exchange(server, "code_verifier", std::string(43, 'x'));
}
Judgement missing_verifier_is_refused(ServerUnderTest& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  const Response response = exchange_with(server, *issued, "code_verifier", "");
  return unless(response.status == 400, response);
}
Judgement other_redirect_is_refused(ServerUnderTest& server) {
  return bad_exchange(server, "redirect_uri", kElsewhere);
}
Judgement other_resource_is_refused(ServerUnderTest& server) {
  return bad_exchange(server, "resource", kForeignResource, "invalid_target");
}
Judgement other_client_is_refused(ServerUnderTest& server) {
  if (server.other_client().empty()) return cannot("there is no other client");
  return bad_exchange(server, "client_id", server.other_client());
}
Judgement unknown_code_is_refused(ServerUnderTest& server) {
  return bad_exchange(server, "code", "no-such-code");
}

Judgement code_is_good_once(ServerUnderTest& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  const std::string address = server.endpoint("token_endpoint");
  const Response first = server.post_form(address, server.exchange_of(*issued));
  if (first.status != 200) return answered(first);
  return must_be_refused_with("invalid_grant",
                              server.post_form(address, server.exchange_of(*issued)));
}

Judgement reuse_revokes(ServerUnderTest& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  const std::string address = server.endpoint("token_endpoint");
  const Json tokens = json_of(server.post_form(address, server.exchange_of(*issued)));
  const std::string access = text_member(tokens, "access_token");
  if (access.empty()) return cannot("there is no token");
  if (server.post_form(address, server.exchange_of(*issued)).status == 200)
    return cannot("the code was good twice");
  return must_be_401(list_with(server, access));
}

Judgement tokens_are_complete(ServerUnderTest& server) {
  const Response& response = server.tokens();
  if (response.status == 0) return cannot("no code was issued");
  const Json tokens = json_of(response);
  const std::string type = text_member(tokens, "token_type");
  if (response.status != 200 || text_member(tokens, "access_token").empty())
    return wrong(fmt::format("answered {}", response.status));
  return unless(equals_ignoring_case(type, "Bearer"), fmt::format("token_type is \"{}\"", type));
}

Judgement tokens_are_not_stored(ServerUnderTest& server) {
  const Response& response = server.tokens();
  if (response.status != 200) return cannot("there is no token");
  const std::string control = response.headers.get("Cache-Control");
  return unless(control.find("no-store") != std::string::npos,
                "Cache-Control is \"" + control + '"');
}

Judgement unknown_grant_type_is_refused(ServerUnderTest& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  return must_be_refused_with(
      "unsupported_grant_type",
      server.post_form(server.endpoint("token_endpoint"),
                       {{"grant_type", "password"},
                        {"client_id", text_member(server.registration(), "client_id")}}));
}

Judgement token_errors_keep_secrets(ServerUnderTest& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  const std::string secret(43, 'z');
  const Response response = exchange_with(server, *issued, "code_verifier", secret);
  const bool tells = response.body.find(secret) != std::string::npos ||
                     response.body.find(issued->code) != std::string::npos;
  return unless(!tells, response);
}

}  // namespace

std::vector<ServerCheck> token_checks() {
  return {
      {"wrong-verifier-is-refused", "RFC 7636 section 4.6", "a wrong code_verifier is refused",
       Needs::kOAuth, wrong_verifier_is_refused},
      {"missing-verifier-is-refused", "RFC 7636 section 4.6", "a missing code_verifier is refused",
       Needs::kOAuth, missing_verifier_is_refused},
      {"other-redirect-is-refused", "RFC 6749 section 4.1.3",
       "another redirect_uri at the token endpoint is refused", Needs::kOAuth,
       other_redirect_is_refused},
      {"other-resource-is-refused", "RFC 8707 section 2.2",
       "another resource at the token endpoint is refused", Needs::kOAuth,
       other_resource_is_refused},
      {"other-client-is-refused", "RFC 6749 section 4.1.3", "the code of another client is refused",
       Needs::kOAuth, other_client_is_refused},
      {"unknown-code-is-refused", "RFC 6749 section 5.2", "an unknown code is refused",
       Needs::kOAuth, unknown_code_is_refused},
      {"code-is-good-once", "RFC 6749 section 4.1.2", "a code is good once", Needs::kOAuth,
       code_is_good_once},
      {"reuse-revokes", "RFC 6749 section 4.1.2 (SHOULD)",
       "a code that is used twice revokes its token", Needs::kOAuth, reuse_revokes},
      {"tokens-are-complete", "RFC 6749 section 5.1", "an exchange gives a Bearer token",
       Needs::kOAuth, tokens_are_complete},
      {"tokens-are-not-stored", "RFC 6749 section 5.1", "tokens come with Cache-Control: no-store",
       Needs::kOAuth, tokens_are_not_stored},
      {"unknown-grant-type-is-refused", "RFC 6749 section 5.2", "an unknown grant_type is refused",
       Needs::kOAuth, unknown_grant_type_is_refused},
      {"token-errors-keep-secrets", "RFC 9700 section 4.2",
       "a refused exchange repeats neither code nor code_verifier", Needs::kOAuth,
       token_errors_keep_secrets},
  };
}

}  // namespace conform::verify::checking
