#include "mock_server/mock_fixture.hpp"

namespace conform {
namespace {

class SignIn : public MockFixture {
 protected:
  Response log_in(const std::string& organization, const Parameters& form) {
    return browse("POST", mock->origin(organization) + "/login", form);
  }
};

TEST_F(SignIn, NeedsTheRightPasswordOfAMember) {
  EXPECT_EQ(log_in("acme", {{"email", "quinn@acme.example"}, {"password", "wrong"}}).status, 401);
  EXPECT_EQ(log_in("acme", {{"email", "gail@globex.example"}, {"password", "omni"}}).status, 401);
  EXPECT_EQ(log_in("acme", {{"email", "nobody"}, {"password", ""}}).status, 401);
  EXPECT_TRUE(cookies.empty());
  EXPECT_EQ(log_in("globex", {{"email", "gail@globex.example"}, {"password", "omni"}}).status, 303);
}

TEST_F(SignIn, ADeactivatedUserCannot) {
  EXPECT_EQ(log_in("acme", {{"email", "dan@acme.example"}, {"password", "omni"}}).status, 403);
  EXPECT_TRUE(cookies.empty());
}

TEST_F(SignIn, ReturnsOnlyToThisHost) {
  for (const char* target :
       {"https://evil.example/", "//evil.example/", "/\\evil.example", "/x\r\nSet-Cookie: a=b"}) {
    const Response response = log_in(
        "acme", {{"email", "quinn@acme.example"}, {"password", "omni"}, {"return_to", target}});
    EXPECT_EQ(response.headers.get("Location"), "/") << target;
  }
}

TEST_F(SignIn, ByNameTheLastInstanceIsSeenByEveryHost) {
  const Response response =
      send("POST", mock->origin("acme", true) + "/login",
           {{"Content-Type", "application/x-www-form-urlencoded"}},
           Parameters{{"email", "quinn@acme.example"}, {"password", "omni"}}.encode());
  const auto set = response.headers.all("Set-Cookie");
  ASSERT_EQ(set.size(), 2U);
  EXPECT_EQ(set[0].find("Domain="), std::string::npos);
  EXPECT_TRUE(set[1].starts_with("omni_last_instance=acme;"));
  EXPECT_NE(set[1].find("Domain=omni.localhost"), std::string::npos);
}

TEST_F(SignIn, AStandardTokenNeedsModeler) {
  for (const auto& [user, status] : std::map<std::string, int>{{"vera", 403},
                                                               {"rita", 403},
                                                               {"quinn", 403},
                                                               {"moe", 200},
                                                               {"connie", 200},
                                                               {"ada", 200}}) {
    sign_in("acme", user);
    const std::string url = mock->origin("acme") + "/profile/tokens";
    const std::string csrf = hidden(browse("GET", url).body, "csrf");
    const Response response = browse("POST", url, {{"csrf", csrf}, {"name", "mine"}});
    EXPECT_EQ(response.status, status) << user;
    if (status == 403) {
      EXPECT_EQ(last_refusal(), "standard_token_needs_modeler");
    } else {
      EXPECT_NE(response.body.find(mock->world()->keys.back().secret), std::string::npos);
    }
  }
}

TEST_F(SignIn, AGeneratedTokenWorksAtTheKeyUrl) {
  sign_in("acme", "moe");
  const std::string url = mock->origin("acme") + "/profile/tokens";
  browse("POST", url, {{"csrf", hidden(browse("GET", url).body, "csrf")}, {"name", "mine"}});
  const Response response =
      rpc(mock->key_url("acme"), mock->world()->keys.back().secret, initialize());
  EXPECT_EQ(response.status, 200) << response.body;
}

TEST_F(SignIn, NoTokenWhilePersonalTokensAreOff) {
  sign_in("acme", "moe");
  change([](World& world) { world.organization("acme")->settings.personal_access_tokens = false; });
  const std::string url = mock->origin("acme") + "/profile/tokens";
  const std::string csrf = hidden(browse("GET", url).body, "csrf");
  EXPECT_EQ(browse("POST", url, {{"csrf", csrf}}).status, 403);
  EXPECT_EQ(last_refusal(), "personal_access_tokens_off");
}

TEST_F(SignIn, SigningOutNeedsTheFormsToken) {
  sign_in("acme", "quinn");
  EXPECT_EQ(browse("POST", mock->origin("acme") + "/logout").status, 403);
  EXPECT_FALSE(cookies.empty());
}

}  // namespace
}  // namespace conform
