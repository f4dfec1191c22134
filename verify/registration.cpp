// Dynamic client registration.
#include <fmt/format.h>

#include "foundation/json/json_member.hpp"
#include "verify/check.hpp"

namespace conform::verify::checking {
namespace {

Judgement registers(ServerUnderTest& server) {
  if (server.endpoint("registration_endpoint").empty()) return cannot("it offers no registration");
  const Json& answer = server.registration();
  if (!answer.is_object()) return wrong("the registration was refused");
  return unless(!text_member(answer, "client_id").empty(), "there is no client_id");
}

Judgement registration_is_201(ServerUnderTest& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const int status = server.registration_status();
  return unless(status == 201, fmt::format("answered {}", status));
}

Judgement registration_keeps_redirects(ServerUnderTest& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const Json asked = client_metadata().at("redirect_uris");
  const Json given = server.registration().value("redirect_uris", Json());
  return unless(given == asked, "redirect_uris is " + given.dump());
}

Judgement public_client_has_no_secret(ServerUnderTest& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  return unless(!server.registration().contains("client_secret"), "there is a client_secret");
}

// A registration that cannot be accepted.
Judgement must_not_register(ServerUnderTest& server, const Json& metadata) {
  const std::string address = server.endpoint("registration_endpoint");
  if (address.empty()) return cannot("it offers no registration");
  const Response response = server.post_json(address, metadata);
  const std::string error = text_member(json_of(response), "error");
  return unless(response.status == 400 &&
                    (error == "invalid_redirect_uri" || error == "invalid_client_metadata"),
                response);
}

Judgement must_not_redirect_to(ServerUnderTest& server, const char* address) {
  Json metadata = client_metadata();
  metadata["redirect_uris"] = Json::array({address});
  return must_not_register(server, metadata);
}

Judgement registration_needs_redirects(ServerUnderTest& server) {
  return must_not_register(server, {{"client_name", "no redirect"}});
}
Judgement plain_http_is_refused(ServerUnderTest& server) {
  return must_not_redirect_to(server, "http://client.example/callback");
}
// The first of them that is registered is the problem.
Judgement must_redirect_to_none(ServerUnderTest& server, std::initializer_list<const char*> all) {
  for (const char* address : all) {
    const Judgement judged = must_not_redirect_to(server, address);
    if (judged) continue;
    if (judged.error().kind == Shortcoming::Kind::kCannotTell) return judged;
    return wrong(fmt::format("{:?}: {}", address, judged.error().text));
  }
  return {};
}
Judgement script_is_refused(ServerUnderTest& server) {
  return must_redirect_to_none(
      server, {"javascript:alert(1)", "data:text/html,x", "view-source:https://client.example/",
               "ms-msdt:/id", "chrome://settings/", "filesystem:https://a.example/t/x"});
}
Judgement disguise_is_refused(ServerUnderTest& server) {
  return must_redirect_to_none(
      server, {"https://client.example/callback\r\nX-Injected: yes", "https://user@a.example/cb",
               R"(https://client.example\@a.example/cb)"});
}

}  // namespace

std::vector<ServerCheck> registration_checks() {
  return {
      {"registers", "RFC 7591 section 3.2.1", "a registration gives a client_id", Needs::kOAuth,
       registers},
      {"registration-is-201", "RFC 7591 section 3.2.1", "a registration is answered 201",
       Needs::kOAuth, registration_is_201},
      {"registration-keeps-redirects", "RFC 7591 section 3.2.1",
       "a registration has the redirect URIs that were asked for", Needs::kOAuth,
       registration_keeps_redirects},
      {"public-client-has-no-secret", "RFC 7591 section 2",
       "a client of the method none is given no secret", Needs::kOAuth,
       public_client_has_no_secret},
      {"registration-needs-redirects", "RFC 7591 section 3.2.2",
       "a registration without redirect_uris is refused", Needs::kOAuth,
       registration_needs_redirects},
      {"plain-http-redirect-is-refused", "MCP authorization, communication security",
       "a redirect by http to another machine is not registered", Needs::kOAuth,
       plain_http_is_refused},
      {"script-redirect-is-refused", "RFC 8252 section 8.4",
       "nothing that a browser runs or shows itself is registered to redirect to", Needs::kOAuth,
       script_is_refused},
      {"disguised-redirect-is-not-registered", "RFC 9700 section 4.1.3, RFC 9110 section 5.5",
       "a redirect with user information, a backslash or a line break is not registered",
       Needs::kOAuth, disguise_is_refused},
  };
}

}  // namespace conform::verify::checking
