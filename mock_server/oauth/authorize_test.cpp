#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

class Authorize : public MockFixture {
 protected:
  Parameters with(const std::string& name, const std::string& value) {
    Parameters result;
    for (const auto& [key, old] : authorization_parameters(registered())) {
      if (key != name) result.add(key, old);
    }
    if (!value.empty()) result.add(name, value);
    return result;
  }
  std::string error_with(const std::string& name, const std::string& value) {
    const Response response = authorize(with(name, value));
    EXPECT_EQ(response.status, 302) << name << '=' << value << response.body;
    EXPECT_TRUE(response.headers.get("Location").starts_with(redirect)) << name;
    return answer_of(response).get("error");
  }
};

TEST_F(Authorize, LeadsToTheOrganizationOfTheLastLogin) {
  sign_in("acme", "omar");
  sign_in("globex", "omar");
  const Response response = authorize(authorization_parameters(registered()));
  EXPECT_TRUE(response.headers.get("Location")
                  .starts_with(mock->origin("globex") + "/oauth/mcp/authorize?ticket="));
  sign_in("acme", "omar");
  EXPECT_TRUE(authorize(authorization_parameters(registered()))
                  .headers.get("Location")
                  .starts_with(mock->origin("acme")));
}

TEST_F(Authorize, WithoutACookieShowsALoginPageAndNeverAnswersTheClient) {
  const Response response = authorize(authorization_parameters(registered()));
  EXPECT_EQ(response.status, 200);
  EXPECT_FALSE(response.headers.has("Location"));
  EXPECT_NE(response.body.find("Log in to Omni to continue"), std::string::npos);
  EXPECT_EQ(last_refusal(), "login_required");
}

TEST_F(Authorize, LoggingOutClearsTheCookie) {
  sign_in("acme", "quinn");
  const Response home = browse("GET", mock->origin("acme") + "/");
  const Response out =
      browse("POST", mock->origin("acme") + "/logout", {{"csrf", hidden(home.body, "csrf")}});
  EXPECT_EQ(out.status, 303);
  EXPECT_TRUE(cookies.empty());
  authorize(authorization_parameters(registered()));
  EXPECT_EQ(last_refusal(), "login_required");
}

TEST_F(Authorize, SettingsRefuseWithAPageThatNamesThem) {
  sign_in("acme", "quinn");
  change([](World& world) { world.organization("acme")->settings.personal_access_tokens = false; });
  Response response = authorize(authorization_parameters(registered()));
  EXPECT_EQ(response.status, 403);
  EXPECT_FALSE(response.headers.has("Location"));
  EXPECT_NE(response.body.find("Settings &gt; API Keys &gt; Personal tokens"), std::string::npos);
  EXPECT_EQ(last_refusal(), "personal_access_tokens_off");
  change([](World& world) { world.organization("acme")->settings.mcp_server = false; });
  response = authorize(authorization_parameters(registered()));
  EXPECT_EQ(response.status, 403);
  EXPECT_NE(response.body.find("Settings &gt; AI &gt; General &gt; MCP server"), std::string::npos);
  EXPECT_EQ(last_refusal(), "mcp_server_off");
}

TEST_F(Authorize, UnknownClientsAndRedirectsAreNeverRedirected) {
  sign_in("acme", "quinn");
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"client_id", "nobody"},
           {"client_id", ""},
           {"client_id", "https://unknown.example/client.json"},
           {"redirect_uri", ""},
           {"redirect_uri", "https://evil.example/"},
           {"redirect_uri", "http://127.0.0.1:61420/callback/other"},
           {"redirect_uri", "http://localhost:61420/callback"}}) {
    const Response response = authorize(with(name, value));
    EXPECT_EQ(response.status, 400) << name << '=' << value;
    EXPECT_FALSE(response.headers.has("Location")) << name << '=' << value;
  }
}

// A browser reads the first as evil.example, and the second as two header fields.
TEST_F(Authorize, DisguisedRedirectsAreNeverRedirected) {
  sign_in("acme", "quinn");
  for (const char* uri :
       {R"(http://evil.example\@127.0.0.1:61420/callback)",
        "http://x\r\nX-Injected: 1\r\nY:@127.0.0.1:61420/callback",
        "http://user:password@127.0.0.1:61420/callback", "http://127.0.0.1:61420/callback\r\nX: y",
        "http://127.0.0.1:61420/callback#", "http://127.0.0.1:61420\t/callback"}) {
    for (const char* method : {"S256", "plain"}) {  // answered with a code, and with an error
      Parameters parameters;
      for (const auto& [name, value] : with("redirect_uri", uri)) {
        parameters.add(name, name == "code_challenge_method" ? method : value);
      }
      const Response response = authorize(parameters);
      EXPECT_EQ(response.status, 400) << uri;
      EXPECT_FALSE(response.headers.has("Location")) << uri;
      EXPECT_FALSE(response.headers.has("X-Injected")) << uri;
      EXPECT_EQ(last_refusal(), "invalid_redirect_uri") << uri;
    }
  }
}

// Of such a client no address is known: a link with its id and a mistake must not lead anywhere.
TEST_F(Authorize, AnErrorGoesToNoForeignAddressThatNobodyRegistered) {
  sign_in("acme", "quinn");
  change([](World& world) { world.authorization.known_clients = {"desk"}; });
  for (const auto& [uri, status] : std::vector<std::pair<std::string, int>>{
           {"https://elsewhere.example/", 400}, {redirect, 302}}) {
    Parameters asked;
    for (const auto& [name, value] : authorization_parameters("desk")) {
      asked.add(name, name == "redirect_uri" ? uri : name == "response_type" ? "token" : value);
    }
    EXPECT_EQ(authorize(asked).status, status) << uri;
  }
}

