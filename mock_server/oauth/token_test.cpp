#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

class Token : public MockFixture {
 protected:
  void SetUp() override { sign_in("acme", "quinn"); }
  std::string code_for(const std::string& client) {
    return answer_of(decide(authorize(authorization_parameters(client)), "authorize")).get("code");
  }
  Parameters changed(const Parameters& form, const std::string& name, const std::string& value) {
    Parameters result;
    for (const auto& [key, old] : form) {
      if (key != name) result.add(key, old);
    }
    if (!value.empty()) result.add(name, value);
    return result;
  }
  Response refresh(const std::string& client, const std::string& token) {
    return exchange(
        {{"grant_type", "refresh_token"}, {"refresh_token", token}, {"client_id", client}});
  }
  std::string error_of(const Response& response) {
    return json_of(response).value("error", "none");
  }
  int initialize_with(const std::string& token) {
    return rpc(mock->oauth_url(), token, initialize()).status;
  }
};

TEST_F(Token, CreatesAnMcpOAuthPatLinkedToUserClientAndOrganization) {
  const std::string client = registered();
  const Json tokens = obtained_tokens(client);
  EXPECT_EQ(tokens.at("token_type"), "Bearer");
  EXPECT_EQ(tokens.at("scope"), "mcp:access");
  EXPECT_FALSE(tokens.contains("expires_in"));  // no expiry unless the world says so
  const auto grants = mock->state().grants();
  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].user, "quinn");
  EXPECT_EQ(grants[0].organization, "acme");
  EXPECT_EQ(grants[0].client_id, client);
  EXPECT_EQ(grants[0].resource, resource());
  EXPECT_EQ(initialize_with(tokens.at("access_token")), 200);
}

TEST_F(Token, ACodeIsBoundToItsRequest) {
  const std::string client = registered();
  const Parameters form = token_form(client, code_for(client));
  EXPECT_EQ(error_of(exchange(changed(form, "code_verifier", std::string(43, 'x')))),
            "invalid_grant");
  EXPECT_EQ(error_of(exchange(changed(form, "code_verifier", ""))), "invalid_request");
  EXPECT_EQ(error_of(exchange(changed(form, "redirect_uri", "http://127.0.0.1:1/callback"))),
            "invalid_grant");
  EXPECT_EQ(error_of(exchange(changed(form, "client_id", registered()))), "invalid_grant");
  EXPECT_EQ(error_of(exchange(changed(form, "client_id", "nobody"))), "invalid_client");
  EXPECT_EQ(error_of(exchange(changed(form, "resource", "https://other.example/"))),
            "invalid_target");
  EXPECT_EQ(error_of(exchange(changed(form, "code", "unknown"))), "invalid_grant");
  EXPECT_EQ(error_of(exchange(changed(form, "grant_type", "password"))), "unsupported_grant_type");
  // None of these used it up: repeating a refused request is no replay.
  EXPECT_EQ(exchange(form).status, 200);
}

TEST_F(Token, ACodeWorksOnceAndASecondUseRevokesTheGrant) {
  const std::string client = registered();
  const Parameters form = token_form(client, code_for(client));
  const std::string token = json_of(exchange(form)).at("access_token");
  EXPECT_EQ(initialize_with(token), 200);
  EXPECT_EQ(error_of(exchange(form)), "invalid_grant");
  EXPECT_EQ(last_refusal(), "code_reused");
  EXPECT_EQ(initialize_with(token), 401);
  EXPECT_EQ(last_refusal(), "revoked_grant");
}

TEST_F(Token, ACodeExpires) {
  const std::string client = registered();
  const Parameters form = token_form(client, code_for(client));
  clock->advance(std::chrono::seconds(60));
  EXPECT_EQ(error_of(exchange(form)), "invalid_grant");
  EXPECT_EQ(last_refusal(), "code_expired");
}

TEST_F(Token, RefreshRotatesAndReuseRevokes) {
  const std::string client = registered();
  const Json first = obtained_tokens(client);
  const Json second = json_of(refresh(client, first.at("refresh_token")));
  ASSERT_TRUE(second.contains("access_token")) << second;
  EXPECT_NE(second.at("refresh_token"), first.at("refresh_token"));
  EXPECT_EQ(initialize_with(second.at("access_token")), 200);
  EXPECT_EQ(error_of(refresh(client, first.at("refresh_token"))), "invalid_grant");
  EXPECT_EQ(last_refusal(), "refresh_token_reused");
  EXPECT_EQ(initialize_with(second.at("access_token")), 401);
  EXPECT_EQ(error_of(refresh(client, second.at("refresh_token"))), "invalid_grant");
}

