// The authorization endpoint: which requests get a code, and what the answer carries.
#include <fmt/format.h>

#include "foundation/json/json_member.hpp"
#include "verify/check.hpp"

namespace conform::verify::checking {

using clients::Visit;

namespace {

std::string ended(const Visit& seen) {
  return fmt::format("ended at {} with {}", seen.url.substr(0, 80), seen.status);
}

Parameters answer_of(const Visit& seen) {
  return Parameters::parse(Url::parse(seen.url).value_or(Url{}).query);
}

bool is_refusing_page(const Visit& seen) {
  return seen.end == Visit::End::kPage && seen.status >= 400;
}

// An authorization request that must not lead back to the client.
Judgement stays_on_page(ServerUnderTest& server, std::string_view name, const std::string& value) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const Visit seen = server.visit(changed(server.authorization(), name, value));
  return unless(is_refusing_page(seen), ended(seen));
}

// An authorization request that must come back with an error; any, when none is named.
Judgement comes_back(ServerUnderTest& server, const Parameters& query, std::string_view error) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const Visit seen = server.visit(query);
  if (is_refusing_page(seen)) return {};
  const Parameters answer = answer_of(seen);
  const bool right = error.empty() ? answer.has("error") : answer.get("error") == error;
  return unless(right, fmt::format("answered {}", answer.encode()));
}

Judgement comes_back_with(ServerUnderTest& server, std::string_view name, const std::string& value,
                          std::string_view error) {
  return comes_back(server, changed(server.authorization(), name, value), error);
}

Judgement unknown_client_is_refused(ServerUnderTest& server) {
  return stays_on_page(server, "client_id", "no-such-client");
}
Judgement foreign_redirect_is_refused(ServerUnderTest& server) {
  return stays_on_page(server, "redirect_uri", kElsewhere);
}
// Where the server sent the client's answer to; empty when it went nowhere. Read from the
// redirect's text: a browser may take such an address for another one than we do.
std::string sent_to(ServerUnderTest& server) {
  for (const Response& answer : server.browser().answers()) {
    const std::string location = answer.headers.get("Location");
    const std::size_t mark = location.find('?');
    if (!answer.is_redirect() || mark == std::string::npos) continue;
    const Parameters query = Parameters::parse(std::string_view(location).substr(mark + 1));
    if (query.has("code") || query.has("error")) return location;
  }
  return {};
}

// An authorization request with such an address, which nobody registered.
Judgement leads_nowhere(ServerUnderTest& server, const std::string& address) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const Visit seen = server.visit(changed(server.authorization(), "redirect_uri", address));
  if (const std::string went = sent_to(server); !went.empty())
    return wrong("redirected to " + went);
  return unless(seen.end == Visit::End::kPage, ended(seen));
}

// The registered address with something in front of its host.
Judgement disguised_redirect_is_refused(ServerUnderTest& server) {
  const std::string host = "127.0.0.1";
  for (const char* front : {R"(client.example\@)", "client.example@", "user:password@"}) {
    std::string disguised = server.authorization().get("redirect_uri");
    disguised.insert(disguised.find(host), front);
    if (auto judged = leads_nowhere(server, disguised); !judged) return judged;
  }
  return {};
}
Judgement broken_redirect_is_refused(ServerUnderTest& server) {
  for (const char* more : {"\r\n", "\r\nX-Injected: 1", "\n", "\t"}) {
    const std::string broken = server.authorization().get("redirect_uri") + more;
    if (auto judged = leads_nowhere(server, broken); !judged) return judged;
  }
  return {};
}
Judgement repeated_parameter_is_refused(ServerUnderTest& server) {
  Parameters query = server.authorization();
  query.add("response_type", "code");
  return comes_back(server, query, "invalid_request");
}
Judgement unknown_response_type_is_refused(ServerUnderTest& server) {
  return comes_back_with(server, "response_type", "no-such-type", "");
}
Judgement pkce_is_needed(ServerUnderTest& server) {
  const Parameters query = changed(server.authorization(), "code_challenge_method", "");
  return comes_back(server, changed(query, "code_challenge", ""), "invalid_request");
}
Judgement plain_pkce_is_refused(ServerUnderTest& server) {
  return comes_back_with(server, "code_challenge_method", "plain", "invalid_request");
}
Judgement foreign_resource_is_refused(ServerUnderTest& server) {
  return comes_back_with(server, "resource", kForeignResource, "invalid_target");
}

