#include <string>

#include "mock_server/instance/pages.hpp"

namespace conform::mock {
namespace {

void list_other_organizations(const Context& context, const User& user, PageValues& values) {
  PageValues list;
  for (const Organization& organization : context.world.organizations) {
    const auto membership = user.memberships.find(organization.id);
    if (organization.id == context.site.name || membership == user.memberships.end()) continue;
    PageValues item;
    item.texts = {{"URL", context.origin(organization.id) + "/login"},
                  {"NAME", organization.name},
                  {"ROLE_THERE", std::string(to_string(membership->second.role))}};
    if (!membership->second.active) item.shown.emplace_back("DEACTIVATED_THERE");
    list.repeated.push_back({"OTHER", std::move(item)});
  }
  if (list.repeated.empty()) {
    values.shown.emplace_back("NO_OTHERS");
  } else {
    values.repeated.push_back({"OTHERS", std::move(list)});
  }
}

Response signed_in_home(Context& context, const Visitor& visitor) {
  PageValues values;
  values.texts = {{"EMAIL", visitor.user->email},
                  {"OAUTH_URL", context.callbacks_origin() + "/callback/mcp"},
                  {"KEY_URL", context.own_origin() + "/mcp/https"}};
  list_other_organizations(context, *visitor.user, values);
  return page_response(context, 200, "home", context.organization().name, values);
}

}  // namespace

Response home_page(Context& context) {
  if (visitor_of(context)) return member_page(context, signed_in_home);
  return page_response(context, 200, "signed_out", context.organization().name, {});
}

}  // namespace conform::mock
