// The pages on which a person signs in and decides.
#include <fmt/format.h>

#include "verify/check.hpp"

namespace conform::verify::checking {

using clients::Visit;

namespace {

// The page with the button to authorize, as a visit of now is shown it; nullptr when there is none.
const Response* consent_page(ServerUnderTest& server) {
  if (!server.code()) return nullptr;
  for (const Response& response : server.browser().answers()) {
    const HtmlPage page = parse_html(response.body);
    for (const HtmlForm& form : page.forms) {
      if (form.button("decision", "authorize") != nullptr) return &response;
    }
  }
  return nullptr;
}

Judgement consent_is_not_framed(ServerUnderTest& server) {
  const Response* page = consent_page(server);
  if (page == nullptr) return cannot("no consent page was shown");
  const std::string policy = lower_case(page->headers.get("Content-Security-Policy"));
  if (policy.find("frame-ancestors") != std::string::npos) return {};
  return unless(page->headers.has("X-Frame-Options"),
                "neither frame-ancestors nor X-Frame-Options forbids it");
}

Judgement cookies_are_guarded(ServerUnderTest& server) {
  if (!server.code()) return cannot("no code was issued");
  const std::vector<std::string>& cookies = server.browser().cookies_set();
  if (cookies.empty()) return cannot("no cookie was set");
  for (const std::string& cookie : cookies) {
    const std::string attributes = lower_case(cookie);
    const bool guarded = attributes.find("; httponly") != std::string::npos &&
                         (attributes.find("; samesite=lax") != std::string::npos ||
                          attributes.find("; samesite=strict") != std::string::npos);
    if (!guarded) return wrong(fmt::format("{} is not", cookie.substr(0, cookie.find('='))));
  }
  return {};
}

Judgement forged_consent_is_refused(ServerUnderTest& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const Visit seen = server.visit(server.authorization(), {.cancels = false, .forges = true});
  if (!server.browser().forged()) return cannot("the form has no field that proves where it is");
  return unless(seen.end == Visit::End::kPage && seen.status >= 400,
                fmt::format("ended at {} with {}", seen.url.substr(0, 80), seen.status));
}

Judgement cancel_is_access_denied(ServerUnderTest& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const Visit seen = server.visit(server.authorization(), {.cancels = true, .forges = false});
  if (seen.end != Visit::End::kHandedOver) return cannot("nobody could press Cancel");
  const Parameters answer = Parameters::parse(Url::parse(seen.url).value_or(Url{}).query);
  const bool right = answer.get("error") == "access_denied" && !answer.has("code");
  return unless(right, "answered " + answer.encode());
}

}  // namespace

std::vector<ServerCheck> page_checks() {
  return {
      {"consent-is-not-framed", "RFC 9700 section 4.16",
       "the consent page cannot be shown in a frame", Needs::kOAuth, consent_is_not_framed},
      {"cookies-are-guarded", "RFC 9700 section 4.7, RFC 6265 section 8",
       "its cookies are HttpOnly and SameSite", Needs::kOAuth, cookies_are_guarded},
      {"forged-consent-is-refused", "RFC 9700 section 4.7",
       "a consent form of another site is refused", Needs::kOAuth, forged_consent_is_refused},
      {"cancel-is-access-denied", "RFC 6749 section 4.1.2.1",
       "who presses Cancel gives no code but access_denied", Needs::kOAuth,
       cancel_is_access_denied},
  };
}

}  // namespace conform::verify::checking
