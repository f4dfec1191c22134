#include <gmock/gmock.h>

#include "mock_server/mock_fixture.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::mock {
namespace {

using testing::ElementsAre;

const std::string kModel = "9d9440e5-8522-4507-b092-1ac26ba26673";
const Headers kCurrent{{"MCP-Protocol-Version", "2025-11-25"}};

class Rest : public MockFixture {
 protected:
  Response api(const std::string& method, const std::string& path, const std::string& bearer,
               const std::string& body = "", const std::string& at = "acme") {
    Headers headers{{"Authorization", "Bearer " + bearer}};
    return send(method, mock->origin(at) + "/api/v1" + path, headers, body);
  }
  Json fetched(const std::string& path, const std::string& key = "acme_admin_key") {
    const Response response = api("GET", path, secret(key));
    EXPECT_EQ(response.status, 200) << path << response.body;
    return json_of(response);
  }
  void expect_refused(const Response& response, int status, const std::string& body,
                      const std::string& id) {
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.body, body);
    EXPECT_EQ(last_refusal(), id);
    EXPECT_EQ(mock->transcript().exchanges().back().endpoint, Endpoint::kRest);
  }
  static std::vector<std::string> names(const Json& page) {
    std::vector<std::string> result;
    for (const Json& record : page.at("records")) result.push_back(record.at("name"));
    return result;
  }
  std::string id_of(const std::string& name) {
    const Json page = fetched("/api-keys?pageSize=100");
    for (const Json& record : page.at("records")) {
      if (record.at("name") == name) return record.at("id");
    }
    ADD_FAILURE() << "no key " << name;
    return "";
  }
};

TEST_F(Rest, RefusesCredentialsAsTheServerDoes) {
  const std::string malformed =
      R"({"error":{"code":400,"message":"Bad authorization header, must be formatted as Bearer <token>"}})";
  const std::string url = mock->origin("acme") + "/api/v1/whoami";
  expect_refused(send("GET", url), 400, malformed, "malformed_credential");
  expect_refused(send("GET", url, {{"Authorization", "Basic eDp5"}}), 400, malformed,
                 "malformed_credential");
  const std::string invalid = R"({"error":{"code":403,"message":"Invalid bearer token"}})";
  for (const std::string& bearer : {std::string("nonsense"), secret("acme_revoked_key"),
                                    secret("acme_disabled_key"), secret("globex_key")}) {
    expect_refused(api("GET", "/whoami", bearer), 403, invalid, "unknown_bearer");
  }
  expect_refused(
      api("GET", "/whoami", secret("acme_demoted_token")), 403,
      R"({"error":{"code":403,"message":"User no longer has the required permissions to use this API key"}})",
      "key_owner_demoted");
  EXPECT_EQ(api("GET", "/whoami", secret("acme_departed_key")).status, 403);
  EXPECT_EQ(last_refusal(), "user_deactivated");
  EXPECT_EQ(api("GET", "/whoami", secret("acme_querier_key")).status, 200);
}

TEST_F(Rest, KnowsMethodsAndPaths) {
  const Response response = api("POST", "/whoami", secret("acme_admin_key"));
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.body, R"({"detail":"Invalid method","status":405})");
  EXPECT_EQ(response.headers.get("Allow"), "GET");
  const Response patched = api("PATCH", "/api-keys/x", secret("acme_admin_key"));
  EXPECT_EQ(patched.status, 405);
  EXPECT_EQ(patched.headers.get("Allow"), "GET, PUT, DELETE");
  for (const char* path : {"/nothing", "/api-keys/", "/api-keys/x/y", "/whoami/"}) {
    EXPECT_EQ(api("GET", path, secret("acme_admin_key")).status, 404) << path;
  }
}

TEST_F(Rest, WhoamiSaysWhoTheKeySpeaksFor) {
  const Json token = fetched("/whoami", "acme_modeler_token");
  EXPECT_EQ(token.at("keyScope"), "user");
  EXPECT_EQ(token.at("orgRole"), "MEMBER");
  EXPECT_EQ(token.at("user").at("membershipId"), "a0000000-0000-4000-8000-000000000004");
  EXPECT_TRUE(is_uuid(token.at("user").at("id").get<std::string>()));
  EXPECT_EQ(token.at("rolesByModelTruncated"), false);
  const Json& role = token.at("rolesByModel").at(kModel);
  EXPECT_EQ(role.at("roleName"), "Modeler");
  EXPECT_EQ(role.at("baseRole"), "MODELER");
  EXPECT_TRUE(is_uuid(role.at("connectionId").get<std::string>()));
  EXPECT_EQ(role.at("permissions"), Json::parse(R"(["QUERY_TOPICS","USE_WORKBOOKS",
      "QUERY_FULL_MODEL","QUERY_SQL","VIEW_SQL","UPDATE"])"));
  const Json viewer = fetched("/whoami", "acme_viewer_key");
  EXPECT_EQ(viewer.at("keyScope"), "organization");
  EXPECT_TRUE(viewer.at("rolesByModel").at(kModel).at("permissions").empty());
  EXPECT_EQ(fetched("/whoami?modelId=" + kModel + "," + kModel).at("rolesByModel").size(), 1U);
  const std::string globex = "4f1c2d7a-6b3e-4a59-9c18-0d2e7f5a8b64";
  expect_refused(api("GET", "/whoami?modelId=" + globex, secret("acme_admin_key")), 404,
                 R"({"detail":"Model(s) not found: )" + globex + R"(","status":404})",
                 "models_not_found");
}

