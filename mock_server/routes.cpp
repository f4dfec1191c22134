#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "mock_server/handling/handler.hpp"
#include "mock_server/handling/route_match.hpp"
#include "mock_server/instance/pages.hpp"
#include "mock_server/mcp/endpoint.hpp"
#include "mock_server/oauth/endpoints.hpp"
#include "mock_server/rest/endpoints.hpp"

namespace conform::mock {
namespace {

enum class On { kCallbacks, kInstance, kAnywhere };

struct Route {
  On on;
  std::string_view method;
  PathPattern path;
  Endpoint endpoint;
  Handler handler = nullptr;                // none: nothing is there
  bool (*only_in)(const World&) = nullptr;  // the worlds that serve it; none: all do
};

// The MCP URL stands behind a slash.
bool is_moved(const World& world) { return world.mcp.moved_with.has_value(); }
// As revision 2025-03-26 has them for a server without metadata.
bool has_default_endpoints(const World& world) { return world.authorization.default_endpoints; }

// Everything that the mock serves, and below it what clients mean by a path that it does not. The
// path-suffixed metadata is a setting.
constexpr std::array kRoutes{
    Route{On::kCallbacks, "GET", "/", Endpoint::kOther, callbacks_home},
    Route{On::kCallbacks, "GET", "/.well-known/oauth-protected-resource",
          Endpoint::kProtectedResourceMetadata, protected_resource_metadata},
    Route{On::kCallbacks, "GET", "/.well-known/oauth-protected-resource/callback/mcp",
          Endpoint::kProtectedResourceMetadata, path_protected_resource_metadata},
    Route{On::kCallbacks, "GET", "/.well-known/oauth-authorization-server",
          Endpoint::kAuthorizationServerMetadata, authorization_server_metadata},
    Route{On::kCallbacks, "POST", "/oauth/register", Endpoint::kRegistration, register_client},
    Route{On::kCallbacks, "GET", "/callback/mcp/oauth/authorize", Endpoint::kAuthorize, authorize},
    Route{On::kCallbacks, "POST", "/callback/mcp/oauth/token", Endpoint::kToken, token},
    Route{On::kCallbacks, "*", "/callback/mcp", Endpoint::kMcp, mcp_endpoint},

    Route{On::kCallbacks, "*", "/callback/mcp/", Endpoint::kMcp, mcp_endpoint, is_moved},
    Route{On::kCallbacks, "POST", "/register", Endpoint::kRegistration, register_client,
          has_default_endpoints},
    Route{On::kCallbacks, "GET", "/authorize", Endpoint::kAuthorize, authorize,
          has_default_endpoints},
    Route{On::kCallbacks, "POST", "/token", Endpoint::kToken, token, has_default_endpoints},

    Route{On::kInstance, "GET", "/", Endpoint::kPage, home_page},
    Route{On::kInstance, "GET", "/login", Endpoint::kSignIn, sign_in_page},
    Route{On::kInstance, "POST", "/login", Endpoint::kSignIn, sign_in},
    Route{On::kInstance, "POST", "/logout", Endpoint::kSignOut, sign_out},
    Route{On::kInstance, "GET", "/oauth/mcp/authorize", Endpoint::kConsent, consent_page},
    Route{On::kInstance, "POST", "/oauth/mcp/authorize", Endpoint::kConsent, consent},
    Route{On::kInstance, "GET", "/profile", Endpoint::kPage, profile_page},
    Route{On::kInstance, "GET", "/profile/tokens", Endpoint::kPage, profile_page},
    Route{On::kInstance, "POST", "/profile/tokens", Endpoint::kPage, generate_token},
    Route{On::kInstance, "POST", "/profile/tokens/revoke", Endpoint::kPage, revoke_own_token},
    Route{On::kInstance, "GET", "/settings/ai", Endpoint::kPage, ai_settings_page},
    Route{On::kInstance, "POST", "/settings/ai", Endpoint::kPage, change_ai_settings},
    Route{On::kInstance, "GET", "/settings/api-keys", Endpoint::kPage, api_keys_page},
    Route{On::kInstance, "POST", "/settings/api-keys", Endpoint::kPage, create_organization_key},
    Route{On::kInstance, "POST", "/settings/api-keys/state", Endpoint::kPage, change_api_key},
    Route{On::kInstance, "POST", "/settings/api-keys/personal-tokens", Endpoint::kPage,
          change_personal_tokens},
    Route{On::kInstance, "GET", "/settings/users", Endpoint::kPage, users_page},
    Route{On::kInstance, "POST", "/settings/users", Endpoint::kPage, add_user},
    Route{On::kInstance, "POST", "/settings/users/role", Endpoint::kPage, change_user_role},
    Route{On::kInstance, "POST", "/settings/users/active", Endpoint::kPage, change_user_active},
    Route{On::kInstance, "*", "/mcp/https", Endpoint::kMcp, mcp_endpoint},
    Route{On::kInstance, "*", "/mcp/https/", Endpoint::kMcp, mcp_endpoint, is_moved},

    Route{On::kInstance, "GET", "/api/v1/whoami", Endpoint::kRest, whoami},
    Route{On::kInstance, "GET", "/api/v1/api-keys", Endpoint::kRest, list_api_keys},
    Route{On::kInstance, "GET", "/api/v1/api-keys/{id}", Endpoint::kRest, get_api_key},
    Route{On::kInstance, "PUT", "/api/v1/api-keys/{id}", Endpoint::kRest, switch_api_key},
    Route{On::kInstance, "DELETE", "/api/v1/api-keys/{id}", Endpoint::kRest, revoke_api_key},
    Route{On::kInstance, "GET", "/api/v1/models", Endpoint::kRest, list_models},
    Route{On::kInstance, "GET", "/api/v1/models/{id}/topic", Endpoint::kRest, list_topics},
    Route{On::kInstance, "GET", "/api/v1/models/{id}/topic/{name}", Endpoint::kRest, get_topic},

    // A client that guesses an endpoint meant the same by it: it counts as the attempt that it is.
    Route{On::kAnywhere, "*", "/_mock", Endpoint::kControl},
    Route{On::kAnywhere, "*", "/_mock/*", Endpoint::kControl},
    Route{On::kAnywhere, "*", "/api/*", Endpoint::kRest},
    Route{On::kAnywhere, "*", "*/.well-known/oauth-protected-resource*",
          Endpoint::kProtectedResourceMetadata},
    Route{On::kAnywhere, "*", "*/.well-known/oauth-authorization-server*",
          Endpoint::kAuthorizationServerMetadata},
    Route{On::kAnywhere, "*", "*/.well-known/openid-configuration*",
          Endpoint::kAuthorizationServerMetadata},
    Route{On::kAnywhere, "*", "/oauth/register", Endpoint::kRegistration},
    Route{On::kAnywhere, "POST", "*/register", Endpoint::kRegistration},
    Route{On::kAnywhere, "*", "*/authorize", Endpoint::kAuthorize},
    Route{On::kAnywhere, "*", "*/token", Endpoint::kToken},
    Route{On::kInstance, "*", "/profile/*", Endpoint::kPage},
    Route{On::kInstance, "*", "/settings/*", Endpoint::kPage},
};

bool is_on(const Route& route, bool callbacks) {
  return route.on == On::kAnywhere || (route.on == On::kCallbacks) == callbacks;
}

}  // namespace

Endpoint endpoint_of(std::string_view method, std::string_view path, bool on_callbacks_host) {
  const auto always = [](const Route& route) {
    return route.handler != nullptr && route.only_in == nullptr;
  };
  const auto served = match_route(kRoutes, method, path, [&](const Route& route) {
    return is_on(route, on_callbacks_host) && always(route);
  });
  if (served.row != nullptr) return served.row->endpoint;
  if (served.of_other_method != nullptr) return served.of_other_method->endpoint;
  const auto meant = match_route(kRoutes, method, path, [&](const Route& route) {
    return is_on(route, on_callbacks_host) && !always(route);
  });
  return meant.row != nullptr ? meant.row->endpoint : Endpoint::kOther;
}

FoundRoute find_route(const World& world, const Site& site, std::string_view method,
                      std::string_view path) {
  auto match = match_route(kRoutes, method, path, [&](const Route& route) {
    return is_on(route, site.is_callbacks()) && route.handler != nullptr &&
           (route.only_in == nullptr || route.only_in(world));
  });
  return {match.row != nullptr ? match.row->handler : nullptr, std::move(match.parameters),
          std::move(match.allowed)};
}

std::vector<std::string> all_routes() {
  std::vector<std::string> rows;
  for (const Route& route : kRoutes) {
    if (route.handler == nullptr) continue;
    rows.push_back(fmt::format("{} {} {}", route.on == On::kCallbacks ? "callbacks" : "instance",
                               route.method, route.path.text));
  }
  return rows;
}

}  // namespace conform::mock
