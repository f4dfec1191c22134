#include "mock_server/world/world.hpp"

#include <algorithm>

#include "foundation/json/json_reader.hpp"
#include "foundation/text/digest.hpp"
#include "foundation/text/ids.hpp"
#include "mock_server/world/names.hpp"

namespace conform::mock {
namespace {

void read_flag(const JsonReader& from, std::string_view member, bool& into) {
  if (const auto value = from.find(member)) into = value->boolean();
}

Duration read_seconds(const JsonReader& from) {
  constexpr std::int64_t kLongest = 100LL * 365 * 24 * 60 * 60;  // milliseconds of more overflow
  const std::int64_t seconds = from.integer();
  if (seconds < 0 || seconds > kLongest) {
    from.fail("must be a number of seconds, 0 or more, and of at most a hundred years");
  }
  return std::chrono::seconds(seconds);
}

int read_count(const JsonReader& from) {
  const std::int64_t count = from.integer();
  if (count < 0 || count > 1'000'000) from.fail("must be between 0 and 1000000");
  return static_cast<int>(count);
}

int read_status(const JsonReader& from, std::int64_t least, std::int64_t most) {
  const std::int64_t status = from.integer();
  if (status < least || status > most) {
    from.fail(fmt::format("must be between {} and {}", least, most));
  }
  return static_cast<int>(status);
}

Settings read_settings(const JsonReader& json) {
  json.only({"mcp_server", "personal_access_tokens", "omni_agent", "agentic", "single_shot",
             "docs_search", "content_access"});
  Settings settings;
  read_flag(json, "mcp_server", settings.mcp_server);
  read_flag(json, "personal_access_tokens", settings.personal_access_tokens);
  read_flag(json, "omni_agent", settings.omni_agent);
  read_flag(json, "agentic", settings.agentic);
  read_flag(json, "single_shot", settings.single_shot);
  read_flag(json, "docs_search", settings.docs_search);
  read_flag(json, "content_access", settings.content_access);
  return settings;
}

Organization read_organization(const JsonReader& json) {
  json.only({"id", "name", "settings", "models", "hidden_topics"});
  Organization organization;
  organization.id = json.at("id").text();
  const bool is_label =
      !organization.id.empty() && std::ranges::all_of(organization.id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      });
  if (!is_label || organization.id == "callbacks") {
    json.at("id").fail("becomes a host name: use a-z, 0-9 and '-', and not \"callbacks\"");
  }
  organization.name = json.at("name").text();
  if (const auto settings = json.find("settings")) organization.settings = read_settings(*settings);
  if (const auto models = json.find("models")) organization.models = models->texts();
  if (const auto topics = json.find("hidden_topics")) organization.hidden_topics = topics->texts();
  return organization;
}

Membership read_membership(const JsonReader& json) {
  json.only({"id", "role", "organization_admin", "active", "attributes"});
  Membership membership;
  membership.id = json.at("id").text();
  const JsonReader role = json.at("role");
  const auto read = role_from(role.text());
  if (!read) {
    role.fail("is \"" + role.text() +
              "\", but must be one of no_access, viewer, restricted_querier, querier, modeler, "
              "connection_admin");
  }
  membership.role = *read;
  read_flag(json, "organization_admin", membership.organization_admin);
  read_flag(json, "active", membership.active);
  if (const auto attributes = json.find("attributes")) {
    for (const auto& [name, value] : attributes->members()) {
      membership.attributes[name] = value.text();
    }
  }
  return membership;
}

User read_user(const JsonReader& json, const World& world) {
  json.only({"id", "email", "name", "password", "memberships"});
  User user;
  user.id = json.at("id").text();
  user.email = json.at("email").text();
  user.name = json.at("name").text();
  if (const auto password = json.find("password")) user.password = password->text();
  for (const auto& [organization, membership] : json.at("memberships").members()) {
    if (world.organization(organization) == nullptr) {
      membership.fail("names an organization that this world does not have");
    }
    user.memberships[organization] = read_membership(membership);
  }
  return user;
}

ApiKey read_key(const JsonReader& json, const World& world) {
  json.only({"id", "name", "secret", "organization", "owner", "kind", "state"});
  ApiKey key;
  key.id = json.at("id").text();
  key.name = json.at("name").text();
  key.organization = json.at("organization").text();
  if (world.organization(key.organization) == nullptr) {
    json.at("organization").fail("names an organization that this world does not have");
  }
  key.owner = json.at("owner").text();
  const User* owner = world.user(key.owner);
  if (owner == nullptr || !owner->memberships.contains(key.organization)) {
    json.at("owner").fail("must be the id of a member of \"" + key.organization + '"');
  }
  if (const auto kind = json.find("kind")) {
    key.kind = kind->one_of(kKeyKindNames);
  }
  if (const auto state = json.find("state")) {
    key.state = state->one_of(kKeyStateNames);
  }
  if (key.state == ApiKey::State::kDisabled && key.kind == ApiKey::Kind::kPersonal) {
    json.at("state").fail("can be \"disabled\" only for a key of kind \"organization\"");
  }
  if (const auto secret = json.find("secret")) {
    key.secret = secret->text();
    if (!is_well_formed_omni_key(key.secret)) {
      secret->fail(
          "must be omni_osk_ and 56 characters with a right checksum; leave it out and "
          "it is made from the id");
    }
  } else {
    std::string body;
    for (const char c : base64url(sha256("omni-conform key " + key.id))) {
      if (c != '-' && c != '_') body += c;
    }
    key.secret = omni_key(body);
  }
  return key;
}

AuthorizationBehaviour read_authorization(const JsonReader& json) {
  json.only({"challenge", "protected_resource_metadata", "path_well_known",
             "authorization_server_metadata", "default_endpoints", "client_id_metadata_documents",
             "known_clients", "registration", "issuer", "state", "code_lifetime_seconds",
             "access_token_lifetime_seconds", "client_secret_lifetime_seconds", "marked_codes",
             "refresh_tokens", "further_scopes", "token_errors", "token_error_status",
             "login_required_status"});
  using B = AuthorizationBehaviour;
  B b;
  read_flag(json, "challenge", b.challenge);
  read_flag(json, "protected_resource_metadata", b.protected_resource_metadata);
  read_flag(json, "path_well_known", b.path_well_known);
  read_flag(json, "authorization_server_metadata", b.authorization_server_metadata);
  read_flag(json, "client_id_metadata_documents", b.client_id_metadata_documents);
  read_flag(json, "default_endpoints", b.default_endpoints);
  read_flag(json, "refresh_tokens", b.refresh_tokens);
  read_flag(json, "marked_codes", b.marked_codes);
  if (const auto value = json.find("known_clients")) b.known_clients = value->texts();
  if (const auto value = json.find("registration")) {
    b.registration = value->one_of(kRegistrationNames);
  }
  if (const auto value = json.find("issuer")) {
    b.issuer = value->one_of(kIssuerNames);
  }
  if (const auto value = json.find("state")) {
    b.state = value->one_of(kStateNames);
  }
  if (const auto value = json.find("code_lifetime_seconds")) b.code_lifetime = read_seconds(*value);
  if (const auto value = json.find("access_token_lifetime_seconds")) {
    b.access_token_lifetime = read_seconds(*value);
  }
  if (const auto value = json.find("client_secret_lifetime_seconds")) {
    b.client_secret_lifetime = read_seconds(*value);
  }
  if (const auto value = json.find("further_scopes")) b.further_scopes = value->texts();
  if (const auto value = json.find("token_errors")) b.token_errors = read_count(*value);
  if (const auto value = json.find("token_error_status")) b.token_error_status = read_count(*value);
  if (const auto value = json.find("login_required_status")) {
    b.login_required_status = read_count(*value);
  }
  return b;
}

McpBehaviour read_mcp(const JsonReader& json) {
  json.only({"sessions", "get_stream", "answers", "refusal", "bad_key", "strict_accept",
             "query_times_out", "eras", "resumable", "open", "requests_per_minute", "param_headers",
             "required_capability", "tools_per_page", "lost_session_status", "moved_with"});
  using B = McpBehaviour;
  B b;
  read_flag(json, "sessions", b.sessions);
  read_flag(json, "get_stream", b.get_stream);
  read_flag(json, "strict_accept", b.strict_accept);
  read_flag(json, "query_times_out", b.query_times_out);
  read_flag(json, "resumable", b.resumable);
  read_flag(json, "open", b.open);
  read_flag(json, "param_headers", b.param_headers);
  if (const auto value = json.find("required_capability")) b.required_capability = value->text();
  if (const auto value = json.find("eras")) {
    b.eras = value->one_of(kErasNames);
  }
  if (const auto value = json.find("requests_per_minute")) {
    b.requests_per_minute = read_count(*value);
  }
  if (const auto value = json.find("lost_session_status")) {
    b.lost_session_status = read_status(*value, 400, 499);
  }
  if (const auto value = json.find("moved_with")) b.moved_with = read_status(*value, 301, 308);
  if (const auto value = json.find("tools_per_page")) {
    b.tools_per_page = read_count(*value);
    if (b.tools_per_page == 0) value->fail("must be at least 1");
  }
  if (const auto value = json.find("answers")) {
    b.answers = value->one_of(kAnswersNames);
  }
  if (const auto value = json.find("refusal")) {
    b.refusal = value->one_of(kRefusalFormNames);
  }
  if (const auto value = json.find("bad_key")) {
    b.bad_key = value->one_of(kBadKeyNames);
  }
  return b;
}

template <typename Items>
void require_unique(const JsonReader& array, const Items& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (items[i].id == items[k].id) {
        array.elements()[i].at("id").fail("is used twice: \"" + items[i].id + '"');
      }
    }
  }
}