TEST_F(Rest, AnMcpOAuthTokenIsATokenLikeAnother) {
  sign_in("acme", "vera");
  const std::string token = access_token();
  const Json who = json_of(api("GET", "/whoami", token));
  EXPECT_EQ(who.at("keyScope"), "user");
  EXPECT_EQ(who.at("user").at("membershipId"), "a0000000-0000-4000-8000-000000000001");
  EXPECT_EQ(mock->transcript().exchanges().back().fact("user"), "vera");
  EXPECT_EQ(api("GET", "/whoami", token, "", "globex").status, 403);
  change([](World& world) { world.organization("acme")->settings.personal_access_tokens = false; });
  EXPECT_EQ(api("GET", "/whoami", token).status, 403);
  EXPECT_EQ(last_refusal(), "personal_access_tokens_off");
  EXPECT_EQ(api("GET", "/whoami", secret("acme_admin_key")).status, 200);
}

TEST_F(Rest, KeysAreForAdminsOnly) {
  const std::string body =
      R"({"detail":"Organization admin permissions are required","status":403})";
  const std::string id = id_of("Nightly reports");
  for (const auto& [method, path] : {std::pair<std::string, std::string>{"GET", "/api-keys"},
                                     {"GET", "/api-keys/" + id},
                                     {"PUT", "/api-keys/" + id},
                                     {"DELETE", "/api-keys/" + id}}) {
    expect_refused(api(method, path, secret("acme_modeler_token")), 403, body, "rest_needs_admin");
  }
  sign_in("acme", "ada");
  EXPECT_EQ(api("GET", "/api-keys", access_token()).status, 200);
}

TEST_F(Rest, ListsKeysOfEveryTypeWithoutTheirSecrets) {
  sign_in("acme", "quinn");
  access_token();
  const Response response = api("GET", "/api-keys?pageSize=100", secret("acme_admin_key"));
  EXPECT_EQ(response.body.find("omni_osk_"), std::string::npos);
  const Json all = json_of(response);
  EXPECT_EQ(
      all.at("pageInfo"),
      Json::parse(R"({"hasNextPage":false,"nextCursor":null,"pageSize":100,"totalRecords":9})"));
  EXPECT_EQ(names(all).back(), "Test client");  // the newest
  for (const Json& record : all.at("records")) {
    EXPECT_TRUE(is_uuid(record.at("id").get<std::string>()));
    EXPECT_EQ(record.at("membershipId").is_null(), record.at("type") == "organization");
    EXPECT_EQ(record.at("enabled"), record.at("name") != "Paused integration");
    EXPECT_EQ(fetched("/api-keys/" + record.at("id").get<std::string>()), record);
  }
  EXPECT_THAT(names(fetched("/api-keys?type=mcp")), ElementsAre("Test client"));
  EXPECT_THAT(names(fetched("/api-keys?type=personal&sortField=name")),
              ElementsAre("Moe's laptop", "Penny's laptop"));
  EXPECT_THAT(names(fetched("/api-keys?type=personal&sortField=name&sortDirection=desc")),
              ElementsAre("Penny's laptop", "Moe's laptop"));
}

TEST_F(Rest, PagesThroughKeysOnceEach) {
  std::vector<std::string> seen;
  std::string path = "/api-keys?pageSize=3";
  while (true) {
    const Json page = fetched(path);
    EXPECT_LE(page.at("records").size(), 3U);
    for (const std::string& name : names(page)) seen.push_back(name);
    const Json& info = page.at("pageInfo");
    EXPECT_EQ(info.at("nextCursor").is_null(), !info.at("hasNextPage").get<bool>());
    if (info.at("nextCursor").is_null()) break;
    path = "/api-keys?pageSize=3&cursor=" + info.at("nextCursor").get<std::string>();
  }
  EXPECT_EQ(seen, names(fetched("/api-keys")));
}

