#include <array>

#include "foundation/http/field_syntax.hpp"
#include "mock_server/query/query_engine.hpp"
#include "mock_server/rest/endpoints.hpp"
#include "mock_server/rest/model_identity.hpp"
#include "mock_server/rest/serve.hpp"

namespace conform::mock {
namespace {

struct Named {
  std::string_view name;
  Permission permission;
};

// What each role may do with a model (docs/omni.md, "Roles").
constexpr std::array kPermissions{
    Named{"QUERY_TOPICS", Permission::kQueryTopics},
    Named{"USE_WORKBOOKS", Permission::kQueryTopics},  // "Viewer lacks it"
    Named{"QUERY_FULL_MODEL", Permission::kQueryFullModel},
    Named{"QUERY_SQL", Permission::kQueryFullModel},
    Named{"VIEW_SQL", Permission::kQueryFullModel},
    Named{"UPDATE", Permission::kEditModel},
};

Json role_of(const Principal& principal, const Model& model) {
  const Role role = principal.membership.role;
  Json permissions = Json::array();
  for (const Named& named : kPermissions) {
    if (may(role, named.permission)) permissions.push_back(named.name);
  }
  return {{"roleName", to_string(role)},
          {"baseRole", to_api_code(role)},
          {"connectionId", connection_id(model)},
          {"permissions", std::move(permissions)}};
}

// The models that "modelId" asks for: one, a list with commas, or the parameter several times.
std::vector<std::string> asked_models(const Context& context) {
  const auto& reachable = context.organization().models;
  std::vector<std::string> asked;
  std::string unknown;
  for (const auto& [name, value] : context.request.query()) {
    if (name != "modelId") continue;
    for_each_element(value, [&](std::string_view id) {
      const bool known = std::ranges::find(reachable, id) != reachable.end();
      if (known) asked.emplace_back(id);
      if (!known) unknown.append(unknown.empty() ? "" : ", ").append(id);
    });
  }
  if (!unknown.empty()) throw RestRefusal("models_not_found", {unknown});
  return asked.empty() ? reachable : asked;
}

}  // namespace

Response whoami(Context& context) {
  return serve_rest(context, [&](const Principal& principal) {
    Json roles = Json::object();
    for (const std::string& id : asked_models(context)) {
      const Model* model = context.fixtures.engine->semantic_model(id);
      if (model != nullptr) roles[id] = role_of(principal, *model);
    }
    const bool by_organization = principal.credential == Principal::Credential::kOrganizationKey;
    return Json{
        {"user",
         {{"id", uuid_of("user " + principal.user)}, {"membershipId", principal.membership.id}}},
        {"keyScope", by_organization ? "organization" : "user"},
        {"orgRole", is_admin(principal) ? "ORG_ADMIN" : "MEMBER"},
        {"rolesByModel", std::move(roles)},
        {"rolesByModelTruncated", false}};
  });
}

}  // namespace conform::mock