template <typename Items>
auto find_by_id(Items& items, std::string_view id) -> decltype(&items.front()) {
  const auto found = std::ranges::find_if(items, [&](const auto& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

template <typename Users>
auto find_user(Users& users, std::string_view id_or_email) -> decltype(&users.front()) {
  const auto found = std::ranges::find_if(
      users, [&](const auto& user) { return user.id == id_or_email || user.email == id_or_email; });
  return found == users.end() ? nullptr : &*found;
}

}  // namespace

const Organization* World::organization(std::string_view id) const {
  return find_by_id(organizations, id);
}
Organization* World::organization(std::string_view id) { return find_by_id(organizations, id); }
const User* World::user(std::string_view id_or_email) const {
  return find_user(users, id_or_email);
}
User* World::user(std::string_view id_or_email) { return find_user(users, id_or_email); }
const ApiKey* World::key(std::string_view id) const { return find_by_id(keys, id); }
ApiKey* World::key(std::string_view id) { return find_by_id(keys, id); }

const ApiKey* World::key_with_secret(std::string_view secret) const {
  const ApiKey* found = nullptr;
  for (const ApiKey& key : keys) {
    if (equal_in_constant_time(key.secret, secret)) found = &key;
  }
  return found;
}

World parse_world(const Json& json, const std::string& name_in_errors) {
  const JsonReader root(json, name_in_errors);
  root.only({"name", "organizations", "users", "keys", "authorization", "mcp", "faults"});
  World world;
  world.name = root.at("name").text();
  for (const JsonReader& item : root.at("organizations").elements()) {
    world.organizations.push_back(read_organization(item));
  }
  if (world.organizations.empty()) root.at("organizations").fail("must have at least one");
  require_unique(root.at("organizations"), world.organizations);
  if (const auto users = root.find("users")) {
    for (const JsonReader& item : users->elements()) world.users.push_back(read_user(item, world));
    require_unique(*users, world.users);
  }
  if (const auto keys = root.find("keys")) {
    for (const JsonReader& item : keys->elements()) {
      ApiKey key = read_key(item, world);
      key.created += std::chrono::minutes(world.keys.size());
      world.keys.push_back(std::move(key));
    }
    require_unique(*keys, world.keys);
  }
  if (const auto part = root.find("authorization")) world.authorization = read_authorization(*part);
  if (const auto part = root.find("mcp")) world.mcp = read_mcp(*part);
  if (const auto faults = root.find("faults")) {
    for (const JsonReader& item : faults->elements()) {
      world.faults.push_back(read_fault(item, world.faults.size()));
    }
    require_unique(*faults, world.faults);
  }
  return world;
}

World load_world(const std::filesystem::path& file) {
  World world = parse_world(read_json_file(file), file.string());
  const std::filesystem::path documents = file.parent_path() / "client_documents.json";
  if (std::filesystem::exists(documents)) world.client_documents = load_client_documents(documents);
  return world;
}

std::map<std::string, Json> load_client_documents(const std::filesystem::path& file) {
  const Json json = read_json_file(file);
  const JsonReader root(json, file.string());
  root.only({"documents", "sources"});
  std::map<std::string, Json> documents;
  for (const JsonReader& document : root.at("documents").elements()) {
    const std::string id = document.at("client_id").text();
    if (!id.starts_with("https://")) {
      document.at("client_id").fail("must be the document's own https:// URL");
    }
    if (document.at("redirect_uris").texts().empty()) {
      document.at("redirect_uris").fail("must have at least one");
    }
    if (!documents.emplace(id, document.json()).second) {
      document.at("client_id").fail("is used twice");
    }
  }
  return documents;
}

}  // namespace conform::mock
