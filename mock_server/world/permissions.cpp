#include "mock_server/world/permissions.hpp"

#include <array>

namespace conform::mock {
namespace {

struct RoleNames {
  Role role;
  std::string_view title;
  std::string_view code;   // as the API spells it
  std::string_view snake;  // as worlds spell it
};

constexpr std::array kRoles{
    RoleNames{Role::kNoAccess, "No access", "NO_ACCESS", "no_access"},
    RoleNames{Role::kViewer, "Viewer", "VIEWER", "viewer"},
    RoleNames{Role::kRestrictedQuerier, "Restricted Querier", "QUERY_TOPICS", "restricted_querier"},
    RoleNames{Role::kQuerier, "Querier", "QUERIER", "querier"},
    RoleNames{Role::kModeler, "Modeler", "MODELER", "modeler"},
    RoleNames{Role::kConnectionAdmin, "Connection Admin", "CONNECTION_ADMIN", "connection_admin"},
};

struct Needs {
  Permission permission;
  std::string_view title;
  Role least;
};

// Who may do what: each permission and the least role that has it.
constexpr std::array kNeeds{
    // "Any user can create one … This can include Viewers."
    Needs{Permission::kAuthorizeMcpClient, "authorize an MCP client", Role::kNoAccess},
    Needs{Permission::kListTools, "list tools", Role::kNoAccess},
    Needs{Permission::kListModels, "list models", Role::kViewer},
    // Custom roles, tier Viewer: "View content".
    Needs{Permission::kViewContent, "view content", Role::kViewer},
    // "they won't be able to run queries or retrieve data through MCP since their permissions don't
    // allow querying in-app"
    Needs{Permission::kQueryTopics, "query topics", Role::kRestrictedQuerier},
    Needs{Permission::kQueryFullModel, "query every view", Role::kQuerier},
    // "Standard PATs require Modeler or higher permissions"
    Needs{Permission::kCreateStandardToken, "create a standard personal access token",
          Role::kModeler},
    Needs{Permission::kEditModel, "edit the shared model", Role::kModeler},
    Needs{Permission::kManageConnections, "manage connections", Role::kConnectionAdmin},
};

}  // namespace

bool may(Role role, Permission permission) {
  for (const Needs& needs : kNeeds) {
    if (needs.permission == permission) return role >= needs.least;
  }
  return false;
}

std::string_view to_string(Permission permission) {
  for (const Needs& needs : kNeeds) {
    if (needs.permission == permission) return needs.title;
  }
  return "";
}

std::string_view to_string(Role role) {
  for (const RoleNames& names : kRoles) {
    if (names.role == role) return names.title;
  }
  return "";
}

std::string_view to_api_code(Role role) {
  for (const RoleNames& names : kRoles) {
    if (names.role == role) return names.code;
  }
  return "";
}

std::string_view to_world_name(Role role) {
  for (const RoleNames& names : kRoles) {
    if (names.role == role) return names.snake;
  }
  return "";
}

std::optional<Role> role_from(std::string_view text) {
  for (const RoleNames& names : kRoles) {
    if (text == names.title || text == names.code || text == names.snake) return names.role;
  }
  return std::nullopt;
}

}  // namespace conform::mock
