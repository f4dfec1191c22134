#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
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
  for (const std::string& target :
       std::vector<std::string>{"https://evil.example/", "//evil.example/", "/\\evil.example",
                                "/x\r\nSet-Cookie: a=b", std::string("/x\0y", 4), "/x y"}) {
    const Response response = log_in(
        "acme", {{"email", "quinn@acme.example"}, {"password", "omni"}, {"return_to", target}});
    EXPECT_EQ(response.headers.get("Location"), "/") << target;
  }
}

// A page of another site that signs its visitor in as somebody else gets their next authorization.
TEST_F(SignIn, AFormOfAnotherSiteIsRefused) {
  const std::string own = mock->origin("acme");
  const auto status_with = [&](const Headers& sent) {
    Headers headers = sent;
    headers.add("Content-Type", "application/x-www-form-urlencoded");
    return send("POST", own + "/login", headers,
                Parameters{{"email", "quinn@acme.example"}, {"password", "omni"}}.encode())
        .status;
  };
  EXPECT_EQ(status_with({{"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(last_refusal(), "form_expired");
  EXPECT_EQ(status_with({{"Origin", "null"}}), 403);
  EXPECT_EQ(status_with({{"Origin", mock->origin("globex")}}), 403);
  EXPECT_EQ(status_with({{"Sec-Fetch-Site", "cross-site"}}), 403);
  EXPECT_EQ(status_with({{"Sec-Fetch-Site", "same-site"}, {"Origin", own}}), 403);
  EXPECT_EQ(status_with({{"Origin", own}, {"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(status_with({{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "cross-site"}}),
            403);
  // The page's own form, which tells no referrer and so no origin, and programs.
  EXPECT_EQ(status_with({{"Sec-Fetch-Site", "same-origin"}, {"Origin", "null"}}), 303);
  EXPECT_EQ(status_with({{"Origin", own}}), 303);
  EXPECT_EQ(status_with({}), 303);
}

TEST_F(SignIn, PagesHaveEachFieldOnce) {
  sign_in("acme", "ada");
  for (const char* path : {"/login", "/", "/profile", "/settings/ai", "/settings/api-keys",
                           "/settings/users", "/oauth/mcp/authorize?ticket=none", "/nowhere"}) {
    const Response page = browse("GET", mock->origin("acme") + path);
    EXPECT_TRUE(page.headers.has("Content-Type")) << path;
    for (const Header& field : page.headers) {
      EXPECT_EQ(page.headers.all(field.name).size(), 1U) << path << ' ' << field.name;
    }
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

TEST_F(SignIn, SigningOutNeedsTheFormsToken) {
  sign_in("acme", "quinn");
  EXPECT_EQ(browse("POST", mock->origin("acme") + "/logout").status, 403);
  EXPECT_FALSE(cookies.empty());
}

}  // namespace
}  // namespace conform::mock