TEST_F(Token, ARefreshTokenBelongsToItsClient) {
  const Json tokens = obtained_tokens(registered());
  EXPECT_EQ(error_of(refresh(registered(), tokens.at("refresh_token"))), "invalid_grant");
}

TEST_F(Token, CodesAndRefreshTokensHoldMarksWhereTheWorldSays) {
  change([](World& world) { world.authorization.marked_codes = true; });
  const std::string client = registered();
  const std::string code = code_for(client);
  EXPECT_TRUE(code.ends_with("+a/b=c%26d&e")) << code;
  const Json first = json_of(exchange(token_form(client, code)));
  const std::string given = first.at("refresh_token");
  EXPECT_TRUE(given.ends_with("+a/b=c%26d&e")) << given;
  const std::string next = json_of(refresh(client, given)).at("refresh_token");
  EXPECT_TRUE(next.ends_with("+a/b=c%26d&e")) << next;
}

TEST_F(Token, ASecretRunsOutWhereTheWorldGivesOne) {
  change([](World& world) { world.authorization.client_secret_lifetime = std::chrono::hours(1); });
  const Json client = json_of(post_json(mock->origin("callbacks") + "/oauth/register",
                                        {{"redirect_uris", Json::array({redirect})}}));
  EXPECT_EQ(client.at("token_endpoint_auth_method"), "client_secret_post");
  EXPECT_FALSE(client.at("client_secret").get<std::string>().empty());
  EXPECT_EQ(client.at("client_secret_expires_at").get<std::int64_t>() -
                client.at("client_id_issued_at").get<std::int64_t>(),
            3600);
  const std::string id = client.at("client_id");
  const Json tokens = obtained_tokens(id);
  clock->advance(std::chrono::hours(1));
  EXPECT_EQ(error_of(refresh(id, tokens.at("refresh_token"))), "invalid_client");
}

TEST_F(Token, ExpiryFollowsTheWorldsLifetime) {
  change([](World& world) { world.authorization.access_token_lifetime = std::chrono::hours(8); });
  const Json tokens = obtained_tokens(registered());
  EXPECT_EQ(tokens.at("expires_in"), 8 * 3600);
  clock->advance(std::chrono::hours(8) - std::chrono::seconds(1));
  EXPECT_EQ(initialize_with(tokens.at("access_token")), 200);
  clock->advance(std::chrono::seconds(1));
  EXPECT_EQ(initialize_with(tokens.at("access_token")), 401);
  EXPECT_EQ(last_refusal(), "expired_token");
}

TEST_F(Token, SettingsAreAskedAgain) {
  const std::string client = registered();
  const Parameters form = token_form(client, code_for(client));
  change([](World& world) { world.organization("acme")->settings.personal_access_tokens = false; });
  const Response response = exchange(form);
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(last_refusal(), "personal_access_tokens_off");
  EXPECT_TRUE(mock->state().grants().empty());
}

TEST_F(Token, FailsAsOftenAsTheWorldSays) {
  change([](World& world) { world.authorization.token_errors = 1; });
  const std::string client = registered();
  const Parameters form = token_form(client, code_for(client));
  EXPECT_EQ(exchange(form).status, 500);
  EXPECT_EQ(last_refusal(), "token_endpoint_failure");
  EXPECT_EQ(exchange(form).status, 200);
}

TEST_F(Token, AClientMayNameItselfByBasicAuthentication) {
  const std::string client = registered();
  const Parameters form = changed(token_form(client, code_for(client)), "client_id", "");
  const auto exchange_as = [&](const std::string& user) {
    return send("POST", mock->oauth_url() + "/oauth/token",
                {{"Content-Type", "application/x-www-form-urlencoded"},
                 {"Authorization", "Basic " + base64(percent_encode(user) + ":secret")}},
                form.encode());
  };
  EXPECT_EQ(error_of(exchange_as("nobody")), "invalid_client");
  EXPECT_EQ(error_of(exchange_as("")), "invalid_request");
  EXPECT_EQ(exchange_as(client).status, 200);
}

TEST_F(Token, TakesOnlyForms) {
  EXPECT_EQ(
      post_json(mock->oauth_url() + "/oauth/token", {{"grant_type", "authorization_code"}}).status,
      400);
  EXPECT_EQ(get(mock->oauth_url() + "/oauth/token").status, 405);
}

}  // namespace
}  // namespace conform::mock
