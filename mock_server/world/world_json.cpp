#include "mock_server/world/world_json.hpp"

#include "mock_server/world/names.hpp"

namespace conform::mock {
namespace {

std::int64_t seconds(Duration duration) {
  return std::chrono::floor<std::chrono::seconds>(duration).count();
}

Json to_json(const Organization& organization) {
  return {{"id", organization.id},
          {"name", organization.name},
          {"settings", to_json(organization.settings)},
          {"models", organization.models},
          {"hidden_topics", organization.hidden_topics}};
}

Json to_json(const User& user) {
  Json memberships = Json::object();
  for (const auto& [organization, membership] : user.memberships) {
    memberships[organization] = to_json(membership);
  }
  return {{"id", user.id},
          {"email", user.email},
          {"name", user.name},
          {"password", user.password},
          {"memberships", std::move(memberships)}};
}

Json to_json(const AuthorizationBehaviour& behaviour) {
  Json json{{"challenge", behaviour.challenge},
            {"protected_resource_metadata", behaviour.protected_resource_metadata},
            {"path_well_known", behaviour.path_well_known},
            {"authorization_server_metadata", behaviour.authorization_server_metadata},
            {"default_endpoints", behaviour.default_endpoints},
            {"known_clients", behaviour.known_clients},
            {"client_id_metadata_documents", behaviour.client_id_metadata_documents},
            {"registration", name_of(kRegistrationNames, behaviour.registration)},
            {"issuer", name_of(kIssuerNames, behaviour.issuer)},
            {"state", name_of(kStateNames, behaviour.state)},
            {"code_lifetime_seconds", seconds(behaviour.code_lifetime)},
            {"marked_codes", behaviour.marked_codes},
            {"refresh_tokens", behaviour.refresh_tokens},
            {"further_scopes", behaviour.further_scopes},
            {"token_errors", behaviour.token_errors},
            {"token_error_status", behaviour.token_error_status},
            {"login_required_status", behaviour.login_required_status}};
  if (behaviour.access_token_lifetime) {
    json["access_token_lifetime_seconds"] = seconds(*behaviour.access_token_lifetime);
  }
  if (behaviour.client_secret_lifetime) {
    json["client_secret_lifetime_seconds"] = seconds(*behaviour.client_secret_lifetime);
  }
  return json;
}

Json to_json(const McpBehaviour& behaviour) {
  Json json{{"sessions", behaviour.sessions},
            {"get_stream", behaviour.get_stream},
            {"answers", name_of(kAnswersNames, behaviour.answers)},
            {"refusal", name_of(kRefusalFormNames, behaviour.refusal)},
            {"bad_key", name_of(kBadKeyNames, behaviour.bad_key)},
            {"strict_accept", behaviour.strict_accept},
            {"query_times_out", behaviour.query_times_out},
            {"eras", name_of(kErasNames, behaviour.eras)},
            {"resumable", behaviour.resumable},
            {"open", behaviour.open},
            {"param_headers", behaviour.param_headers},
            {"required_capability", behaviour.required_capability},
            {"lost_session_status", behaviour.lost_session_status}};
  if (behaviour.moved_with) json["moved_with"] = *behaviour.moved_with;
  if (behaviour.tools_per_page) json["tools_per_page"] = *behaviour.tools_per_page;
  if (behaviour.requests_per_minute) json["requests_per_minute"] = *behaviour.requests_per_minute;
  return json;
}

template <typename Items>
Json list_of(const Items& items) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(to_json(item));
  return list;
}

}  // namespace

Json to_json(const Settings& settings) {
  return {{"mcp_server", settings.mcp_server},
          {"personal_access_tokens", settings.personal_access_tokens},
          {"omni_agent", settings.omni_agent},
          {"agentic", settings.agentic},
          {"single_shot", settings.single_shot},
          {"docs_search", settings.docs_search},
          {"content_access", settings.content_access}};
}

Json to_json(const Membership& membership) {
  Json attributes = Json::object();
  for (const auto& [name, value] : membership.attributes) attributes[name] = value;
  return {{"id", membership.id},
          {"role", to_world_name(membership.role)},
          {"organization_admin", membership.organization_admin},
          {"active", membership.active},
          {"attributes", std::move(attributes)}};
}

Json to_json(const ApiKey& key) {
  return {{"id", key.id},
          {"name", key.name},
          {"secret", key.secret},
          {"organization", key.organization},
          {"owner", key.owner},
          {"kind", name_of(kKeyKindNames, key.kind)},
          {"state", name_of(kKeyStateNames, key.state)}};
}

Json to_json(const World& world) {
  Json faults = Json::array();
  for (const Fault& fault : world.faults) faults.push_back(fault.source);
  return {{"name", world.name},
          {"organizations", list_of(world.organizations)},
          {"users", list_of(world.users)},
          {"keys", list_of(world.keys)},
          {"authorization", to_json(world.authorization)},
          {"mcp", to_json(world.mcp)},
          {"faults", std::move(faults)}};
}

}  // namespace conform::mock
