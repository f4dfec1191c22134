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
  for (const std::string& target :
       std::vector<std::string>{"https://evil.example/", "//evil.example/", "/\\evil.example",
                                "/x\r\nSet-Cookie: a=b", std::string("/x\0y", 4), "/x y"}) {
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

TEST_F(SignIn, SigningOutNeedsTheFormsToken) {
  sign_in("acme", "quinn");
  EXPECT_EQ(browse("POST", mock->origin("acme") + "/logout").status, 403);
  EXPECT_FALSE(cookies.empty());
}

}  // namespace
}  // namespace conform
