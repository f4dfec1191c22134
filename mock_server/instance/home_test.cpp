#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

class Home : public MockFixture {
 protected:
  std::string page(const std::string& organization = "acme") {
    return browse("GET", mock->origin(organization) + "/").body;
  }
};

TEST_F(Home, SaysWhichOrganizationAndRoleOneIsIn) {
  sign_in("acme", "rita");
  const std::string text = page();
  for (const char* part :
       {"Acme Outfitters", "Rita Restricted", "rita@acme.example", "Restricted Querier"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
  EXPECT_NE(text.find(mock->oauth_url()), std::string::npos);
  EXPECT_NE(text.find(mock->key_url("acme")), std::string::npos);
}

TEST_F(Home, ListsTheOtherOrganizationsOfTheUser) {
  sign_in("acme", "omar");
  EXPECT_NE(page().find("href=\"" + mock->origin("globex") + "/login\""), std::string::npos);
  change([](World& world) { world.user("omar")->memberships["globex"].active = false; });
  EXPECT_NE(page().find("Querier, deactivated"), std::string::npos);
  sign_in("acme", "quinn");
  EXPECT_EQ(page().find("Globex"), std::string::npos);
}

TEST_F(Home, WithoutASessionThereIsALoginLinkAndNoNavigation) {
  const Response response = browse("GET", mock->origin("acme") + "/");
  EXPECT_EQ(response.status, 200);
  EXPECT_NE(response.body.find("href=\"/login\""), std::string::npos);
  EXPECT_EQ(response.body.find("<nav"), std::string::npos);
}

TEST_F(Home, SwitchingTheOrganizationChangesWhereAConnectionGoes) {
  const std::string client = registered();
  sign_in("acme", "omar");
  EXPECT_TRUE(authorize(authorization_parameters(client))
                  .headers.get("Location")
                  .starts_with(mock->origin("acme")));
  EXPECT_EQ(submit("acme", "/logout", {}).status, 303);
  sign_in("globex", "omar");
  EXPECT_TRUE(authorize(authorization_parameters(client))
                  .headers.get("Location")
                  .starts_with(mock->origin("globex")));
}

}  // namespace
}  // namespace conform::mock
