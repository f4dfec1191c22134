#include <gmock/gmock.h>

#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

using testing::HasSubstr;
using testing::Not;

class ApiKeys : public MockFixture {
 protected:
  std::string page() { return browse("GET", mock->origin("acme") + "/settings/api-keys").body; }
  Response set_state(const std::string& id, const std::string& state) {
    return submit("acme", "/settings/api-keys/state", {{"id", id}, {"state", state}});
  }
  int status_with(const std::string& key) {
    return rpc(mock->key_url("acme"), secret(key), initialize()).status;
  }
  [[nodiscard]] std::string last_note() const {
    return mock->transcript().notes(Note::Kind::kAdmin).back().text;
  }
};

TEST_F(ApiKeys, ListsKeysAndTokensOfThisOrganizationOnly) {
  sign_in("acme", "ada");
  const std::string text = page();
  EXPECT_THAT(text, HasSubstr("Nightly reports"));
  EXPECT_THAT(text, HasSubstr("Created by Nightly Reports (service account)"));
  EXPECT_THAT(text, HasSubstr("Disabled"));
  EXPECT_THAT(text, HasSubstr("Token of Penny Formerly-Modeler"));
  EXPECT_THAT(text, Not(HasSubstr("Old integration")));  // revoked keys are gone
  EXPECT_THAT(text, Not(HasSubstr("Globex warehouse")));
  EXPECT_THAT(text, Not(HasSubstr("omni_osk_")));
  EXPECT_THAT(text, HasSubstr("MCP OAuth PATs, which Omni creates when a user authorizes an MCP "
                              "client, are not visible here."));
}

TEST_F(ApiKeys, McpOAuthPatsAreNotListed) {
  sign_in("acme", "quinn");
  obtained_tokens(registered("Remarkable client"));
  sign_in("acme", "ada");
  EXPECT_THAT(page(), Not(HasSubstr("Remarkable client")));
}

TEST_F(ApiKeys, AnOrganizationKeyIsShownOnceAndWorks) {
  sign_in("acme", "ada");
  const Response response = submit("acme", "/settings/api-keys", {{"name", "Warehouse sync"}});
  const ApiKey key = mock->world()->keys.back();
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, HasSubstr("id=\"secret\">" + key.secret + "</code>"));
  EXPECT_EQ(key.kind, ApiKey::Kind::kOrganization);
  EXPECT_EQ(key.owner, "ada");
  EXPECT_EQ(last_note(), "ada creates an organization key at acme");
  EXPECT_THAT(page(), HasSubstr("Warehouse sync"));
  EXPECT_THAT(page(), Not(HasSubstr(key.secret)));
  EXPECT_EQ(status_with(key.id), 200);
}

TEST_F(ApiKeys, AKeyNeedsAName) {
  sign_in("acme", "ada");
  const auto before = mock->world();
  EXPECT_EQ(submit("acme", "/settings/api-keys", {{"name", "   "}}).status, 400);
  EXPECT_EQ(last_refusal(), "incomplete_form");
  EXPECT_EQ(mock->world(), before);
}

TEST_F(ApiKeys, AKeyIsDisabledEnabledAndRevoked) {
  sign_in("acme", "ada");
  EXPECT_EQ(set_state("acme_querier_key", "disabled").status, 303);
  EXPECT_EQ(last_note(), "ada disables acme_querier_key of acme");
  EXPECT_EQ(status_with("acme_querier_key"), 401);
  EXPECT_EQ(set_state("acme_querier_key", "active").status, 303);
  EXPECT_EQ(status_with("acme_querier_key"), 200);
  EXPECT_EQ(set_state("acme_querier_key", "revoked").status, 303);
  EXPECT_EQ(status_with("acme_querier_key"), 401);
  EXPECT_EQ(set_state("acme_querier_key", "active").status, 404);
  EXPECT_EQ(last_refusal(), "no_such_key");
}

TEST_F(ApiKeys, APersonalTokenIsRevokedButNotDisabled) {
  sign_in("acme", "ada");
  EXPECT_EQ(set_state("acme_modeler_token", "disabled").status, 400);
  EXPECT_EQ(last_refusal(), "key_without_switch");
  EXPECT_EQ(status_with("acme_modeler_token"), 200);
  EXPECT_EQ(set_state("acme_modeler_token", "revoked").status, 303);
  EXPECT_EQ(status_with("acme_modeler_token"), 401);
}

TEST_F(ApiKeys, OfAnotherOrganizationAreOutOfReach) {
  sign_in("acme", "ada");
  const auto before = mock->world();
  EXPECT_EQ(set_state("globex_key", "revoked").status, 404);
  EXPECT_EQ(set_state("acme_admin_key", "purple").status, 400);
  EXPECT_EQ(mock->world(), before);
}

TEST_F(ApiKeys, PersonalTokensAreSwitchedForTheOrganization) {
  const std::string client = registered();
  sign_in("acme", "ada");
  EXPECT_THAT(page(), HasSubstr("aria-describedby=\"about-personal_access_tokens\" checked"));
  submit("acme", "/settings/api-keys/personal-tokens", {});
  EXPECT_EQ(last_note(), "ada changes the settings of acme: Personal access tokens off");
  EXPECT_THAT(page(), Not(HasSubstr("about-personal_access_tokens\" checked")));
  EXPECT_EQ(authorize(authorization_parameters(client)).status, 403);
  EXPECT_EQ(last_refusal(), "personal_access_tokens_off");
  submit("acme", "/settings/api-keys/personal-tokens", {{"personal_access_tokens", "on"}});
  EXPECT_EQ(authorize(authorization_parameters(client)).status, 302);
}

}  // namespace
}  // namespace conform::mock
