#include "mock_server/mock_fixture.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::mock {
namespace {

const Json kQuestion{{"modelId", "9d9440e5-8522-4507-b092-1ac26ba26673"},
                     {"topicName", "order_items"},
                     {"prompt", "total revenue"}};
const Headers kCurrent{{"MCP-Protocol-Version", "2025-11-25"}};

class Refusals : public MockFixture {
 protected:
  Response by_key(const std::string& key, const Json& message, const std::string& at = "acme") {
    return rpc(mock->key_url(at), secret(key), message, kCurrent);
  }
  std::string text_of(const Response& response) {
    return json_of(response).at("result").at("content").at(0).at("text");
  }
};

TEST_F(Refusals, AnActiveKeyActsAsItsCreator) {
  const Response response = by_key("acme_service_key", call("getData", kQuestion));
  EXPECT_EQ(response.status, 200);
  EXPECT_FALSE(json_of(response).at("result").value("isError", false)) << response.body;
  const Exchange exchange = mock->transcript().exchanges().back();
  EXPECT_EQ(exchange.fact("user"), "svc");
  EXPECT_EQ(exchange.fact("key"), "acme_service_key");
}

TEST_F(Refusals, KeysThatCannotBeUsed) {
  for (const auto& [key, id] :
       std::map<std::string, std::string>{{"acme_revoked_key", "revoked_key"},
                                          {"acme_revoked_token", "revoked_key"},
                                          {"acme_disabled_key", "disabled_key"},
                                          {"globex_key", "key_of_another_instance"}}) {
    const Response response = by_key(key, initialize());
    EXPECT_EQ(response.status, 401) << key;
    EXPECT_FALSE(response.headers.has("WWW-Authenticate")) << key;
    EXPECT_EQ(last_refusal(), id);
  }
  EXPECT_EQ(rpc(mock->key_url("acme"), "omni_osk_unknown", initialize()).status, 401);
  EXPECT_EQ(last_refusal(), "unknown_key");
  EXPECT_EQ(rpc(mock->key_url("acme"), "", initialize()).status, 401);
  EXPECT_EQ(last_refusal(), "missing_credential");
  EXPECT_EQ(by_key("globex_key", initialize(), "globex").status, 200);
}

TEST_F(Refusals, TheRestStyleOfKeyRefusals) {
  change([](World& world) { world.mcp.bad_key = McpBehaviour::BadKey::kRestStyle; });
  Response response = rpc(mock->key_url("acme"), "omni_osk_unknown", initialize());
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.body, R"({"error":{"code":403,"message":"Invalid bearer token"}})");
  response = rpc(mock->key_url("acme"), "", initialize());
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(json_of(response).at("detail"),
            "Bad authorization header, must be formatted as Bearer <token>");
}

TEST_F(Refusals, APersonalTokenDiesWithItsOwnersRole) {
  const Response response = by_key("acme_demoted_token", initialize());
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(json_of(response).at("detail"),
            "User no longer has the required permissions to use this API key");
  EXPECT_EQ(by_key("acme_modeler_token", initialize()).status, 200);
}

TEST_F(Refusals, CredentialsFitOneUrlEach) {
  sign_in("acme", "quinn");
  const std::string token = access_token();
  EXPECT_EQ(rpc(mock->key_url("acme"), token, initialize()).status, 401);
  EXPECT_EQ(last_refusal(), "wrong_credential_for_url");
  const Response response = rpc(mock->oauth_url(), secret("acme_admin_key"), initialize());
  EXPECT_EQ(response.status, 401);
  EXPECT_TRUE(response.headers.has("WWW-Authenticate"));
  EXPECT_EQ(last_refusal(), "wrong_credential_for_url");
}

TEST_F(Refusals, AViewerAuthorizesAndListsButMayNotQuery) {
  sign_in("acme", "vera");
  const std::string token = access_token();
  EXPECT_EQ(rpc(mock->oauth_url(), token, request("tools/list"), kCurrent).status, 200);
  const Response response = rpc(mock->oauth_url(), token, call("getData", kQuestion), kCurrent);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(text_of(response), "403 Permission denied");
  EXPECT_EQ(json_of(response).at("result").at("isError"), true);
  EXPECT_EQ(last_refusal(), "viewer_cannot_query");
  change([](World& world) { world.mcp.refusal = McpBehaviour::Refusal::kHttp; });
  const Response http = rpc(mock->oauth_url(), token, call("getData", kQuestion), kCurrent);
  EXPECT_EQ(http.status, 403);
  EXPECT_EQ(http.body, R"({"detail":"Permission denied","status":403})");
}