Judgement state_is_echoed(ServerUnderTest& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  return unless(issued->answer.get("state") == issued->state_sent,
                "state is \"" + issued->answer.get("state") + '"');
}

Judgement state_comes_with_errors(ServerUnderTest& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const Parameters query = changed(server.authorization(), "response_type", "no-such-type");
  const Visit seen = server.visit(query);
  if (seen.end != Visit::End::kHandedOver) return cannot("the error stayed on a page");
  const Parameters answer = answer_of(seen);
  return unless(answer.get("state") == query.get("state"), "answered " + answer.encode());
}

Judgement iss_is_the_issuer(ServerUnderTest& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  const bool advertised =
      server.server_metadata().value("authorization_response_iss_parameter_supported", false);
  const std::string* iss = issued->answer.find("iss");
  if (iss == nullptr) return unless(!advertised, "iss is advertised and missing");
  return unless(*iss == text_member(server.server_metadata(), "issuer"), "iss is " + *iss);
}

}  // namespace

std::vector<ServerCheck> authorization_checks() {
  return {
      {"unknown-client-is-refused", "RFC 6749 section 4.1.2.1",
       "an unknown client_id ends on a page", Needs::kOAuth, unknown_client_is_refused},
      {"foreign-redirect-is-refused", "RFC 6749 section 3.1.2.4",
       "an unregistered redirect_uri ends on a page", Needs::kOAuth, foreign_redirect_is_refused},
      {"disguised-redirect-is-refused", "RFC 9700 section 4.1.3",
       "a redirect_uri with something in front of its host ends on a page", Needs::kOAuth,
       disguised_redirect_is_refused},
      {"broken-redirect-is-refused", "RFC 9700 section 4.1.3, RFC 9110 section 5.5",
       "a redirect_uri with line breaks ends on a page", Needs::kOAuth, broken_redirect_is_refused},
      {"repeated-parameter-is-refused", "RFC 6749 section 3.1",
       "an authorization that names a parameter twice is refused", Needs::kOAuth,
       repeated_parameter_is_refused},
      {"unknown-response-type-is-refused", "RFC 6749 section 3.1.1",
       "an authorization with an unknown response_type is refused", Needs::kOAuth,
       unknown_response_type_is_refused},
      {"pkce-is-needed", "RFC 7636 section 4.4.1, RFC 9700 section 2.1.1",
       "an authorization without code_challenge is refused", Needs::kOAuth, pkce_is_needed},
      {"plain-pkce-is-refused", "RFC 9700 section 2.1.1",
       "an authorization with plain PKCE is refused", Needs::kOAuth, plain_pkce_is_refused},
      {"foreign-resource-is-refused", "RFC 8707 section 2",
       "an authorization for another resource is refused", Needs::kOAuth,
       foreign_resource_is_refused},
      {"state-is-echoed", "RFC 6749 section 4.1.2", "state comes back as it was sent",
       Needs::kOAuth, state_is_echoed},
      {"state-comes-with-errors", "RFC 6749 section 4.1.2.1", "state comes back with an error too",
       Needs::kOAuth, state_comes_with_errors},
      {"iss-is-the-issuer", "RFC 9207 section 2", "iss, where sent or advertised, is the issuer",
       Needs::kOAuth, iss_is_the_issuer},
  };
}

}  // namespace conform::verify::checking
