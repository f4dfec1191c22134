#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

class Registration : public MockFixture {
 protected:
  Response register_with(const Json& metadata) {
    return post_json(mock->origin("callbacks") + "/oauth/register", metadata);
  }
};

TEST_F(Registration, GivesAPublicClientWithoutSecret) {
  const Response response = register_with({{"client_name", "X"},
                                           {"redirect_uris", Json::array({redirect})},
                                           {"token_endpoint_auth_method", "client_secret_post"},
                                           {"software_id", "unknown members are fine"}});
  ASSERT_EQ(response.status, 201);
  const Json json = json_of(response);
  EXPECT_FALSE(json.contains("client_secret"));
  EXPECT_EQ(json.at("token_endpoint_auth_method"), "none");
  EXPECT_EQ(json.at("redirect_uris"), Json::array({redirect}));
  EXPECT_EQ(json.at("client_id_issued_at"), 1795521600);  // the fixed clock's "today"
}

TEST_F(Registration, TakesCustomSchemesAndMixedLists) {
  const Json uris = Json::array({"cursor://anysphere.cursor-mcp/oauth/callback",
                                 "https://www.cursor.com/agents/mcp/oauth/callback",
                                 "http://localhost:8787/callback"});
  EXPECT_EQ(register_with({{"redirect_uris", uris}}).status, 201);
}

TEST_F(Registration, RefusesWhatCannotBeARedirect) {
  for (const char* uri : {"http://example.org/callback", "javascript:alert(1)", "data:text/html,x",
                          "https://example.org/#fragment", "not a uri"}) {
    const Response response = register_with({{"redirect_uris", Json::array({uri})}});
    EXPECT_EQ(response.status, 400) << uri;
    EXPECT_EQ(json_of(response).at("error"), "invalid_redirect_uri") << uri;
  }
}

TEST_F(Registration, RefusesWhatLeadsElsewhereOrBreaksAHeaderField) {
  for (const char* uri :
       {"https://a.example/cb\r\nX-Injected: yes", "https://user@a.example/cb",
        R"(https://a.example\@b.example/)", "view-source:https://a.example/", "ms-msdt:/id",
        "chrome://settings/", "filesystem:https://a.example/x", "http://127.999.999.999/"}) {
    const Response response = register_with({{"redirect_uris", Json::array({redirect, uri})}});
    EXPECT_EQ(response.status, 400) << uri;
    EXPECT_EQ(json_of(response).at("error"), "invalid_redirect_uri") << uri;
  }
}

// What a page of any site may send without asking first.
TEST_F(Registration, TakesNothingButJson) {
  const std::string url = mock->origin("callbacks") + "/oauth/register";
  const std::string body = R"({"redirect_uris":["https://a.example/cb"]})";
  for (const char* type : {"text/plain", "text/plain; application/json", "",
                           "application/x-www-form-urlencoded", "application/jsonp"}) {
    const Response response = send("POST", url, {{"Content-Type", type}}, body);
    EXPECT_EQ(response.status, 400) << type;
    EXPECT_EQ(json_of(response).at("error"), "invalid_client_metadata") << type;
  }
  EXPECT_EQ(send("POST", url, {}, body).status, 400);
  for (const char* type : {"application/json", "Application/JSON ; charset=utf-8"}) {
    EXPECT_EQ(send("POST", url, {{"Content-Type", type}}, body).status, 201) << type;
  }
}

TEST_F(Registration, KeepsTheNewestOnly) {
  const auto first = mock->state().add_client({});
  for (std::size_t i = 1; i < State::kMostOfAKind; ++i) mock->state().add_client({});
  EXPECT_TRUE(mock->state().client(first.client_id));
  const auto last = mock->state().add_client({});
  EXPECT_FALSE(mock->state().client(first.client_id));
  EXPECT_TRUE(mock->state().client(last.client_id));
}

TEST_F(Registration, HasLimitsOfWhatItKeeps) {
  const Json uris = Json::array({redirect});
  EXPECT_EQ(
      register_with({{"redirect_uris", uris}, {"client_name", std::string(1024, 'n')}}).status,
      201);
  for (const char* member : {"client_name", "client_uri"}) {
    EXPECT_EQ(register_with({{"redirect_uris", uris}, {member, std::string(1025, 'n')}}).status,
              400)
        << member;
  }
  const std::string longest = "https://a.example/" + std::string(2048 - 18, 'p');
  EXPECT_EQ(register_with({{"redirect_uris", Json::array({longest})}}).status, 201);
  EXPECT_EQ(register_with({{"redirect_uris", Json::array({longest + "p"})}}).status, 400);
}

TEST_F(Registration, RefusesBrokenMetadata) {
  for (const char* body :
       {"", "[]", "nonsense", "{}", R"({"redirect_uris":[]})", R"({"redirect_uris":[7]})",
        R"({"redirect_uris":["https://a/b"],"client_name":7})"}) {
    const Response response = send("POST", mock->origin("callbacks") + "/oauth/register",
                                   {{"Content-Type", "application/json"}}, body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(json_of(response).at("error"), "invalid_client_metadata") << body;
  }
}

TEST_F(Registration, CanBeRefusedOrAbsent) {
  using Behaviour = AuthorizationBehaviour::Registration;
  const Json metadata{{"redirect_uris", Json::array({redirect})}};
  change([](World& world) { world.authorization.registration = Behaviour::kRefused403; });
  EXPECT_EQ(register_with(metadata).status, 403);
  EXPECT_EQ(last_refusal(), "registration_refused");
  change([](World& world) { world.authorization.registration = Behaviour::kRefused400; });
  EXPECT_EQ(register_with(metadata).status, 400);
  change([](World& world) { world.authorization.registration = Behaviour::kAbsent; });
  EXPECT_EQ(register_with(metadata).status, 404);
  EXPECT_EQ(last_refusal(), "registration_absent");
}

}  // namespace
}  // namespace conform::mock
