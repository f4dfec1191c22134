#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

class Profile : public MockFixture {
 protected:
  std::string page() { return browse("GET", mock->origin("acme") + "/profile").body; }
  [[nodiscard]] std::size_t keys() const { return mock->world()->keys.size(); }
};

TEST_F(Profile, ShowsTheAccountAndItsTokens) {
  sign_in("acme", "moe");
  const std::string text = page();
  for (const char* part : {"Moe Modeler", "moe@acme.example", "Modeler", "Generate token",
                           "a0000000-0000-4000-8000-000000000004", "laptop"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(text.find("old laptop"), std::string::npos);  // it is revoked
  EXPECT_EQ(text.find("omni_osk_"), std::string::npos);   // secrets are shown once
}

TEST_F(Profile, AStandardTokenNeedsModeler) {
  for (const auto& [user, status] : std::map<std::string, int>{{"vera", 403},
                                                               {"rita", 403},
                                                               {"quinn", 403},
                                                               {"moe", 200},
                                                               {"connie", 200},
                                                               {"ada", 200}}) {
    sign_in("acme", user);
    const std::size_t before = keys();
    const Response response = submit("acme", "/profile/tokens", {{"name", "mine"}});
    EXPECT_EQ(response.status, status) << user;
    if (status == 403) {
      EXPECT_EQ(last_refusal(), "standard_token_needs_modeler");
      EXPECT_NE(response.body.find("require Modeler or higher permissions"), std::string::npos);
      EXPECT_EQ(keys(), before);
    } else {
      EXPECT_NE(response.body.find(mock->world()->keys.back().secret), std::string::npos);
    }
  }
}

TEST_F(Profile, ATokenIsShownOnceAndWorksAtTheKeyUrl) {
  sign_in("acme", "moe");
  submit("acme", "/profile/tokens", {{"name", "mine"}});
  const ApiKey token = mock->world()->keys.back();
  EXPECT_EQ(token.owner, "moe");
  EXPECT_EQ(token.kind, ApiKey::Kind::kPersonal);
  EXPECT_EQ(page().find(token.secret), std::string::npos);
  const Response response = rpc(mock->key_url("acme"), token.secret, initialize());
  EXPECT_EQ(response.status, 200) << response.body;
}

TEST_F(Profile, NoTokenWhilePersonalTokensAreOff) {
  sign_in("acme", "moe");
  change([](World& world) { world.organization("acme")->settings.personal_access_tokens = false; });
  const std::size_t before = keys();
  EXPECT_EQ(submit("acme", "/profile/tokens", {{"name", "mine"}}).status, 403);
  EXPECT_EQ(last_refusal(), "personal_access_tokens_off");
  EXPECT_EQ(keys(), before);
  EXPECT_NE(page().find("Personal access tokens are not enabled"), std::string::npos);
}

TEST_F(Profile, ARevokedTokenStopsWorking) {
  sign_in("acme", "moe");
  EXPECT_EQ(submit("acme", "/profile/tokens/revoke", {{"id", "acme_modeler_token"}})
                .headers.get("Location"),
            "/profile?revoked");
  EXPECT_EQ(rpc(mock->key_url("acme"), secret("acme_modeler_token"), initialize()).status, 401);
  EXPECT_EQ(last_refusal(), "revoked_key");
  EXPECT_EQ(page().find("acme_modeler_token"), std::string::npos);
}

TEST_F(Profile, OnlyOnesOwnTokensCanBeRevoked) {
  sign_in("acme", "moe");
  const auto before = mock->world();
  for (const char* id : {"acme_demoted_token",  // Penny's
                         "acme_service_key",    // an organization key
                         "acme_revoked_token",  // is gone already
                         "nothing", ""}) {
    EXPECT_EQ(submit("acme", "/profile/tokens/revoke", {{"id", id}}).status, 404) << id;
    EXPECT_EQ(last_refusal(), "no_such_key");
  }
  EXPECT_EQ(mock->world(), before);
}

}  // namespace
}  // namespace conform::mock
