#include "clients/unattended_browser.hpp"

#include <algorithm>
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

UnattendedBrowser::UnattendedBrowser(std::optional<Account> account)
    : account_(std::move(account)),
      browser_(
          connection_,
          [this](const Url& url) {
            const bool is_clients = !redirect_uri_.empty() && url.text().starts_with(redirect_uri_);
            return !is_clients && url.scheme == "http" && url.is_loopback();
          },
          [] { return SystemClock().now(); }) {}

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
  const HtmlForm* const asks = sign_in_form(landing.page);
  if (asks == nullptr || !account_) return false;
  HtmlForm form = *asks;
  form.fill("email", account_->email);
  form.fill("password", account_->password);
  landing = browser_.submit(landing, form, form.buttons.empty() ? nullptr : form.buttons.data());
  return sign_in_form(landing.page) == nullptr;
}

}  // namespace conform
