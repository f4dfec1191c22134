#include "mock_server/world/administration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "foundation/text/ascii.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

constexpr std::array kFlags{
    SettingFlag{&Settings::mcp_server, "mcp_server", "MCP server"},
    SettingFlag{&Settings::omni_agent, "omni_agent", "Omni Agent"},
    SettingFlag{&Settings::agentic, "agentic", "Agentic capabilities"},
    SettingFlag{&Settings::single_shot, "single_shot", "Single shot query generation"},
    SettingFlag{&Settings::docs_search, "docs_search", "Omni documentation search"},
    SettingFlag{&Settings::content_access, "content_access", "Content access"},
    SettingFlag{&Settings::personal_access_tokens, "personal_access_tokens",
                "Personal access tokens"},
};

std::string_view verb(ApiKey::State state) {
  switch (state) {
    case ApiKey::State::kActive:
      return "enables";
    case ApiKey::State::kDisabled:
      return "disables";
    case ApiKey::State::kRevoked:
      return "revokes";
  }
  return "";
}

bool has_active_admin(const World& world, std::string_view organization) {
  return std::ranges::any_of(world.users, [organization](const User& user) {
    const auto found = user.memberships.find(std::string(organization));
    return found != user.memberships.end() && found->second.organization_admin &&
           found->second.active;
  });
}

// Changes one membership, unless that would leave the organization without an active admin.
template <typename Act>
void change_membership(World& world, const std::string& organization, const std::string& user_id,
                       const Act& act) {
  User* user = world.user(user_id);
  if (user == nullptr) throw Forbidden("no_such_user");
  const auto found = user->memberships.find(organization);
  if (found == user->memberships.end()) throw Forbidden("no_such_user");
  const bool had_admin = has_active_admin(world, organization);
  act(found->second);
  if (had_admin && !has_active_admin(world, organization)) {
    throw Forbidden("last_organization_admin");
  }
}

// A short name that no user has yet: the first part of the address, numbered when it is taken.
std::string new_user_id(const World& world, std::string_view email) {
  std::string name;
  for (const char c : email.substr(0, email.find('@'))) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    name += plain ? c : '_';
  }
  std::string id = name;
  for (int number = 2; world.user(id) != nullptr; ++number) id = fmt::format("{}_{}", name, number);
  return id;
}

}  // namespace

std::span<const SettingFlag> all_setting_flags() { return kFlags; }

Change change_settings(std::string_view by, std::string_view organization, WantedSettings wanted) {
  std::vector<std::string> words;
  words.reserve(wanted.size());
  for (const auto& [flag, on] : wanted) {
    words.push_back(fmt::format("{} {}", flag->title, on ? "on" : "off"));
  }
  return {
      fmt::format("{} changes the settings of {}: {}", by, organization, fmt::join(words, ", ")),
      [organization = std::string(organization), wanted = std::move(wanted)](World& world) {
        Settings& settings = world.organization(organization)->settings;
        for (const auto& [flag, on] : wanted) settings.*(flag->flag) = on;
      }};
}

Change create_key(std::string_view by, ApiKey key) {
  const std::string_view kind = key.kind == ApiKey::Kind::kOrganization
                                    ? "creates an organization key"
                                    : "generates a personal access token";
  return {fmt::format("{} {} at {}", by, kind, key.organization),
          [key = std::move(key)](World& world) { world.keys.push_back(key); }};
}

Change change_key_state(std::string_view by, std::string_view organization, std::string_view key,
                        ApiKey::State state) {
  return {fmt::format("{} {} {} of {}", by, verb(state), key, organization),
          [organization = std::string(organization), id = std::string(key), state](World& world) {
            ApiKey* found = world.key(id);
            if (found == nullptr || found->organization != organization ||
                found->state == ApiKey::State::kRevoked) {
              throw Forbidden("no_such_key");
            }
            if (found->kind == ApiKey::Kind::kPersonal && state != ApiKey::State::kRevoked) {
              throw Forbidden("key_without_switch");
            }
            found->state = state;
          }};
}

Change add_member(std::string_view by, std::string_view organization, NewMember member) {
  member.email = lower_case(member.email);
  return {fmt::format("{} adds {} to {} as {}", by, member.email, organization,
                      to_string(member.membership.role)),
          [organization = std::string(organization), member = std::move(member)](World& world) {
            User* user = world.user(member.email);
            if (user == nullptr) {
              User added;
              added.id = new_user_id(world, member.email);
              added.email = member.email;
              added.name = member.name;
              world.users.push_back(std::move(added));
              user = &world.users.back();
            }
            if (!user->memberships.emplace(organization, member.membership).second) {
              throw Forbidden("already_a_member", user->email);
            }
          }};
}

Change change_role(std::string_view by, std::string_view organization, std::string_view user,
                   Role role, bool organization_admin) {
  return {fmt::format("{} makes {} {}{} at {}", by, user, to_string(role),
                      organization_admin ? " and Organization Admin" : "", organization),
          [organization = std::string(organization), user = std::string(user), role,
           organization_admin](World& world) {
            change_membership(world, organization, user, [&](Membership& membership) {
              membership.role = role;
              membership.organization_admin = organization_admin;
            });
          }};
}

Change change_active(std::string_view by, std::string_view organization, std::string_view user,
                     bool active) {
  return {
      fmt::format("{} {} {} at {}", by, active ? "reactivates" : "deactivates", user, organization),
      [organization = std::string(organization), user = std::string(user), active](World& world) {
        change_membership(world, organization, user,
                          [&](Membership& membership) { membership.active = active; });
      }};
}

}  // namespace conform::mock
