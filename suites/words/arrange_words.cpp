#include <fmt/format.h>

#include <stdexcept>

#include "suites/words/vocabulary.hpp"

namespace conform::words {

using mock::ApiKey;
using mock::AuthorizationBehaviour;
using mock::Change;
using mock::McpBehaviour;
using mock::Membership;
using mock::Organization;
using mock::Role;
using mock::User;
using mock::World;

namespace {

// A word that names what the world does not have is a mistake in a scenario: say so instead of
// playing it.
Organization& organization_of(World& world, const std::string& id) {
  Organization* found = world.organization(id);
  if (found == nullptr) throw std::runtime_error(fmt::format("no organization \"{}\"", id));
  return *found;
}

Membership& membership_of(World& world, const std::string& user, const std::string& organization) {
  User* found = world.user(user);
  if (found == nullptr) throw std::runtime_error(fmt::format("no user \"{}\"", user));
  const auto membership = found->memberships.find(organization);
  if (membership == found->memberships.end()) {
    throw std::runtime_error(fmt::format("{} is no member of {}", user, organization));
  }
  return membership->second;
}

}  // namespace

Change setting(std::string organization, SettingWord which, Switch state) {
  const bool is_on = state == on;
  return {
      fmt::format("{}: {} {}", organization, which.name, is_on ? "on" : "off"),
      [=](World& world) { organization_of(world, organization).settings.*which.field = is_on; }};
}

Change role(std::string user, std::string organization, Role now) {
  return {fmt::format("{}: {} is {}", organization, user, to_string(now)),
          [=](World& world) { membership_of(world, user, organization).role = now; }};
}

Change deactivated(std::string user, std::string organization) {
  return {fmt::format("{}: {} is deactivated", organization, user),
          [=](World& world) { membership_of(world, user, organization).active = false; }};
}

Change activated(std::string user, std::string organization) {
  return {fmt::format("{}: {} is active again", organization, user),
          [=](World& world) { membership_of(world, user, organization).active = true; }};
}

Change key_state(std::string key, ApiKey::State state) {
  std::string_view word = "active";
  if (state == revoked) word = "revoked";
  if (state == disabled) word = "disabled";
  return {fmt::format("the key {} is {}", key, word), [=](World& world) {
            ApiKey* found = world.key(key);
            if (found == nullptr) throw std::runtime_error(fmt::format("no key \"{}\"", key));
            found->state = state;
          }};
}

Change topic_hidden(std::string organization, std::string topic) {
  return {fmt::format("{}: AI may not use the topic {}", organization, topic), [=](World& world) {
            organization_of(world, organization).hidden_topics.push_back(topic);
          }};
}

Change topic_shown(std::string organization, const std::string& topic) {
  return {fmt::format("{}: AI may use the topic {} again", organization, topic), [=](World& world) {
            std::erase(organization_of(world, organization).hidden_topics, topic);
          }};
}

Change no_challenge() {
  return {"a 401 carries no challenge",
          [](World& world) { world.authorization.challenge = false; }};
}

Change no_metadata() {
  return {"no metadata document is found", [](World& world) {
            world.authorization.protected_resource_metadata = false;
            world.authorization.authorization_server_metadata = false;
          }};
}

Change no_client_documents() {
  return {"client ID metadata documents are not accepted",
          [](World& world) { world.authorization.client_id_metadata_documents = false; }};
}

Change registration_is(AuthorizationBehaviour::Registration how) {
  using Registration = AuthorizationBehaviour::Registration;
  std::string_view word = "accepted";
  if (how == Registration::kRefused400) word = "refused with 400";
  if (how == Registration::kRefused403) word = "refused with 403";
  if (how == Registration::kAbsent) word = "absent";
  return {fmt::format("client registration is {}", word),
          [=](World& world) { world.authorization.registration = how; }};
}

Change code_lifetime(Duration lifetime) {
  return {fmt::format("authorization codes live {} ms", lifetime.count()),
          [=](World& world) { world.authorization.code_lifetime = lifetime; }};
}

Change wrong_state() {
  return {"the authorization answer carries another state",
          [](World& world) { world.authorization.state = AuthorizationBehaviour::State::kWrong; }};
}

Change token_endpoint_fails(int times, int status) {
  return {fmt::format("the next {} code exchanges are answered with {}", times, status),
          [=](World& world) {
            world.authorization.token_errors = times;
            world.authorization.token_error_status = status;
          }};
}

Change query_times_out() {
  return {"queries time out", [](World& world) { world.mcp.query_times_out = true; }};
}

Change refusals_by_http() {
  return {"a refused call is answered with HTTP 403",
          [](World& world) { world.mcp.refusal = McpBehaviour::Refusal::kHttp; }};
}

Change sessions() {
  return {"MCP sessions are issued and required", [](World& world) { world.mcp.sessions = true; }};
}

}  // namespace conform::words
