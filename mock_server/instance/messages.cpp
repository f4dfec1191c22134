#include <string>

#include "mock_server/instance/pages.hpp"

namespace conform::mock {
namespace {

// Links to every organization's sign-in page, as a help for people: the real host knows only one at
// a time.
void add_instances(const Context& context, PageValues& values) {
  PageValues list;
  for (const Organization& organization : context.world.organizations) {
    PageValues item;
    item.texts = {{"URL", context.origin(organization.id) + "/login"},
                  {"NAME", "Log in to " + organization.name}};
    list.repeated.push_back({"INSTANCE", std::move(item)});
  }
  values.repeated.push_back({"INSTANCES", std::move(list)});
}

}  // namespace

Response refusal_page(Context& context, const Refusal& refused, std::string_view detail) {
  PageValues values;
  values.texts = {{"STATUS_CODE", std::to_string(refused.status)},
                  {"TEXT", std::string(refused.text)},
                  {"DETAIL_TEXT", std::string(detail)}};
  values.shown.emplace_back("STATUS");
  if (!detail.empty()) values.shown.emplace_back("DETAIL");
  return page_response(context, refused.status, "message", std::string(refused.title), values);
}

Response login_required_page(Context& context) {
  const Refusal& refused = refusal("login_required");
  context.facts["refusal"] = refused.id;
  PageValues values;
  values.texts = {{"TEXT", std::string(refused.text)}};
  add_instances(context, values);
  return page_response(context, context.world.authorization.login_required_status, "message",
                       std::string(refused.title), values);
}

Response callbacks_home(Context& context) {
  PageValues values;
  values.texts = {
      {"TEXT", "MCP clients connect with OAuth to " + context.own_origin() + "/callback/mcp"}};
  add_instances(context, values);
  return page_response(context, 200, "message", "Omni callbacks (mock)", values);
}

}  // namespace conform::mock
