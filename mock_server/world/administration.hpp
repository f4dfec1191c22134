// What Organization Admins and users change in an organization, as Changes with their words. An
// `apply` throws Forbidden when the world, as it is at that moment, does not allow the change; then
// nothing has changed. `by` is the id of whoever acts.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_server/world/world.hpp"

namespace conform::mock {

struct SettingFlag {
  bool Settings::* flag;
  std::string_view name;   // "mcp_server", as worlds and forms spell it
  std::string_view title;  // "MCP server", as the settings page spells it
};
std::span<const SettingFlag> all_setting_flags();

using WantedSettings = std::vector<std::pair<const SettingFlag*, bool>>;
Change change_settings(std::string_view by, std::string_view organization, WantedSettings wanted);

Change create_key(std::string_view by, ApiKey key);
// Forbidden: "no_such_key" (also when it was revoked), "key_without_switch" for a personal token
// that is to be disabled or enabled.
Change change_key_state(std::string_view by, std::string_view organization, std::string_view key,
                        ApiKey::State state);

struct NewMember {
  std::string email;
  std::string name;
  Membership membership;
};
// A user that other organizations know already becomes a member here too. Forbidden:
// "already_a_member".
Change add_member(std::string_view by, std::string_view organization, NewMember member);
// Forbidden: "no_such_user", "last_organization_admin".
Change change_role(std::string_view by, std::string_view organization, std::string_view user,
                   Role role, bool organization_admin);
Change change_active(std::string_view by, std::string_view organization, std::string_view user,
                     bool active);

}  // namespace conform::mock