TEST_F(Refusals, RolesActAtOnceInBothDirections) {
  sign_in("acme", "quinn");
  const std::string token = access_token();
  const auto ask = [&] {
    return json_of(rpc(mock->oauth_url(), token, call("getData", kQuestion), kCurrent))
        .at("result")
        .value("isError", false);
  };
  EXPECT_FALSE(ask());
  change([](World& world) { world.user("quinn")->memberships["acme"].role = Role::kViewer; });
  EXPECT_TRUE(ask());
  change([](World& world) {
    world.user("quinn")->memberships["acme"].role = Role::kRestrictedQuerier;
  });
  EXPECT_FALSE(ask());
}

TEST_F(Refusals, SettingsBlockExistingGrants) {
  sign_in("acme", "quinn");
  const std::string token = access_token();
  change([](World& world) { world.organization("acme")->settings.mcp_server = false; });
  for (const Json& message : {initialize(), request("tools/list"), call("getData", kQuestion)}) {
    const Response response = rpc(mock->oauth_url(), token, message, kCurrent);
    EXPECT_EQ(response.status, 403);
    EXPECT_NE(response.body.find("Your organization has disabled MCP server access"),
              std::string::npos);
  }
  EXPECT_EQ(by_key("acme_admin_key", initialize()).status, 403);
  change([](World& world) {
    world.organization("acme")->settings.mcp_server = true;
    world.organization("acme")->settings.personal_access_tokens = false;
  });
  EXPECT_EQ(rpc(mock->oauth_url(), token, initialize()).status, 403);
  EXPECT_EQ(last_refusal(), "personal_access_tokens_off");
  EXPECT_EQ(by_key("acme_modeler_token", initialize()).status, 403);
  EXPECT_EQ(by_key("acme_admin_key", initialize()).status, 200);  // not a personal token
}

TEST_F(Refusals, TheOtherOrganizationIsNotTouched) {
  change([](World& world) { world.organization("acme")->settings.mcp_server = false; });
  EXPECT_EQ(by_key("globex_key", initialize(), "globex").status, 200);
}

TEST_F(Refusals, ADeactivatedUsersGrantAndKeysAreBlocked) {
  sign_in("acme", "quinn");
  const std::string token = access_token();
  change([](World& world) { world.user("quinn")->memberships["acme"].active = false; });
  EXPECT_EQ(rpc(mock->oauth_url(), token, initialize()).status, 403);
  EXPECT_EQ(last_refusal(), "user_deactivated");
  EXPECT_EQ(by_key("acme_departed_key", initialize()).status, 403);
}

TEST_F(Refusals, ARevokedGrantIsOver) {
  sign_in("acme", "quinn");
  const std::string token = access_token();
  mock->live().revoke_grants("quinn");
  EXPECT_EQ(rpc(mock->oauth_url(), token, initialize()).status, 401);
  EXPECT_EQ(last_refusal(), "revoked_grant");
}

TEST_F(Refusals, AgentOffRefusesCallsButLists) {
  change([](World& world) { world.organization("acme")->settings.omni_agent = false; });
  const Response list = by_key("acme_admin_key", request("tools/list"));
  EXPECT_EQ(json_of(list).at("result").at("tools").size(), 11U);
  EXPECT_EQ(text_of(by_key("acme_admin_key", call("getData", kQuestion))),
            "403 Feature is not enabled");
  EXPECT_EQ(last_refusal(), "feature_off");
  EXPECT_FALSE(json_of(by_key("acme_admin_key", call("pickModel", Json::object())))
                   .at("result")
                   .value("isError", false));
}

TEST_F(Refusals, AHiddenTopicIsRefusedWithoutALeak) {
  change([](World& world) { world.organization("acme")->hidden_topics = {"order_items"}; });
  const Response response = by_key("acme_admin_key", call("getData", kQuestion));
  EXPECT_EQ(text_of(response), "No such topic \"order_items\" or access not permitted");
  EXPECT_EQ(last_refusal(), "topic_not_allowed");
}

TEST_F(Refusals, AQueryCanTimeOut) {
  change([](World& world) { world.mcp.query_times_out = true; });
  const Json result = json_of(by_key("acme_admin_key", call("getData", kQuestion))).at("result");
  EXPECT_EQ(result.at("structuredContent").at("timed_out"), true);
  EXPECT_EQ(last_refusal(), "query_timed_out");
}

TEST_F(Refusals, AGrantOfOneOrganizationNeverReadsTheOthersData) {
  sign_in("acme", "omar");
  const std::string acme = access_token();
  sign_in("globex", "omar");
  const std::string globex = access_token();
  const Json both = call("getData", kQuestion);  // acme's model
  EXPECT_FALSE(
      json_of(rpc(mock->oauth_url(), acme, both, kCurrent)).at("result").value("isError", false));
  const Response foreign = rpc(mock->oauth_url(), globex, both, kCurrent);
  EXPECT_EQ(text_of(foreign), "Model with id 9d9440e5-8522-4507-b092-1ac26ba26673 does not exist");
}

}  // namespace
}  // namespace conform::mock
