#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

class Consent : public MockFixture {
 protected:
  // The page and its URL.
  std::pair<std::string, std::string> page_for(const std::string& client_name = "Test client") {
    const std::string url =
        authorize(authorization_parameters(registered(client_name))).headers.get("Location");
    return {url, browse("GET", url).body};
  }
};

TEST_F(Consent, ShowsClientPermissionsOrganizationAndUser) {
  sign_in("acme", "vera");
  const std::string page = page_for("Test client").second;
  for (const char* text :
       {"Test client wants to connect", "mcp:access", "Acme Outfitters", "Vera Viewer",
        "vera@acme.example", "Viewer", "http://127.0.0.1:61420", "Authorize", "Cancel"}) {
    EXPECT_NE(page.find(text), std::string::npos) << text;
  }
}

TEST_F(Consent, ForeignTextIsEscaped) {
  sign_in("acme", "quinn");
  const std::string page = page_for("<img src=x onerror=alert(1)>\"'").second;
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_NE(page.find("&lt;img src=x onerror=alert(1)&gt;"), std::string::npos);
}

TEST_F(Consent, AsksToSignInFirstAndComesBack) {
  sign_in("acme", "quinn");
  cookies.erase("omni_session_acme");  // the session ended, the last instance is still known
  const std::string url = authorize(authorization_parameters(registered())).headers.get("Location");
  const Response to_login = browse("GET", url);
  ASSERT_EQ(to_login.status, 302);
  const Response login = browse("GET", mock->origin("acme") + to_login.headers.get("Location"));
  EXPECT_NE(login.body.find("id=\"sign-in\""), std::string::npos);
  const std::string back = "/oauth/mcp/authorize?" + Url::parse(url)->query;
  const Response signed_in =
      browse("POST", mock->origin("acme") + "/login",
             {{"email", "quinn@acme.example"}, {"password", "omni"}, {"return_to", back}});
  EXPECT_EQ(signed_in.headers.get("Location"), back);
  EXPECT_EQ(browse("GET", mock->origin("acme") + back).status, 200);
}

TEST_F(Consent, AuthorizeGivesACodeWithStateAndIssuer) {
  change([](World& world) {
    world.authorization.issuer = AuthorizationBehaviour::Issuer::kAdvertisedAndSent;
  });
  sign_in("acme", "quinn");
  const Response response = decide(authorize(authorization_parameters(registered())), "authorize");
  EXPECT_TRUE(response.headers.get("Location").starts_with(redirect + "?code="));
  EXPECT_EQ(answer_of(response).get("state"), "a+b/c= &x");
  EXPECT_EQ(answer_of(response).get("iss"), mock->origin("callbacks"));
}

TEST_F(Consent, OnlyTheOrganizationThatWasAskedMayAnswer) {
  sign_in("acme", "omar");
  sign_in("globex", "omar");
  const std::string of_globex = Url::parse(page_for().first)->query;
  const std::string elsewhere = mock->origin("acme") + "/oauth/mcp/authorize?" + of_globex;
  EXPECT_EQ(browse("GET", elsewhere).status, 400);
  EXPECT_EQ(last_refusal(), "ticket_gone");
  const Parameters ticket = Parameters::parse(of_globex);
  const Response answered = submit("acme", "/oauth/mcp/authorize",
                                   {{"ticket", ticket.get("ticket")}, {"decision", "authorize"}});
  EXPECT_EQ(answered.status, 400);
  EXPECT_FALSE(answered.headers.has("Location"));
}

TEST_F(Consent, CancelTellsTheClient) {
  sign_in("acme", "quinn");
  const Parameters answer =
      answer_of(decide(authorize(authorization_parameters(registered())), "cancel"));
  EXPECT_EQ(answer.get("error"), "access_denied");
  EXPECT_EQ(answer.get("state"), "a+b/c= &x");
  EXPECT_FALSE(answer.has("code"));
}

