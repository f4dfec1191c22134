#include <fmt/format.h>

#include "mock_server/state/live_world.hpp"
#include "suites/words/spoken_time.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform::words {

using mock::MockOmni;

namespace {

constexpr std::string_view kAcmeModel = "9d9440e5-8522-4507-b092-1ac26ba26673";

}  // namespace

KeyWord api_key(std::string id) {
  std::string organization = id.substr(0, id.find('_'));
  return {std::move(id), std::move(organization)};
}

Intent connect(OAuthUrlWord) { return Connect{}; }

Connect oauth_anew() {
  Connect connect;
  connect.anew = true;
  return connect;
}

Intent connect(const KeyWord& key) {
  return Connect{.url = Connect::Url::kInstance, .organization = key.organization, .key = key.key};
}

Intent connect(Connect how) { return how; }

Connect oauth_url_with(std::string key) {
  return {.url = Connect::Url::kOAuth, .organization = {}, .key = std::move(key)};
}

Connect instance_url_without_key(std::string organization) {
  return {.url = Connect::Url::kInstance, .organization = std::move(organization), .key = {}};
}

Intent call_at_once(std::vector<CallTool> calls) { return CallAtOnce{std::move(calls)}; }

Intent call_tool(std::string tool, Json arguments) {
  return CallTool{std::move(tool), std::move(arguments), std::nullopt};
}

Json question(std::string prompt) {
  return question(std::move(prompt), std::string(kAcmeModel), "order_items");
}

Json question(std::string prompt, std::string model, std::string topic) {
  return Json{{"modelId", std::move(model)},
              {"topicName", std::move(topic)},
              {"prompt", std::move(prompt)}};
}

As as(std::string user) { return {std::move(user)}; }

PersonMove signs_in_to(std::string organization) {
  return {PersonMove::Kind::kSignsIn, std::move(organization), {}, {}};
}

PersonMove signs_out_of(std::string organization) {
  return {PersonMove::Kind::kSignsOut, std::move(organization), {}, {}};
}

PersonMove generates_a_token_at(std::string organization) {
  return {PersonMove::Kind::kGeneratesToken, std::move(organization), {}, {}};
}

PersonMove authorizes_after(AdminMove meanwhile) {
  return {PersonMove::Kind::kAuthorizes, {}, {}, {std::move(meanwhile)}};
}

PersonMove person(PersonMove move) { return move; }

PersonMove person(PersonMove move, As who) {
  move.user = std::move(who.user);
  return move;
}

PersonMove person(PersonMove::Kind decision) { return {decision, {}, {}, {}}; }

AdminMove admin(AdminMove move) { return move; }

AdminMove revokes_key(std::string key) { return key_state(std::move(key), revoked); }

AdminMove revokes_grants_of(std::string user) {
  std::string text = fmt::format("the MCP OAuth PATs of {} are revoked", user);
  return {std::move(text),
          [user = std::move(user)](MockOmni& mock) { mock.live().revoke_grants(user); }};
}

AdminMove expires_access_tokens() {
  return {"every access token expires", [](MockOmni& mock) { mock.live().expire_access_tokens(); }};
}

AdminMove ends_sessions() {
  return {"the server forgets its MCP sessions",
          [](MockOmni& mock) { mock.live().end_sessions(); }};
}

AdminMove waits(Duration by) {
  return {"time passes: " + spoken(by), [by](MockOmni& mock) { mock.live().advance(by); }};
}

}  // namespace conform::words
