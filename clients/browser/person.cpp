#include "clients/browser/person.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "clients/browser/browser.hpp"

namespace conform::clients {

using mock::MockOmni;
using mock::Role;
using mock::User;
using mock::World;

namespace {

enum class Decision { kAuthorize, kCancel, kClose };

constexpr std::size_t kLongestText = 400;

std::string shortened(std::string text) {
  if (text.size() > kLongestText) {
    text.resize(kLongestText);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80U) != 0) text.pop_back();
    text += "...";
  }
  return text;
}

// The first active member of the organization who may query.
const User* default_user(const World& world, std::string_view organization) {
  const auto queries = [organization](const User& user) {
    const auto membership = user.memberships.find(std::string(organization));
    return membership != user.memberships.end() && membership->second.active &&
           membership->second.role == Role::kQuerier;
  };
  const auto found = std::ranges::find_if(world.users, queries);
  return found == world.users.end() ? nullptr : &*found;
}

}  // namespace

struct Person::Impl {
  explicit Impl(MockOmni& mock_omni)
      : mock(mock_omni),
        browser(
            connection, [this](const Url& url) { return is_ours(url); },
            [this] { return mock.clock().now(); }) {}

  void note(std::string text) {
    mock.transcript().note(Note::Kind::kPerson, std::move(text), mock.clock().now());
  }

  // A redirect to the client's own address is never ours, whatever its port.
  [[nodiscard]] bool is_ours(const Url& url) const {
    if (!redirect_uri.empty() && url.text().starts_with(redirect_uri)) return false;
    const int port = url.port == 0 ? 80 : url.port;
    return url.scheme == "http" && url.is_loopback() &&
           std::ranges::any_of(mock.ports(),
                               [port](const auto& site) { return site.second == port; });
  }

  // The organization whose page this is.
  [[nodiscard]] std::string organization_of(const std::string& address) const {
    const std::string origin = Url::parse(address).value_or(Url{}).origin();
    for (const auto& [site, port] : mock.ports()) {
      if (origin == mock.origin(site) || origin == mock.origin(site, true)) return site;
    }
    return "";
  }

  // Submits the sign-in form of the page. True when what comes next is no sign-in form.
  bool sign_in(PageVisit& landing, const std::string& user_id) {
    const std::shared_ptr<const World> world = mock.world();
    const User* const user = world->user(user_id);
    if (user == nullptr) throw std::runtime_error(fmt::format("the world has no user {}", user_id));
    HtmlForm form = *landing.page.form("sign-in");
    form.fill("email", user->email);
    form.fill("password", user->password);
    landing = browser.submit(landing, form, form.buttons.empty() ? nullptr : form.buttons.data());
    return landing.left || landing.page.form("sign-in") == nullptr;
  }

  void signs_in(const PersonMove& move) {
    std::string user_id = move.user;
    if (user_id.empty()) {
      const std::shared_ptr<const World> world = mock.world();
      const User* const user = default_user(*world, move.organization);
      if (user == nullptr) {
        throw std::runtime_error(
            fmt::format("{} has no active querier to sign in as", move.organization));
      }
      user_id = user->id;
    }
    PageVisit landing = browser.visit(mock.origin(move.organization) + "/login");
    if (landing.page.form("sign-in") == nullptr) {
      note(fmt::format("finds no sign-in form at {}; reads: {}", move.organization,
                       shortened(landing.page.text)));
      return;
    }
    if (sign_in(landing, user_id)) {
      signed_in_as[move.organization] = user_id;
      note(fmt::format("signs in to {} as {}", move.organization, user_id));
    } else {
      note(fmt::format("cannot sign in to {} as {}; reads: {}", move.organization, user_id,
                       shortened(landing.page.text)));
    }
  }

  void signs_out(const PersonMove& move) {
    const PageVisit home = browser.visit(mock.origin(move.organization) + "/");
    const HtmlForm* const form = home.page.form("sign-out");
    if (form == nullptr) {
      note(fmt::format("is not signed in to {}", move.organization));
      return;
    }
    browser.submit(home, *form, form->buttons.empty() ? nullptr : form->buttons.data());
    note(fmt::format("signs out of {}", move.organization));
  }

  void generates_token(const PersonMove& move) {
    if (!move.user.empty() && signed_in_as[move.organization] != move.user) signs_in(move);
    PageVisit landing = browser.visit(mock.origin(move.organization) + "/profile/tokens");
    const auto known = signed_in_as.find(move.organization);
    if (landing.page.form("sign-in") != nullptr && known != signed_in_as.end()) {
      sign_in(landing, known->second);
      if (landing.page.form("generate-token") == nullptr) {
        landing = browser.visit(mock.origin(move.organization) + "/profile/tokens");
      }
    }
    const HtmlForm* const found = landing.page.form("generate-token");
    if (found == nullptr) {
      note(fmt::format("cannot generate a token at {}; reads: {}", move.organization,
                       shortened(landing.page.text)));
      return;
    }
    HtmlForm form = *found;
    if (form.has_field("name")) form.fill("name", "made by hand");
    note(fmt::format("presses Generate token at {}", move.organization));
    const PageVisit after =
        browser.submit(landing, form, form.buttons.empty() ? nullptr : form.buttons.data());
    note(fmt::format("reads: {}", shortened(after.page.text)));
  }

