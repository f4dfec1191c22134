#include "clients/browser/headless_user.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace conform::clients {
namespace {

constexpr int kMostPages = 6;  // a sign-in page and a consent page, and some patience

// The form that asks for a password, or nullptr.
const HtmlForm* sign_in_form(const HtmlPage& page) {
  const auto asks = [](const HtmlForm& form) { return form.has_field("password"); };
  const auto found = std::ranges::find_if(page.forms, asks);
  return found == page.forms.end() ? nullptr : &*found;
}

// The button that decides, with its form.
std::pair<const HtmlForm*, const HtmlButton*> decision_button(const HtmlPage& page,
                                                              std::string_view decision) {
  for (const HtmlForm& form : page.forms) {
    if (const HtmlButton* button = form.button("decision", decision)) return {&form, button};
  }
  return {nullptr, nullptr};
}

// Whether a field of a form is there to show that the form is the site's own.
bool proves_its_page(const std::pair<std::string, std::string>& field) {
  const std::string name = lower_case(field.first);
  return name.find("csrf") != std::string::npos || name.find("xsrf") != std::string::npos ||
         name.find("token") != std::string::npos || name.find("nonce") != std::string::npos;
}

}  // namespace

// Hands requests on and keeps what comes back.
class HeadlessUser::Witness final : public HttpSender {
 public:
  explicit Witness(std::unique_ptr<HttpSender> sender) : own_(std::move(sender)), sender_(*own_) {}
  explicit Witness(HttpSender& sender) : sender_(sender) {}

  void keep_within(const TimeLimits& patience) override { sender_.keep_within(patience); }

  Response send(const Url& url, Request request) override {
    Response response = sender_.send(url, std::move(request));
    for (std::string& cookie : response.headers.all("Set-Cookie")) {
      cookies.push_back(std::move(cookie));
    }
    answers.push_back(response);
    return response;
  }

  std::vector<Response> answers;
  std::vector<std::string> cookies;

 private:
  std::unique_ptr<HttpSender> own_;
  HttpSender& sender_;
};

HeadlessUser::HeadlessUser(std::optional<Account> account, const AllowedHosts& allowed_hosts)
    : account_(std::move(account)),
      allowed_hosts_(allowed_hosts),
      witness_(std::make_unique<Witness>(std::make_unique<HttpConnection>(allowed_hosts))),
      browser_(
          *witness_, [this](const Url& url) { return serves(url); },
          [] { return SystemClock().now(); }) {}

HeadlessUser::HeadlessUser(std::optional<Account> account, HttpSender& sender)
    : account_(std::move(account)),
      witness_(std::make_unique<Witness>(sender)),
      browser_(
          *witness_, [this](const Url& url) { return serves(url); },
          [] { return SystemClock().now(); }) {}

HeadlessUser::~HeadlessUser() = default;

const std::vector<Response>& HeadlessUser::answers() const { return witness_->answers; }
const std::vector<std::string>& HeadlessUser::cookies_set() const { return witness_->cookies; }

void HeadlessUser::keep_within(const TimeLimits& patience) { witness_->keep_within(patience); }

// The client's own redirect URI is no page, though it may lie on loopback as well.
bool HeadlessUser::serves(const Url& url) const {
  if (!redirect_uri_.empty() && url.text().starts_with(redirect_uri_)) return false;
  return allowed_hosts_.allows(url);
}

void HeadlessUser::sign_in(const std::string& page, const Account& account) {
  witness_->answers.clear();
  PageVisit landing = browser_.visit(page);
  if (sign_in_form(landing.page) == nullptr) {
    throw std::runtime_error(fmt::format("no sign-in form at {}: HTTP {}", page, landing.status));
  }
  if (!submit_sign_in(landing, account)) {
    throw std::runtime_error(fmt::format("{} cannot sign in at {}", account.email, page));
  }
}

Visit HeadlessUser::open(const std::string& url, const ConsentAnswer& consent_answer) {
  witness_->answers.clear();
  forged_ = false;
  const Url parsed = Url::parse(url).value_or(Url{});
  redirect_uri_ = Parameters::parse(parsed.query).get("redirect_uri");
  PageVisit landing = browser_.visit(url);
  if (landing.left && landing.address == url) {
    return {Visit::End::kPage, url, 0, "The authorization page is not on loopback."};
  }
  for (int pages = 0; pages < kMostPages && !landing.left; ++pages) {
    if (!submit(landing, consent_answer)) break;
  }
  if (landing.left) return {Visit::End::kHandedOver, landing.address, landing.status, ""};
  return {Visit::End::kPage, landing.address, landing.status, landing.page.text};
}

// Fills in what the page asks for. False when there is nothing that could be.
bool HeadlessUser::submit(PageVisit& landing, const ConsentAnswer& consent_answer) {
  const auto [form, button] =
      decision_button(landing.page, consent_answer.cancels ? "cancel" : "authorize");
  if (button != nullptr) {
    HtmlForm sent = *form;
    if (consent_answer.forges) {
      const auto left_out = std::erase_if(sent.fields, proves_its_page);
      forged_ = left_out > 0;
    }
    landing = browser_.submit(landing, sent, button);
    return true;
  }
  return account_ && sign_in_form(landing.page) != nullptr && submit_sign_in(landing, *account_);
}

// False when the page asks again.
bool HeadlessUser::submit_sign_in(PageVisit& landing, const Account& account) {
  HtmlForm form = *sign_in_form(landing.page);
  form.fill("email", account.email);
  form.fill("password", account.password);
  landing = browser_.submit(landing, form, form.buttons.empty() ? nullptr : form.buttons.data());
  return landing.left || sign_in_form(landing.page) == nullptr;
}

}  // namespace conform::clients
