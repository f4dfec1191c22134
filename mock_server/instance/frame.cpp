#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "foundation/text/digest.hpp"
#include "mock_server/instance/pages.hpp"

namespace conform::mock {
namespace {

struct Place {
  std::string_view path;     // and what is below it
  std::string_view title;    // as the navigation spells it
  std::string_view section;  // of the layout: shown when the person is there
};

constexpr std::array kPlaces{
    Place{"/profile", "Manage account", "AT_PROFILE"},
    Place{"/settings/ai", "AI", "AT_AI"},
    Place{"/settings/api-keys", "API Keys", "AT_API_KEYS"},
    Place{"/settings/users", "Users", "AT_USERS"},
};
constexpr Place kHome{"/", "Home", "AT_HOME"};

const Place& place_of(std::string_view path) {
  const auto* const found = std::ranges::find_if(
      kPlaces, [path](const Place& place) { return path.starts_with(place.path); });
  return found == kPlaces.end() ? kHome : *found;
}

void show_account(PageValues& frame, const Visitor& visitor) {
  const Membership& membership = *visitor.membership;
  frame.texts.insert(frame.texts.end(), {{"USER", visitor.user->name},
                                         {"ROLE", std::string(to_string(membership.role))},
                                         {"CSRF", csrf_token(visitor.session)}});
  if (membership.organization_admin) frame.shown.emplace_back("ORGANIZATION_ADMIN");
}

bool is_page_of_organization(const Request& request) {
  return endpoint_of(request.method, request.path(), false) == Endpoint::kPage;
}

// The links, where the person is, and where a message leads back to.
void show_navigation(PageValues& frame, const Request& request) {
  const Place& here = place_of(request.path());
  const Place& back = request.method == "POST" ? here : kHome;
  frame.texts.insert(frame.texts.end(), {{"BACK_URL", std::string(back.path)},
                                         {"BACK_TITLE", std::string(back.title)}});
  for (const std::string_view section :
       {std::string_view("NAVIGATION"), here.section, std::string_view("BACK")}) {
    frame.shown.emplace_back(section);
  }
}

// Whose page it is, or which organization a page of the callbacks host speaks of.
const Organization* organization_of(const Context& context) {
  if (!context.site.is_callbacks()) return &context.organization();
  const auto known = context.facts.find("organization");
  return known == context.facts.end() ? nullptr : context.world.organization(known->second);
}

// Our one script may run, and no other: everything foreign on a page is escaped.
void allow_own_script(Response& response) {
  constexpr std::string_view kBegin = "<script>";
  const std::size_t begin = response.body.find(kBegin) + kBegin.size();
  const std::size_t end = response.body.find("</script>", begin);
  const std::string digest =
      base64(sha256(std::string_view(response.body).substr(begin, end - begin)));
  response.headers.set("Content-Security-Policy", response.headers.get("Content-Security-Policy") +
                                                      "; script-src 'sha256-" + digest + "'");
}

// What surrounds a page.
PageValues frame_of(const Context& context, std::string title) {
  PageValues frame;
  frame.texts = {{"TITLE", std::move(title)}};
  const auto visitor = context.site.is_callbacks() ? std::nullopt : visitor_of(context);
  const Organization* organization = organization_of(context);
  if (organization != nullptr) {
    frame.texts.emplace_back("ORGANIZATION", organization->name);
    frame.shown.emplace_back("OF_ORGANIZATION");
  }
  if (visitor) show_account(frame, *visitor);
  if (!visitor || !is_page_of_organization(context.request)) {
    frame.shown.emplace_back("CARD");
    if (organization != nullptr) {
      frame.texts.insert(frame.texts.end(), {{"BACK_URL", context.origin(organization->id) + "/"},
                                             {"BACK_TITLE", organization->name}});
      frame.shown.emplace_back("BACK");
    }
    return frame;
  }
  frame.shown.emplace_back("APPLICATION");
  if (visitor->membership->active) show_navigation(frame, context.request);
  return frame;
}

}  // namespace

Response page_response(const Context& context, int status, std::string_view name, std::string title,
                       const PageValues& values) {
  Response response =
      html_response(status, render_page(context.fixtures.folder / "pages", name,
                                        frame_of(context, std::move(title)), values));
  allow_own_script(response);
  return response;
}

}  // namespace conform::mock
