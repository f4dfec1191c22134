// Users, keys, MCP sessions and grants.
#include <fmt/format.h>

#include <algorithm>

#include "foundation/http/json_response.hpp"
#include "mock_server/control/routes.hpp"
#include "mock_server/state/live_world.hpp"
#include "mock_server/state/state.hpp"
#include "mock_server/world/world_json.hpp"
#include "mock_server/world/world_patch.hpp"

namespace conform::mock {
namespace {

constexpr std::size_t kListed = 1000;  // the newest; a long run has more than anybody reads

// RFC 6901 section 3.
std::string pointer_step(std::string text) {
  replace_all(text, "~", "~0");
  replace_all(text, "/", "~1");
  return "/" + text;
}

void note(ControlCall& call, std::string text) {
  call.mock.transcript().note(Note::Kind::kAdmin, std::move(text), call.mock.clock().now());
}

Json grant_json(const Grant& grant) {
  return {{"id", grant.id},
          {"user", grant.user},
          {"organization", grant.organization},
          {"client_id", grant.client_id},
          {"client_name", grant.client_name},
          {"scope", grant.scope},
          {"resource", grant.resource},
          {"created", to_iso8601(grant.created)},
          {"revoked", grant.revoked}};
}

Json sessions_json(ControlCall& call) {
  Json list = Json::array();
  const auto newest = call.mock.state().newest_sessions(kListed);
  for (const auto& [id, credential] : newest.items) {
    list.push_back({{"id", id}, {"credential", credential}});
  }
  return {{"sessions", std::move(list)}, {"size", newest.all}};
}

const ApiKey& key_of(const World& world, const std::string& id) {
  const ApiKey* key = world.key(id);
  if (key == nullptr) throw ControlError(404, "There is no key \"" + id + '"');
  return *key;
}

// "key_3", when the world has three keys or so.
std::string new_key_id(const Json& keys) {
  for (std::size_t number = keys.size() + 1;; ++number) {
    std::string id = fmt::format("key_{}", number);
    const bool taken =
        std::ranges::any_of(keys, [&](const Json& key) { return key.at("id") == id; });
    if (!taken) return id;
  }
}

}  // namespace

Response get_users(ControlCall& call) {
  return json_response(200, {{"users", to_json(*call.mock.world()).at("users")}});
}

Response patch_membership(ControlCall& call) {
  const std::string& user = call.parameters.at(0);
  const std::string& organization = call.parameters.at(1);
  const auto world = call.mock.world();
  const User* known = world->user(user);
  if (known == nullptr || !known->memberships.contains(organization)) {
    throw ControlError(404, fmt::format("There is no user \"{}\" in \"{}\"", user, organization));
  }
  from_body(call, [](const JsonReader& json) {
    json.only({"role", "active", "organization_admin", "attributes"});
  });
  const std::string at =
      "/users" + pointer_step(known->id) + "/memberships" + pointer_step(organization);
  edit_or_refuse(call, fmt::format("{} in {}: {}", known->id, organization, call.body.dump()),
                 [&](Json& json) { merge_at(json, at, call.body); });
  return json_response(200, to_json(call.mock.world()->user(user)->memberships.at(organization)));
}

Response get_keys(ControlCall& call) {
  return json_response(200, {{"keys", to_json(*call.mock.world()).at("keys")}});
}

Response post_key(ControlCall& call) {
  std::string id;
  edit_or_refuse(call, "a key is created", [&](Json& world) {
    Json key = call.body;
    if (key.is_object() && !key.contains("id")) key["id"] = new_key_id(world.at("keys"));
    if (key.is_object() && key.at("id").is_string()) id = key.at("id").get<std::string>();
    world["keys"].push_back(std::move(key));
  });
  return json_response(201, to_json(key_of(*call.mock.world(), id)));
}

Response patch_key(ControlCall& call) {
  const std::string& id = call.parameters.at(0);
  key_of(*call.mock.world(), id);
  from_body(call, [](const JsonReader& json) { json.only({"name", "state"}); });
  edit_or_refuse(call, fmt::format("the key {}: {}", id, call.body.dump()),
                 [&](Json& world) { merge_at(world, "/keys" + pointer_step(id), call.body); });
  return json_response(200, to_json(key_of(*call.mock.world(), id)));
}

Response get_sessions(ControlCall& call) { return json_response(200, sessions_json(call)); }

Response delete_sessions(ControlCall& call) {
  call.mock.live().end_sessions();
  return get_sessions(call);
}

Response delete_session(ControlCall& call) {
  if (!call.mock.state().end_session(call.parameters.at(0))) {
    throw ControlError(404, "There is no MCP session \"" + call.parameters.at(0) + '"');
  }
  note(call, "the server forgets one MCP session");
  return get_sessions(call);
}

Response get_grants(ControlCall& call) {
  Json list = Json::array();
  const auto newest = call.mock.state().newest_grants(kListed);
  for (const Grant& grant : newest.items) list.push_back(grant_json(grant));
  return json_response(200, {{"grants", std::move(list)}, {"size", newest.all}});
}

Response delete_grant(ControlCall& call) {
  const std::string& id = call.parameters.at(0);
  if (!call.mock.live().revoke_grant("control", id)) {
    throw ControlError(404, "There is no grant \"" + id + "\" that could be revoked");
  }
  return get_grants(call);
}

Response post_grants_expire(ControlCall& call) {
  from_body(call, [](const JsonReader& json) { json.only({}); });
  call.mock.live().expire_access_tokens();
  return get_grants(call);
}

}  // namespace conform::mock
