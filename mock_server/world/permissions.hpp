// Roles and what they may do: one table (docs/omni.md, "Roles").
#pragma once

#include <optional>
#include <string_view>

namespace conform::mock {

// Connection and model roles, least to most; they compare in that order.
enum class Role { kNoAccess, kViewer, kRestrictedQuerier, kQuerier, kModeler, kConnectionAdmin };

enum class Permission {
  kAuthorizeMcpClient,   // complete the OAuth flow: any user, Viewers too
  kListTools,            // initialize and tools/list
  kListModels,           // pickModel
  kViewContent,          // find dashboards and list what is on them
  kQueryTopics,          // query through a topic: QUERY_TOPICS
  kQueryFullModel,       // query any view: QUERY_FULL_MODEL
  kCreateStandardToken,  // Profile > Manage account > Generate token
  kEditModel,
  kManageConnections,
};

bool may(Role role, Permission permission);
std::string_view to_string(Role role);                 // "Restricted Querier"
std::string_view to_api_code(Role role);               // "QUERY_TOPICS"
std::string_view to_world_name(Role role);             // "restricted_querier"
std::optional<Role> role_from(std::string_view text);  // either spelling, or snake_case
std::string_view to_string(Permission permission);

}  // namespace conform::mock
