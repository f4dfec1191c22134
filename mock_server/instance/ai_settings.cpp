#include <algorithm>
#include <array>
#include <string>

#include "mock_server/instance/pages.hpp"
#include "mock_server/world/administration.hpp"

namespace conform::mock {
namespace {

// The switches of this page: those of the tools count only while the MCP server is on, and the form
// then doesn't send them.
struct Switch {
  bool Settings::* flag;
  std::string_view section;  // of the template: shown when it is on
  bool of_tools;
};

constexpr std::array kSwitches{
    Switch{&Settings::mcp_server, "MCP_SERVER", false},
    Switch{&Settings::omni_agent, "OMNI_AGENT", false},
    Switch{&Settings::agentic, "AGENTIC", true},
    Switch{&Settings::single_shot, "SINGLE_SHOT", true},
    Switch{&Settings::docs_search, "DOCS_SEARCH", true},
    Switch{&Settings::content_access, "CONTENT_ACCESS", true},
};

const SettingFlag& flag_of(const Switch& one) {
  return *std::ranges::find(all_setting_flags(), one.flag, &SettingFlag::flag);
}

// What the form wants otherwise than it is.
WantedSettings differences(const Settings& now, const Parameters& form) {
  WantedSettings wanted;
  for (const Switch& one : kSwitches) {
    if (one.of_tools && !form.has("tools")) continue;
    const SettingFlag& flag = flag_of(one);
    const bool on = form.get(flag.name) == "on";
    if (now.*one.flag != on) wanted.emplace_back(&flag, on);
  }
  return wanted;
}

Response show(Context& context, const Visitor& visitor) {
  require_organization_admin(visitor);
  const Settings& settings = context.organization().settings;
  PageValues values;
  for (const Switch& one : kSwitches) {
    if (settings.*one.flag) values.shown.emplace_back(one.section);
  }
  if (!settings.mcp_server) values.shown.emplace_back("TOOLS_OFF");
  if (context.request.query().has("saved")) values.shown.emplace_back("SAVED");
  return page_response(context, 200, "ai_settings", "AI settings", values);
}

Response save(Context& context, const Visitor& visitor) {
  require_organization_admin(visitor);
  WantedSettings wanted = differences(context.organization().settings, context.request.form());
  if (!wanted.empty()) {
    context.live.change(change_settings(visitor.user->id, context.site.name, std::move(wanted)));
  }
  return redirect_response("/settings/ai?saved", 303);
}

}  // namespace

Response ai_settings_page(Context& context) { return member_page(context, show); }
Response change_ai_settings(Context& context) { return member_form(context, save); }

}  // namespace conform::mock
