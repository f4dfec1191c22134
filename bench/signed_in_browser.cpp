#include "bench/signed_in_browser.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "mock_server/clock.hpp"

namespace conform {
namespace {

const HtmlButton* first_button(const HtmlForm& form) {
  return form.buttons.empty() ? nullptr : form.buttons.data();
}

}  // namespace

SignedInBrowser::SignedInBrowser(const Perimeter& perimeter, const std::string& sign_in_page,
                                 const std::string& email, const std::string& password)
    : perimeter_(perimeter),
      connection_(perimeter),
      browser_(
          connection_, [this](const Url& url) { return serves(url); },
          [] { return SystemClock().now(); }) {
  if (sign_in_page.empty()) return;
  const Landing landing = browser_.visit(sign_in_page);
  const HtmlForm* const found = landing.page.form("sign-in");
  if (found == nullptr) {
    throw std::runtime_error(
        fmt::format("no sign-in form at {}: HTTP {}", sign_in_page, landing.status));
  }
  HtmlForm form = *found;
  form.fill("email", email);
  form.fill("password", password);
  const Landing after = browser_.submit(landing, form, first_button(form));
  if (!after.left && after.page.form("sign-in") != nullptr) {
    throw std::runtime_error(fmt::format("{} cannot sign in at {}", email, sign_in_page));
  }
}

// The client's own redirect URI is no page, though it may lie on loopback as well.
bool SignedInBrowser::serves(const Url& url) const {
  if (!redirect_uri_.empty() && url.text().starts_with(redirect_uri_)) return false;
  return perimeter_.allows(url);
}

Visit SignedInBrowser::open(const std::string& url) {
  redirect_uri_ = Parameters::parse(Url::parse(url).value_or(Url{}).query).get("redirect_uri");
  Landing landing = browser_.visit(url);
  if (const HtmlForm* const form = landing.left ? nullptr : landing.page.form("consent")) {
    landing = browser_.submit(landing, *form, form->button("decision", "authorize"));
  }
  if (landing.left) return {Visit::End::kHandedOver, landing.address, landing.status, ""};
  return {Visit::End::kPage, landing.address, landing.status, landing.page.text};
}

}  // namespace conform