TEST_F(Consent, AnIssuerIsSentAsTheWorldSays) {
  using Issuer = AuthorizationBehaviour::Issuer;
  sign_in("acme", "quinn");
  for (const auto& [issuer, expected] : std::vector<std::pair<Issuer, std::string>>{
           {Issuer::kOmitted, ""},
           {Issuer::kAdvertisedNotSent, ""},
           {Issuer::kAdvertisedAndSent, mock->origin("callbacks")},
           {Issuer::kWrong, "https://another-issuer.example"}}) {
    change([issuer](World& world) { world.authorization.issuer = issuer; });
    EXPECT_EQ(answer_of(decide(authorize(authorization_parameters(registered())), "authorize"))
                  .get("iss"),
              expected);
  }
}

TEST_F(Consent, StateIsBentAsTheWorldSays) {
  using StateAnswer = AuthorizationBehaviour::State;
  sign_in("acme", "quinn");
  change([](World& world) { world.authorization.state = StateAnswer::kWrong; });
  Parameters answer =
      answer_of(decide(authorize(authorization_parameters(registered())), "authorize"));
  EXPECT_TRUE(answer.has("state"));
  EXPECT_NE(answer.get("state"), "a+b/c= &x");
  change([](World& world) { world.authorization.state = StateAnswer::kMissing; });
  answer = answer_of(decide(authorize(authorization_parameters(registered())), "authorize"));
  EXPECT_FALSE(answer.has("state"));
}

TEST_F(Consent, WithoutTheFormsTokenNothingHappens) {
  sign_in("acme", "quinn");
  const auto [url, page] = page_for();
  const std::string action = mock->origin("acme") + "/oauth/mcp/authorize";
  EXPECT_EQ(browse("POST", action, {{"ticket", hidden(page, "ticket")}, {"decision", "authorize"}})
                .status,
            403);
  EXPECT_EQ(last_refusal(), "form_expired");
  cookies.clear();
  EXPECT_EQ(browse("POST", action,
                   {{"ticket", hidden(page, "ticket")},
                    {"csrf", hidden(page, "csrf")},
                    {"decision", "authorize"}})
                .status,
            403);
}

TEST_F(Consent, AnAnswerCountsOnce) {
  sign_in("acme", "quinn");
  const auto [url, page] = page_for();
  const Parameters form{{"ticket", hidden(page, "ticket")},
                        {"csrf", hidden(page, "csrf")},
                        {"decision", "authorize"}};
  const std::string action = mock->origin("acme") + "/oauth/mcp/authorize";
  EXPECT_EQ(browse("POST", action, form).status, 302);
  EXPECT_EQ(browse("POST", action, form).status, 400);
  EXPECT_EQ(last_refusal(), "ticket_gone");
}

TEST_F(Consent, SettingsAreAskedAgainAtTheClick) {
  sign_in("acme", "quinn");
  const auto [url, page] = page_for();
  change([](World& world) { world.organization("acme")->settings.personal_access_tokens = false; });
  const Response response = browse("POST", mock->origin("acme") + "/oauth/mcp/authorize",
                                   {{"ticket", hidden(page, "ticket")},
                                    {"csrf", hidden(page, "csrf")},
                                    {"decision", "authorize"}});
  EXPECT_EQ(response.status, 403);
  EXPECT_FALSE(response.headers.has("Location"));
  EXPECT_NE(response.body.find("Personal Access Tokens aren"), std::string::npos);
}

TEST_F(Consent, ADeactivatedUserIsRefused) {
  sign_in("acme", "quinn");
  change([](World& world) { world.user("quinn")->memberships["acme"].active = false; });
  const std::string url = authorize(authorization_parameters(registered())).headers.get("Location");
  EXPECT_EQ(browse("GET", url).status, 403);
  EXPECT_EQ(last_refusal(), "user_deactivated");
}

}  // namespace
}  // namespace conform::mock