  Visit open(std::string_view url, bool deliver) {
    redirect_uri = Url::parse(url).value_or(Url{}).query;
    redirect_uri = Parameters::parse(redirect_uri).get("redirect_uri");
    Visit visit = go_through(browser.visit(std::string(url)));
    if (deliver && visit.end == Visit::End::kHandedOver) hand_to_client(visit.url);
    redirect_uri.clear();
    return visit;
  }

  Visit go_through(PageVisit landing) {
    bool signed_in_here = false;
    // An authorization is at most a sign-in page and a consent page; more is a mock gone wrong.
    for (int pages = 0; pages < 4 && !landing.left; ++pages) {
      if (landing.page.form("consent") != nullptr) {
        if (std::optional<Visit> closed = decide(landing)) return *std::move(closed);
        continue;
      }
      if (landing.page.form("sign-in") == nullptr || signed_in_here) break;
      if (decision == Decision::kClose) return close(landing);
      const std::string organization = organization_of(landing.address);
      const auto known = signed_in_as.find(organization);
      if (known == signed_in_as.end()) break;
      signed_in_here = true;
      note(fmt::format("signs in to {} as {}", organization, known->second));
      sign_in(landing, known->second);
    }
    if (landing.left) return {Visit::End::kHandedOver, landing.address, landing.status, ""};
    note(fmt::format("reads: {}", shortened(landing.page.text)));
    return {Visit::End::kPage, landing.address, landing.status, landing.page.text};
  }

  // Presses a button of the consent page, after what happens meanwhile; or closes the window.
  std::optional<Visit> decide(PageVisit& landing) {
    for (const AdminMove& move : std::exchange(meanwhile, {})) move.apply(mock);
    if (decision == Decision::kClose) return close(landing);
    const bool cancels = decision == Decision::kCancel;
    const HtmlForm form = *landing.page.form("consent");
    const HtmlButton* const button = form.button("decision", cancels ? "cancel" : "authorize");
    if (button == nullptr) {
      note(fmt::format("finds no button to {}", cancels ? "cancel" : "authorize"));
      return Visit{Visit::End::kPage, landing.address, landing.status, landing.page.text};
    }
    note(fmt::format("presses {}", button->label));
    landing = browser.submit(landing, form, button);
    return std::nullopt;
  }

  Visit close(const PageVisit& landing) {
    note("closes the window");
    return {Visit::End::kClosed, landing.address, landing.status, landing.page.text};
  }

  // The client listens on a loopback port of its own: the browser goes there, as it does for real.
  void hand_to_client(const std::string& address) {
    const std::optional<Url> url = Url::parse(address);
    if (!url || url->scheme != "http" || !url->is_loopback()) return;
    try {
      Request request;
      request.target = url->target();
      request.headers = {{"Accept", "text/html"}};
      HttpConnection once;
      once.send(*url, std::move(request));
    } catch (const ConnectionError& error) {
      note(fmt::format("finds the client's page gone: {}", error.what()));
    }
  }

  MockOmni& mock;
  HttpConnection connection;
  std::string redirect_uri;  // of the authorization that is open
  Browser browser;
  std::map<std::string, std::string, std::less<>>
      signed_in_as;  // organization -> user, the last sign-in
  Decision decision = Decision::kAuthorize;
  std::vector<AdminMove> meanwhile;
  std::mutex mutex;
};

Person::Person(MockOmni& mock) : impl_(std::make_unique<Impl>(mock)) {}
Person::~Person() = default;

void Person::perform(const PersonMove& move) {
  const std::lock_guard lock(impl_->mutex);
  switch (move.kind) {
    case PersonMove::Kind::kSignsIn:
      return impl_->signs_in(move);
    case PersonMove::Kind::kSignsOut:
      return impl_->signs_out(move);
    case PersonMove::Kind::kGeneratesToken:
      return impl_->generates_token(move);
    case PersonMove::Kind::kAuthorizes:
      impl_->decision = Decision::kAuthorize;
      break;
    case PersonMove::Kind::kCancels:
      impl_->decision = Decision::kCancel;
      break;
    case PersonMove::Kind::kClosesTheWindow:
      impl_->decision = Decision::kClose;
      break;
  }
  impl_->meanwhile = move.meanwhile;
}

Visit Person::open(std::string_view url, bool deliver) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->open(url, deliver);
}

}  // namespace conform::clients
