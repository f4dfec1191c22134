#include "clients/unattended_browser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace conform {
namespace {

constexpr int kMostPages = 6;  // a sign-in page and a consent page, and some patience

// The form that asks for a password, or nullptr.
const HtmlForm* sign_in_form(const HtmlPage& page) {
  const auto asks = [](const HtmlForm& form) { return form.has_field("password"); };
  const auto found = std::ranges::find_if(page.forms, asks);
  return found == page.forms.end() ? nullptr : &*found;
}

// The button that says yes, with its form.
std::pair<const HtmlForm*, const HtmlButton*> authorize_button(const HtmlPage& page) {
  for (const HtmlForm& form : page.forms) {
    if (const HtmlButton* button = form.button("decision", "authorize")) return {&form, button};
  }
  return {nullptr, nullptr};
}

}  // namespace

UnattendedBrowser::UnattendedBrowser(std::optional<Account> account, const Perimeter& perimeter)
    : account_(std::move(account)),
      perimeter_(perimeter),
      connection_(perimeter),
      browser_(
          connection_, [this](const Url& url) { return serves(url); },
          [] { return SystemClock().now(); }) {}

// The client's own redirect URI is no page, though it may lie on loopback as well.
bool UnattendedBrowser::serves(const Url& url) const {
  if (!redirect_uri_.empty() && url.text().starts_with(redirect_uri_)) return false;
  return perimeter_.allows(url);
}

void UnattendedBrowser::sign_in(const std::string& page, const Account& account) {
  Landing landing = browser_.visit(page);
  if (sign_in_form(landing.page) == nullptr) {
    throw std::runtime_error(fmt::format("no sign-in form at {}: HTTP {}", page, landing.status));
  }
  if (!submit_sign_in(landing, account)) {
    throw std::runtime_error(fmt::format("{} cannot sign in at {}", account.email, page));
  }
}

Visit UnattendedBrowser::open(const std::string& url) {
  const Url parsed = Url::parse(url).value_or(Url{});
  redirect_uri_ = Parameters::parse(parsed.query).get("redirect_uri");
  Landing landing = browser_.visit(url);
  if (landing.left && landing.address == url) {
    return {Visit::End::kPage, url, 0, "The authorization page is not on loopback."};
  }
  for (int pages = 0; pages < kMostPages && !landing.left; ++pages) {
    if (!submit(landing)) break;
  }
  if (landing.left) return {Visit::End::kHandedOver, landing.address, landing.status, ""};
  return {Visit::End::kPage, landing.address, landing.status, landing.page.text};
}

// Fills in what the page asks for. False when there is nothing that could be.
bool UnattendedBrowser::submit(Landing& landing) {
  if (const auto [form, button] = authorize_button(landing.page); button != nullptr) {
    landing = browser_.submit(landing, HtmlForm(*form), button);
    return true;
  }
  return account_ && sign_in_form(landing.page) != nullptr && submit_sign_in(landing, *account_);
}

// False when the page asks again.
bool UnattendedBrowser::submit_sign_in(Landing& landing, const Account& account) {
  HtmlForm form = *sign_in_form(landing.page);
  form.fill("email", account.email);
  form.fill("password", account.password);
  landing = browser_.submit(landing, form, form.buttons.empty() ? nullptr : form.buttons.data());
  return landing.left || sign_in_form(landing.page) == nullptr;
}

}  // namespace conform
