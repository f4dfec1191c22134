#include <fmt/format.h>

#include <array>
#include <string>

#include "mock_server/handling/handler.hpp"
#include "mock_server/instance/pages.hpp"
#include "mock_server/mcp/endpoint.hpp"
#include "mock_server/oauth/endpoints.hpp"
#include "mock_server/rest/endpoints.hpp"

namespace conform::mock {
namespace {

enum class On { kCallbacks, kInstance };

struct Route {
  On on;
  std::string_view method;
  std::string_view path;  // "{id}" stands for any one segment
  Handler handler;
};

// Everything that the mock serves. HEAD is GET without its body; the path-suffixed metadata is a
// setting.
constexpr std::array kRoutes{
    Route{On::kCallbacks, "GET", "/", callbacks_home},
    Route{On::kCallbacks, "GET", "/.well-known/oauth-protected-resource",
          protected_resource_metadata},
    Route{On::kCallbacks, "GET", "/.well-known/oauth-protected-resource/callback/mcp",
          path_protected_resource_metadata},
    Route{On::kCallbacks, "GET", "/.well-known/oauth-authorization-server",
          authorization_server_metadata},
    Route{On::kCallbacks, "POST", "/oauth/register", register_client},
    Route{On::kCallbacks, "GET", "/callback/mcp/oauth/authorize", authorize},
    Route{On::kCallbacks, "POST", "/callback/mcp/oauth/token", token},
    Route{On::kCallbacks, "*", "/callback/mcp", mcp_endpoint},

    Route{On::kInstance, "GET", "/", home_page},
    Route{On::kInstance, "GET", "/login", sign_in_page},
    Route{On::kInstance, "POST", "/login", sign_in},
    Route{On::kInstance, "POST", "/logout", sign_out},
    Route{On::kInstance, "GET", "/oauth/mcp/authorize", consent_page},
    Route{On::kInstance, "POST", "/oauth/mcp/authorize", consent},
    Route{On::kInstance, "GET", "/profile", profile_page},
    Route{On::kInstance, "GET", "/profile/tokens", profile_page},
    Route{On::kInstance, "POST", "/profile/tokens", generate_token},
    Route{On::kInstance, "POST", "/profile/tokens/revoke", revoke_own_token},
    Route{On::kInstance, "GET", "/settings/ai", ai_settings_page},
    Route{On::kInstance, "POST", "/settings/ai", change_ai_settings},
    Route{On::kInstance, "GET", "/settings/api-keys", api_keys_page},
    Route{On::kInstance, "POST", "/settings/api-keys", create_organization_key},
    Route{On::kInstance, "POST", "/settings/api-keys/state", change_api_key},
    Route{On::kInstance, "POST", "/settings/api-keys/personal-tokens", change_personal_tokens},
    Route{On::kInstance, "GET", "/settings/users", users_page},
    Route{On::kInstance, "POST", "/settings/users", add_user},
    Route{On::kInstance, "POST", "/settings/users/role", change_user_role},
    Route{On::kInstance, "POST", "/settings/users/active", change_user_active},
    Route{On::kInstance, "*", "/mcp/https", mcp_endpoint},

    Route{On::kInstance, "GET", "/api/v1/whoami", whoami},
    Route{On::kInstance, "GET", "/api/v1/api-keys", list_api_keys},
    Route{On::kInstance, "GET", "/api/v1/api-keys/{id}", get_api_key},
    Route{On::kInstance, "PUT", "/api/v1/api-keys/{id}", switch_api_key},
    Route{On::kInstance, "DELETE", "/api/v1/api-keys/{id}", revoke_api_key},
    Route{On::kInstance, "GET", "/api/v1/models", list_models},
    Route{On::kInstance, "GET", "/api/v1/models/{id}/topic", list_topics},
    Route{On::kInstance, "GET", "/api/v1/models/{id}/topic/{name}", get_topic},
};

// Whether the path has the pattern's segments.
bool matches(std::string_view pattern, std::string_view path) {
  while (true) {
    const std::size_t pattern_end = pattern.find('/');
    const std::size_t path_end = path.find('/');
    const std::string_view wanted = pattern.substr(0, pattern_end);
    const std::string_view segment = path.substr(0, path_end);
    if (wanted.starts_with('{') ? segment.empty() : segment != wanted) return false;
    const bool last = pattern_end == std::string_view::npos;
    if (last || path_end == std::string_view::npos)
      return last && path_end == std::string_view::npos;
    pattern.remove_prefix(pattern_end + 1);
    path.remove_prefix(path_end + 1);
  }
}

}  // namespace

Handler find_route(const Site& site, std::string_view method, std::string_view path,
                   std::string& allowed) {
  const On on = site.is_callbacks() ? On::kCallbacks : On::kInstance;
  for (const Route& route : kRoutes) {
    if (route.on != on || !matches(route.path, path)) continue;
    if (route.method == method || route.method == "*" ||
        (method == "HEAD" && route.method == "GET")) {
      return route.handler;
    }
    allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
  }
  return nullptr;
}

std::vector<std::string> all_routes() {
  std::vector<std::string> rows;
  rows.reserve(kRoutes.size());
  for (const Route& route : kRoutes) {
    rows.push_back(fmt::format("{} {} {}", route.on == On::kCallbacks ? "callbacks" : "instance",
                               route.method, route.path));
  }
  return rows;
}

}  // namespace conform::mock