TEST_F(Rest, RefusesBadParameters) {
  const std::string key = secret("acme_admin_key");
  for (const char* query : {"type=other", "pageSize=0", "pageSize=101", "pageSize=many", "cursor=x",
                            "sortField=id", "sortDirection=up"}) {
    const Response response = api("GET", std::string("/api-keys?") + query, key);
    EXPECT_EQ(response.status, 400) << query;
    EXPECT_TRUE(response.body.starts_with(R"({"detail":"Bad Request: )")) << response.body;
    EXPECT_EQ(last_refusal(), "bad_parameter");
  }
  expect_refused(api("GET", "/api-keys/short", key), 400,
                 R"({"detail":"Bad Request: id: Invalid uuid","status":400})", "bad_parameter");
  const std::string nobody = "00000000-0000-4000-8000-000000000000";
  for (const char* method : {"GET", "DELETE"}) {
    expect_refused(api(method, "/api-keys/" + nobody, key), 404,
                   R"({"detail":"Api key with id )" + nobody + R"( does not exist","status":404})",
                   "api_key_not_found");
  }
}

TEST_F(Rest, OrganizationKeysAreDisabledAndEnabled) {
  const std::string path = "/api-keys/" + id_of("Nightly reports");
  const std::string admin = secret("acme_admin_key");
  const auto status_at_mcp = [&] {
    return rpc(mock->key_url("acme"), secret("acme_service_key"), initialize()).status;
  };
  EXPECT_EQ(json_of(api("PUT", path, admin, R"({"enabled":false})")).at("enabled"), false);
  EXPECT_EQ(status_at_mcp(), 401);
  EXPECT_EQ(last_refusal(), "disabled_key");
  EXPECT_EQ(json_of(api("PUT", path, admin, R"({"enabled":true})")).at("enabled"), true);
  EXPECT_EQ(status_at_mcp(), 200);
  for (const auto& [body, detail] :
       std::map<std::string, std::string>{{"{", "Invalid JSON"},
                                          {"[]", "Invalid JSON"},
                                          {"{}", "enabled: Required"},
                                          {R"({"enabled":1})", "enabled: Expected boolean"}}) {
    const Response response = api("PUT", path, admin, body);
    EXPECT_EQ(response.body, R"({"detail":"Bad Request: )" + detail + R"(","status":400})");
  }
  expect_refused(
      api("PUT", "/api-keys/" + id_of("Moe's laptop"), admin, R"({"enabled":false})"), 400,
      R"({"detail":"Personal access tokens and MCP OAuth grants do not support this operation","status":400})",
      "api_key_without_switch");
}

TEST_F(Rest, RevocationActsOnTheNextRequest) {
  const std::string admin = secret("acme_admin_key");
  const std::string path = "/api-keys/" + id_of("Moe's laptop");
  EXPECT_EQ(rpc(mock->key_url("acme"), secret("acme_modeler_token"), initialize()).status, 200);
  const Response revoked = api("DELETE", path, admin);
  EXPECT_EQ(revoked.status, 200);
  EXPECT_EQ(revoked.body, R"({"message":"API token revoked","success":true})");
  EXPECT_EQ(rpc(mock->key_url("acme"), secret("acme_modeler_token"), initialize()).status, 401);
  EXPECT_EQ(last_refusal(), "revoked_key");
  EXPECT_EQ(api("DELETE", path, admin).status, 404);
}

TEST_F(Rest, AnMcpGrantIsRevokedByItself) {
  sign_in("acme", "quinn");
  const std::string first = access_token();
  const std::string second = access_token();
  const Json grants = fetched("/api-keys?type=mcp");
  ASSERT_EQ(grants.at("records").size(), 2U);
  const std::string id =
      mock->state().grant_of(first)->id;  // which of the two records is the first one's
  EXPECT_EQ(api("DELETE", "/api-keys/" + id, secret("acme_admin_key")).status, 200);
  EXPECT_EQ(rpc(mock->oauth_url(), first, initialize()).status, 401);
  EXPECT_EQ(last_refusal(), "revoked_grant");
  EXPECT_EQ(rpc(mock->oauth_url(), second, initialize()).status, 200);
  EXPECT_EQ(api("DELETE", "/api-keys/" + id, secret("acme_admin_key")).status, 404);
  EXPECT_EQ(fetched("/api-keys?type=mcp").at("records").size(), 1U);
}

TEST_F(Rest, AnAdminMayRevokeTheKeyInUse) {
  const std::string admin = secret("acme_admin_key");
  EXPECT_EQ(api("DELETE", "/api-keys/" + id_of("Data platform"), admin).status, 200);
  EXPECT_EQ(api("GET", "/whoami", admin).status, 403);
}

TEST_F(Rest, KeysOfOtherOrganizationsAreNotThere) {
  const std::string id = uuid_of("api key globex_key");
  EXPECT_EQ(api("GET", "/api-keys/" + id, secret("acme_admin_key")).status, 404);
  EXPECT_EQ(api("DELETE", "/api-keys/" + id, secret("acme_admin_key")).status, 404);
  EXPECT_EQ(api("GET", "/api-keys/" + id, secret("globex_key"), "", "globex").status, 200);
}

TEST_F(Rest, ListsModelsAndTheirBranches) {
  const Json models = fetched("/models");
  EXPECT_THAT(names(models), ElementsAre("Acme E-commerce", "returns-rework", "new-regions"));
  const Json& shared = models.at("records").at(0);
  EXPECT_EQ(shared.at("id"), kModel);
  EXPECT_EQ(shared.at("modelKind"), "SHARED");
  EXPECT_TRUE(shared.at("deletedAt").is_null());
  EXPECT_EQ(models.at("records").at(1).at("baseModelId"), kModel);
  EXPECT_THAT(names(fetched("/models?name=RETURNS")), ElementsAre("returns-rework"));
  EXPECT_THAT(names(fetched("/models?modelKind=SHARED&modelId=" + kModel)),
              ElementsAre("Acme E-commerce"));
  EXPECT_THAT(names(fetched("/models", "acme_viewer_key")), ElementsAre("Acme E-commerce"));
  EXPECT_EQ(fetched("/models?pageSize=1").at("pageInfo").at("nextCursor"), kModel);
}

TEST_F(Rest, ModelsAreStrictAboutParameters) {
  const std::string key = secret("acme_admin_key");
  expect_refused(
      api("GET", "/models?colour=red", key), 400,
      R"({"detail":"Bad Request: Unrecognized key(s) in object: 'colour'","status":400})",
      "unknown_parameter");
  expect_refused(api("GET", "/models?cursor=nope", key), 400,
                 R"({"error":"Invalid cursor","success":false})", "bad_cursor");
  EXPECT_EQ(api("GET", "/models?pageSize=0", key).status, 400);
}

TEST_F(Rest, DescribesTopics) {
  const Json list = fetched("/models/" + kModel + "/topic");
  EXPECT_EQ(list.at("success"), true);
  EXPECT_EQ(list.at("topics").size(), 6U);
  EXPECT_EQ(list.at("topics").at(0).at("base_view_name"), "order_items");
  const Json topic = fetched("/models/" + kModel + "/topic/order_items").at("topic");
  EXPECT_EQ(topic.at("views").size(), 4U);
  EXPECT_EQ(topic.at("relationships").at(0),
            Json::parse(R"({"left_view_name":"order_items","right_view_name":"users",
              "join_type":"always_left","sql":"${order_items.user_id} = ${users.id}"})"));
  const Json& view = topic.at("views").at(0);
  EXPECT_EQ(view.at("dimensions").at(0).at("fully_qualified_name"), "order_items.id");
  EXPECT_EQ(view.at("measures").at(0).at("aggregate_type"), "count_distinct");
  EXPECT_EQ(view.at("measures").at(0).at("is_dimension"), false);
  const std::string key = secret("acme_admin_key");
  expect_refused(api("GET", "/models/" + kModel + "/topic/no%20pe", key), 404,
                 R"({"detail":"Topic no pe not found","status":404})", "topic_not_found");
  expect_refused(api("GET", "/models/nope/topic", key), 404,
                 R"({"detail":"Model with id nope does not exist","status":404})",
                 "model_not_found");
}

TEST_F(Rest, RequestsAreLimitedWhenTheWorldSaysSo) {
  const std::string key = secret("acme_admin_key");
  for (int i = 0; i < 100; ++i) EXPECT_EQ(api("GET", "/whoami", key).status, 200);  // off
  change([](World& world) { world.mcp.requests_per_minute = 2; });
  EXPECT_EQ(api("GET", "/whoami", key).status, 200);
  EXPECT_EQ(rpc(mock->key_url("acme"), key, initialize()).status, 200);  // the same count
  const Response blocked = api("GET", "/models", key);
  EXPECT_EQ(blocked.status, 429);
  EXPECT_EQ(blocked.headers.get("Retry-After"), "60");
  EXPECT_EQ(blocked.headers.get("X-Omni-Waf-Action"), "block");
  EXPECT_EQ(last_refusal(), "rate_limited");
  EXPECT_EQ(rpc(mock->key_url("acme"), key, initialize()).status, 429);
  EXPECT_EQ(api("GET", "/whoami", secret("acme_querier_key")).status, 200);  // another value
  EXPECT_EQ(get(mock->origin("acme") + "/login").status, 200);  // pages are not limited
  mock->live().advance(std::chrono::seconds(59));
  EXPECT_EQ(api("GET", "/whoami", key).headers.get("Retry-After"), "1");
  mock->live().advance(std::chrono::seconds(1));
  EXPECT_EQ(api("GET", "/whoami", key).status, 200);
}

}  // namespace
}  // namespace conform::mock