TEST_F(Authorize, ClientsThatWereRegisteredByHandMayBeAnsweredAnywhereSafe) {
  sign_in("acme", "quinn");
  change([](World& world) { world.authorization.known_clients = {"desk"}; });
  const Response redirected = decide(authorize(authorization_parameters("desk")), "authorize");
  EXPECT_TRUE(answer_of(redirected).has("code"));
  Parameters elsewhere;
  for (const auto& [name, value] : authorization_parameters("desk")) {
    elsewhere.add(name, name == "redirect_uri" ? "http://elsewhere.example/" : value);
  }
  EXPECT_EQ(authorize(elsewhere).status, 400);
}

TEST_F(Authorize, LoopbackPortsAreFree) {
  sign_in("acme", "quinn");
  const Response response = authorize(with("redirect_uri", "http://127.0.0.1:50000/callback"));
  EXPECT_TRUE(response.headers.get("Location").starts_with(mock->origin("acme")));
}

TEST_F(Authorize, ToldToTheClientWithItsState) {
  change([](World& world) {
    world.authorization.issuer = AuthorizationBehaviour::Issuer::kAdvertisedAndSent;
  });
  sign_in("acme", "quinn");
  EXPECT_EQ(error_with("response_type", "token"), "unsupported_response_type");
  EXPECT_EQ(error_with("code_challenge", ""), "invalid_request");
  EXPECT_EQ(error_with("code_challenge", "too short"), "invalid_request");
  EXPECT_EQ(error_with("code_challenge_method", "plain"), "invalid_request");
  EXPECT_EQ(error_with("code_challenge_method", ""), "invalid_request");
  EXPECT_EQ(error_with("scope", "everything"), "invalid_scope");
  EXPECT_EQ(error_with("resource", mock->oauth_url() + "/"), "invalid_target");
  Parameters twice = authorization_parameters(registered());
  twice.add("state", "again");
  const Parameters answer = answer_of(authorize(twice));
  EXPECT_EQ(answer.get("error"), "invalid_request");
  EXPECT_EQ(answer.get("state"), "a+b/c= &x");
  EXPECT_EQ(answer.get("iss"), mock->origin("callbacks"));
}

TEST_F(Authorize, ResourceAndScopeMayBeAbsent) {
  sign_in("acme", "quinn");
  EXPECT_TRUE(
      authorize(with("resource", "")).headers.get("Location").starts_with(mock->origin("acme")));
  EXPECT_TRUE(
      authorize(with("scope", "")).headers.get("Location").starts_with(mock->origin("acme")));
}

class ClientDocuments : public MockFixture {
 protected:
  int status_of(const std::string& client_id, const std::string& redirect_uri) {
    Parameters parameters;
    for (const auto& [name, value] : authorization_parameters(client_id)) {
      parameters.add(name, name == "redirect_uri" ? redirect_uri : value);
    }
    return authorize(parameters).status;
  }
};

TEST_F(ClientDocuments, AreClients) {
  sign_in("acme", "quinn");
  EXPECT_EQ(status_of("https://claude.ai/oauth/claude-code-client-metadata",
                      "http://localhost:41234/callback"),
            302);
  EXPECT_EQ(status_of("https://vscode.dev/oauth/client-metadata.json", "http://127.0.0.1:33418/"),
            302);
  EXPECT_EQ(status_of("https://vscode.dev/oauth/client-metadata.json", "http://127.0.0.1:40000/"),
            302);
  EXPECT_EQ(status_of("https://claude.ai/oauth/claude-code-client-metadata",
                      "http://localhost:41234/other"),
            400);
}

TEST_F(ClientDocuments, APatternBindsTheRedirectToTheSameId) {
  sign_in("acme", "quinn");
  const std::string id = "https://chatgpt.com/oauth/codex/2hvmbXyPmycR/client.json";
  EXPECT_EQ(status_of(id, "http://127.0.0.1:38757/callback/2hvmbXyPmycR"), 302);
  EXPECT_EQ(status_of(id, "http://127.0.0.1:38757/callback/another"), 400);
  EXPECT_EQ(status_of("https://chatgpt.com/oauth/codex/a/b/client.json",
                      "http://127.0.0.1:1/callback/a/b"),
            400);
}

TEST_F(ClientDocuments, AreHeldToWhatMayBeRegistered) {
  sign_in("acme", "quinn");
  const std::string id = "https://evil.example/client.json";
  for (const char* uri : {"javascript:alert(1)", "https://user@a.example/", "http://a.example/",
                          "https://a.example/\r\nX: y", "ms-msdt:/id"}) {
    change([&](World& world) {
      world.client_documents[id] = {{"client_id", id}, {"redirect_uris", Json::array({uri})}};
    });
    EXPECT_EQ(status_of(id, uri), 400) << uri;
    EXPECT_EQ(last_refusal(), "invalid_redirect_uri") << uri;
  }
}

TEST_F(ClientDocuments, CanBeSwitchedOff) {
  sign_in("acme", "quinn");
  change([](World& world) { world.authorization.client_id_metadata_documents = false; });
  EXPECT_EQ(status_of("https://vscode.dev/oauth/client-metadata.json", "http://127.0.0.1:33418/"),
            400);
  EXPECT_EQ(last_refusal(), "invalid_client");
}

}  // namespace
}  // namespace conform::mock
