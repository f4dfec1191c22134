#include <fmt/format.h>

#include <algorithm>

#include "foundation/json/foreign_json.hpp"
#include "mock_server/omni/refusal.hpp"
#include "mock_server/rest/endpoints.hpp"
#include "mock_server/rest/serve.hpp"
#include "mock_server/world/administration.hpp"

namespace conform::mock {
namespace {

std::string public_id(const ApiKey& key) { return uuid_of("api key " + key.id); }

std::string_view type_of(const ApiKey& key) {
  return key.kind == ApiKey::Kind::kOrganization ? "organization" : "personal";
}

// Whose it is; an organization key belongs to nobody.
Json membership_of(const Context& context, const std::string& user_id) {
  const User* user = context.world.user(user_id);
  if (user == nullptr || !user->memberships.contains(context.site.name)) return nullptr;
  return user->memberships.at(context.site.name).id;
}

Json record_of(const Context& context, const ApiKey& key) {
  const bool personal = key.kind == ApiKey::Kind::kPersonal;
  return {{"id", public_id(key)},
          {"name", key.name},
          {"type", type_of(key)},
          {"enabled", key.state == ApiKey::State::kActive},
          {"createdAt", to_iso8601(key.created)},
          {"membershipId", personal ? membership_of(context, key.owner) : Json()}};
}

Json record_of(const Context& context, const Grant& grant) {
  return {{"id", grant.id},
          {"name", grant.client_name.empty() ? grant.client_id : grant.client_name},
          {"type", "mcp"},
          {"enabled", true},
          {"createdAt", to_iso8601(grant.created)},
          {"membershipId", membership_of(context, grant.user)}};
}

// Revocation deletes for good, so what was revoked is not there any more.
bool is_here(const Context& context, const ApiKey& key) {
  return key.organization == context.site.name && key.state != ApiKey::State::kRevoked;
}
bool is_here(const Context& context, const Grant& grant) {
  return grant.organization == context.site.name && !grant.revoked;
}

std::vector<Json> all_records(const Context& context) {
  std::vector<Json> records;
  for (const ApiKey& key : context.world.keys) {
    if (is_here(context, key)) records.push_back(record_of(context, key));
  }
  for (const Grant& grant : context.state.grants()) {
    if (is_here(context, grant)) records.push_back(record_of(context, grant));
  }
  return records;
}

// A parameter that must be one of a few words; the first is the default.
std::string choice(const Parameters& query, const char* name,
                   std::initializer_list<std::string_view> words) {
  const std::string value = query.get(name, *words.begin());
  if (std::ranges::find(words, value) == words.end()) {
    throw RestRefusal("bad_parameter",
                      {name, fmt::format("must be one of {}", fmt::join(words, ", "))});
  }
  return value;
}

std::string asked_id(const Context& context) {
  std::string id = context.parameters.at(0);
  if (!is_uuid(id)) throw RestRefusal("bad_parameter", {"id", "Invalid uuid"});
  return lower_case(id);
}

const ApiKey* find_key(const Context& context, const std::string& id) {
  const auto found = std::ranges::find_if(context.world.keys, [&](const ApiKey& key) {
    return is_here(context, key) && public_id(key) == id;
  });
  return found == context.world.keys.end() ? nullptr : &*found;
}

std::optional<Grant> find_grant(const Context& context, const std::string& id) {
  for (Grant& grant : context.state.grants()) {
    if (is_here(context, grant) && grant.id == id) return std::move(grant);
  }
  return std::nullopt;
}

bool wanted_state(const Request& request) {
  const Json body = parse_foreign(request.body);
  if (!body.is_object()) throw RestRefusal("bad_json");
  if (!body.contains("enabled")) throw RestRefusal("bad_parameter", {"enabled", "Required"});
  if (!body.at("enabled").is_boolean()) {
    throw RestRefusal("bad_parameter", {"enabled", "Expected boolean"});
  }
  return body.at("enabled").get<bool>();
}

// Sets a key's state. Of two who revoke it at once, the second finds no key.
void set_state(const Context& context, const Principal& by, const std::string& id,
               ApiKey::State state) {
  const ApiKey* key = find_key(context, id);
  if (key == nullptr) throw RestRefusal("api_key_not_found", {id});
  try {
    context.live.change(change_key_state(by.user, key->organization, key->id, state));
  } catch (const Forbidden&) {
    throw RestRefusal("api_key_not_found", {id});
  }
}

}  // namespace

Response list_api_keys(Context& context) {
  return serve_admin(context, [&](const Principal&) {
    const Parameters query = context.request.query();
    std::vector<Json> records = all_records(context);
    if (query.has("type")) {
      const std::string type = choice(query, "type", {"organization", "personal", "mcp"});
      std::erase_if(records, [&](const Json& record) { return record.at("type") != type; });
    }
    const std::string field = choice(query, "sortField", {"createdAt", "name"});
    const bool descending = choice(query, "sortDirection", {"asc", "desc"}) == "desc";
    std::ranges::stable_sort(records, [&](const Json& a, const Json& b) {
      return descending ? b.at(field) < a.at(field) : a.at(field) < b.at(field);
    });
    if (query.has("cursor") && !is_uuid(query.get("cursor"))) {
      throw RestRefusal("bad_parameter", {"cursor", "Invalid uuid"});
    }
    return page_of(query, std::move(records));
  });
}

Response get_api_key(Context& context) {
  return serve_admin(context, [&](const Principal&) {
    const std::string id = asked_id(context);
    if (const ApiKey* key = find_key(context, id)) return record_of(context, *key);
    if (const auto grant = find_grant(context, id)) return record_of(context, *grant);
    throw RestRefusal("api_key_not_found", {id});
  });
}

Response switch_api_key(Context& context) {
  return serve_admin(context, [&](const Principal& principal) {
    const std::string id = asked_id(context);
    const bool enabled = wanted_state(context.request);
    const ApiKey* key = find_key(context, id);
    if (key == nullptr && !find_grant(context, id)) throw RestRefusal("api_key_not_found", {id});
    if (key == nullptr || key->kind != ApiKey::Kind::kOrganization) {
      throw RestRefusal("api_key_without_switch");
    }
    ApiKey changed = *key;
    changed.state = enabled ? ApiKey::State::kActive : ApiKey::State::kDisabled;
    set_state(context, principal, id, changed.state);
    return record_of(context, changed);
  });
}

Response revoke_api_key(Context& context) {
  return serve_admin(context, [&](const Principal& principal) {
    const std::string id = asked_id(context);
    if (find_grant(context, id)) {
      if (!context.live.revoke_grant(principal.user, id)) {
        throw RestRefusal("api_key_not_found", {id});
      }
    } else {
      set_state(context, principal, id, ApiKey::State::kRevoked);
    }
    return Json{{"message", "API token revoked"}, {"success", true}};
  });
}

}  // namespace conform::mock
