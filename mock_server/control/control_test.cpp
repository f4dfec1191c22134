#include <gmock/gmock.h>

#include <filesystem>

#include "mock_server/control/control_fixture.hpp"

namespace conform::mock {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using ControlTest = ControlFixture;

// ---- Who may ----

TEST_F(MockFixture, WithoutControlThereIsNothing) {
  for (const char* path : {"/_mock", "/_mock/", "/_mock/api/world", "/_mock/openapi.json"}) {
    EXPECT_EQ(get(mock->origin("callbacks") + path).status, 404) << path;
  }
}

TEST_F(ControlTest, IsServedOnEveryPortAndByEveryName) {
  for (const std::string& origin :
       {mock->origin("callbacks"), mock->origin("acme"), mock->origin("globex", true),
        mock->origin("callbacks", true)}) {
    EXPECT_EQ(get(origin + "/_mock/api/clock").status, 200) << origin;
    EXPECT_EQ(get(origin + "/_mock/").status, 200) << origin;
  }
  // A name that was made to point to loopback is not the mock's.
  EXPECT_EQ(get("http://evil.example:8000/_mock/api/world").status, 421);
}

TEST_F(ControlTest, ItsRequestsAreNoPartOfTheTranscript) {
  answer("GET", "/clock");
  get(mock->origin("acme") + "/_mock/");
  control("GET", "/nowhere");
  EXPECT_EQ(mock->transcript().size(), 0U);
  answer("POST", "/clock", {{"advance_seconds", 60}});
  EXPECT_TRUE(mock->transcript().exchanges().empty());
  EXPECT_EQ(mock->transcript().notes(Note::Kind::kAdmin).size(), 1U);
}

TEST_F(ControlTest, PagesOfOtherSitesMayDoNothing) {
  const Json body{{"advance_seconds", 60}};
  for (const char* origin :
       {"https://evil.example", "null", "http://localhost:8000", "http://127.0.0.1:8001"}) {
    EXPECT_EQ(control("POST", "/clock", body, {{"Origin", origin}}).status, 403) << origin;
    EXPECT_EQ(control("GET", "/world", {}, {{"Origin", origin}}).status, 403) << origin;
  }
  for (const char* from : {"cross-site", "same-site"}) {
    EXPECT_EQ(control("GET", "/world", {}, {{"Sec-Fetch-Site", from}}).status, 403) << from;
  }
  // Of a field that comes twice each one counts.
  const std::string own = mock->origin("callbacks");
  for (const Headers& twice :
       {Headers{{"Origin", own}, {"Origin", "https://evil.example"}},
        Headers{{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "cross-site"}}}) {
    EXPECT_EQ(control("POST", "/clock", body, twice).status, 403) << twice.begin()->name;
  }
  EXPECT_EQ(clock->now(), ManualClock().now());
  EXPECT_EQ(control("POST", "/clock", body, {{"Origin", own}}).status, 200);
  EXPECT_EQ(control("GET", "/world", {}, {{"Sec-Fetch-Site", "same-origin"}}).status, 200);
  EXPECT_FALSE(control("GET", "/world").headers.has("Access-Control-Allow-Origin"));
  EXPECT_EQ(send("OPTIONS", api("/clock")).status, 405) << "no preflight is answered";
}

TEST_F(ControlTest, ChangesMustBeDeclaredAsJson) {
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", ""}) {
    EXPECT_EQ(control("POST", "/clock", {{"advance_seconds", 60}}, {{"Content-Type", type}}).status,
              415)
        << type;
  }
  EXPECT_EQ(control("PATCH", "/world?at=/mcp", {{"sessions", true}},
                    {{"Content-Type", "application/merge-patch+json; charset=utf-8"}})
                .status,
            200);
}

TEST_F(ControlTest, AnswersCannotBeFramedSniffedOrStored) {
  const Response response = control("GET", "/world");
  EXPECT_EQ(response.headers.get("X-Frame-Options"), "DENY");
  EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.headers.get("Cache-Control"), "no-store");
  const std::string policy =
      get(mock->origin("callbacks") + "/_mock/").headers.get("Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src 'self';"));
  EXPECT_THAT(policy, testing::Not(HasSubstr("unsafe")));
}

class SecretTest : public ControlFixture {
 protected:
  SecretTest() : ControlFixture(options()) {}
  static ControlOptions options() {
    ControlOptions options = switched_on();
    options.secret = "open sesame";
    return options;
  }
};

TEST_F(SecretTest, WithoutTheSecretNothingIsToldOrDone) {
  for (const char* bearer : {"", "Bearer open sesam", "Basic open sesame", "Bearer "}) {
    const Headers headers{{"Authorization", bearer}};
    EXPECT_EQ(control("GET", "/world", {}, headers).status, 401) << bearer;
    EXPECT_EQ(control("POST", "/clock", {{"advance_seconds", 60}}, headers).status, 401) << bearer;
    EXPECT_EQ(send("GET", mock->origin("acme") + "/_mock/openapi.json", headers).status, 401);
  }
  EXPECT_EQ(clock->now(), ManualClock().now());
  EXPECT_EQ(control("GET", "/world", {}, {{"Authorization", "Bearer open sesame"}}).status, 200);
  EXPECT_EQ(get(mock->origin("acme") + "/_mock/").status, 200) << "the page asks for the secret";
}

PublicOrigins public_origins() {
  return PublicOrigins::checked({{"callbacks", "https://callbacks.example.com"}});
}

TEST_F(ControlTest, WithoutASecretWhoComesFromAfarFindsNothing) {
  mock->be_public_at(public_origins());
  EXPECT_EQ(get("https://callbacks.example.com/_mock/api/world").status, 404);
  const std::string here = mock->origin("callbacks") + "/_mock/api/world";
  EXPECT_EQ(get(here).status, 200);
  // A proxy may be made to ask for this machine's own name.
  for (const char* field : {"Forwarded", "Via", "X-Forwarded-For", "X-Real-IP"}) {
    EXPECT_EQ(send("GET", here, {{field, "203.0.113.7"}}).status, 404) << field;
  }
}

TEST_F(SecretTest, WithItControlIsPublicToo) {
  mock->be_public_at(public_origins());
  const std::string there = "https://callbacks.example.com/_mock/api/world";
  EXPECT_EQ(get(there).status, 401);
  EXPECT_EQ(send("GET", there, {{"Authorization", "Bearer open sesame"}}).status, 200);
}

TEST_F(MockFixture, ADocumentAtAPublicOriginNamesThatOrigin) {
  mock->be_public_at(public_origins());
  const Json document =
      json_of(get("https://callbacks.example.com/.well-known/oauth-protected-resource"));
  EXPECT_THAT(document.dump(), HasSubstr("https://callbacks.example.com/"));
  EXPECT_THAT(document.dump(), testing::Not(HasSubstr("127.0.0.1")));
}

TEST_F(ControlTest, SaysWhatThereIsInsteadOfNothing) {
  EXPECT_EQ(refusal_of("GET", "/nowhere", {}, 404),
            "There is nothing at /_mock/api/nowhere; see /_mock/openapi.json");
  const Response response = control("DELETE", "/world");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.headers.get("Allow"), "GET, PUT, PATCH");
  EXPECT_EQ(send("POST", api("/clock"), {{"Content-Type", "application/json"}}, "{").status, 400);
}

TEST_F(ControlTest, TheConsoleHasItsFilesAndNoOther) {
  const std::string origin = mock->origin("callbacks");
  EXPECT_EQ(get(origin + "/_mock").headers.get("Location"), "/_mock/");
  EXPECT_EQ(get(origin + "/_mock/console/console.js").headers.get("Content-Type"),
            "text/javascript; charset=utf-8");
  EXPECT_EQ(get(origin + "/_mock/console/..%2fopenapi.json").status, 404);
  EXPECT_EQ(get(origin + "/_mock/console/index.html").status, 404);
}

// A script that is imported and not served leaves an empty page.
TEST_F(ControlTest, ServesEachFileOfTheConsole) {
  const std::filesystem::path folder = mock->fixtures().folder / "console";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string name = file.path().filename();
    if (name == "index.html") continue;  // it is the page itself
    EXPECT_EQ(get(mock->origin("callbacks") + "/_mock/console/" + name).status, 200) << name;
  }
}

// ---- The world ----

TEST_F(ControlTest, TheWorldIsReadChangedAndReset) {
  Json world = answer("GET", "/world");
  EXPECT_EQ(world.at("organizations").at(0).at("settings").at("mcp_server"), true);
  world["organizations"][0]["settings"]["mcp_server"] = false;
  EXPECT_EQ(answer("PUT", "/world", world), world);
  EXPECT_FALSE(mock->world()->organization("acme")->settings.mcp_server);
  EXPECT_FALSE(mock->world()->client_documents.empty()) << "they have a file of their own";

  answer("PATCH", "/world?at=/organizations/globex/settings", {{"omni_agent", false}});
  EXPECT_FALSE(mock->world()->organization("globex")->settings.omni_agent);
  EXPECT_FALSE(mock->world()->organization("acme")->settings.mcp_server);
  answer("PATCH", "/world", {{"mcp", {{"eras", "dual"}}}});
  EXPECT_EQ(mock->world()->mcp.eras, McpBehaviour::Eras::kDual);

  answer("POST", "/world/reset");
  EXPECT_TRUE(mock->world()->organization("acme")->settings.mcp_server);
  EXPECT_EQ(mock->world()->mcp.eras, McpBehaviour::Eras::kHandshake);
}

TEST_F(ControlTest, AWorldThatIsNoneChangesNothing) {
  const auto before = mock->world();
  EXPECT_EQ(refusal_of("PATCH", "/world?at=/mcp", {{"eras", "old"}, {"sessions", "yes"}}),
            "/mcp/eras must be one of \"handshake\", \"stateless\", \"dual\", but is \"old\"\n"
            "/mcp/sessions must be true or false, but is \"yes\"");
  EXPECT_THAT(refusal_of("PATCH", "/world?at=/organizations/umbrella", {{"name", "x"}}),
              StartsWith("/organizations/umbrella is not in this world; there is: acme, globex"));
  EXPECT_THAT(refusal_of("PUT", "/world", {{"name", "x"}}),
              StartsWith("the document must have the member \"organizations\""));
  EXPECT_EQ(refusal_of("PATCH", "/world",
                       {{"organizations", Json::array({{{"id", "new"}, {"name", "n"}}})},
                        {"users", nullptr},
                        {"keys", nullptr}}),
            "/organizations must hold the organizations that have ports here, and no other: acme, "
            "globex");
  EXPECT_EQ(mock->world(), before);
}

TEST_F(ControlTest, TimePassesOnlyForward) {
  EXPECT_EQ(answer("GET", "/clock").at("now"), "2026-11-24T12:00:00.000Z");
  EXPECT_EQ(answer("POST", "/clock", {{"advance_seconds", 3600}}).at("now"),
            "2026-11-24T13:00:00.000Z");
  EXPECT_EQ(refusal_of("POST", "/clock", {{"advance_seconds", -1}}),
            "/advance_seconds must be between 0 and 315360000");
  EXPECT_EQ(refusal_of("POST", "/clock", {{"seconds", 1}}),
            "/seconds is not known here; known: advance_seconds");
}

TEST_F(ControlTest, AResetPutsTheClockBackAsWell) {
  answer("POST", "/clock", {{"advance_seconds", 86400}});
  answer("POST", "/world/reset");
  EXPECT_EQ(answer("GET", "/clock").at("now"), "2026-11-24T12:00:00.000Z");
}

TEST_F(ControlTest, FaultsComeAndGo) {
  const Json fault{{"do", {{"status", 503}}}, {"on", {{"endpoint", "mcp"}}}};
  const Json added = answer("POST", "/faults", fault, 201);
  EXPECT_EQ(added.at("id"), "fault_1");
  EXPECT_EQ(answer("POST", "/faults", fault, 201).at("id"), "fault_2");
  EXPECT_EQ(rpc(mock->oauth_url(), "", initialize()).status, 503);
  EXPECT_EQ(answer("GET", "/faults").at("faults").size(), 2U);
  EXPECT_EQ(answer("GET", "/faults/fault_1"), added);
  EXPECT_EQ(answer("DELETE", "/faults/fault_1").at("faults").size(), 1U);
  EXPECT_EQ(refusal_of("DELETE", "/faults/fault_1", {}, 404), "There is no fault \"fault_1\"");
  EXPECT_EQ(answer("POST", "/faults", fault, 201).at("id"), "fault_3")
      << "an id is not given twice: requests are counted by it";
  EXPECT_TRUE(answer("DELETE", "/faults").at("faults").empty());
  EXPECT_EQ(rpc(mock->oauth_url(), "", initialize()).status, 401);
  EXPECT_THAT(refusal_of("POST", "/faults", {{"do", {{"status", 99}}}}),
              StartsWith("/faults/0/do/status must be a whole number between 200 and 599"));
  EXPECT_THAT(refusal_of("POST", "/faults", Json::array()),
              StartsWith("/faults/0 must be an object"));
}

// ---- People, keys, grants, sessions ----

TEST_F(ControlTest, RolesChangeAtOnce) {
  EXPECT_EQ(answer("GET", "/users").at("users").size(), mock->world()->users.size());
  sign_in("acme", "quinn");
  const std::string token = access_token();
  const Json changed =
      answer("PATCH", "/users/quinn/memberships/acme", {{"role", "viewer"}, {"active", false}});
  EXPECT_EQ(changed.at("role"), "viewer");
  EXPECT_EQ(rpc(mock->oauth_url(), token, initialize()).status, 403);
  EXPECT_EQ(refusal_of("PATCH", "/users/quinn/memberships/globex", {{"role", "viewer"}}, 404),
            "There is no user \"quinn\" in \"globex\"");
  EXPECT_THAT(refusal_of("PATCH", "/users/quinn/memberships/acme", {{"role", "king"}}),
              HasSubstr("must be one of \"no_access\""));
  EXPECT_THAT(refusal_of("PATCH", "/users/quinn/memberships/acme", {{"id", "x"}}),
              StartsWith("/id is not known here"));
}

TEST_F(ControlTest, KeysAreCreatedDisabledAndRevoked) {
  const Json made = answer(
      "POST", "/keys",
      {{"name", "New"}, {"organization", "acme"}, {"owner", "quinn"}, {"kind", "organization"}},
      201);
  const std::string id = made.at("id");
  const std::string bearer = made.at("secret");
  const auto status = [&] { return rpc(mock->key_url("acme"), bearer, initialize()).status; };
  EXPECT_EQ(status(), 200);
  answer("PATCH", "/keys/" + id, {{"state", "disabled"}});
  EXPECT_EQ(status(), 401);
  answer("PATCH", "/keys/" + id, {{"state", "active"}});
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(answer("PATCH", "/keys/" + id, {{"state", "revoked"}}).at("state"), "revoked");
  EXPECT_EQ(status(), 401);
  EXPECT_THAT(refusal_of("PATCH", "/keys/acme_modeler_token", {{"state", "disabled"}}),
              HasSubstr("can be \"disabled\" only for a key of kind \"organization\""));
  EXPECT_EQ(refusal_of("PATCH", "/keys/none", {{"state", "active"}}, 404),
            "There is no key \"none\"");
  EXPECT_THAT(refusal_of("POST", "/keys", {{"name", "x"}}), HasSubstr("must have the member"));
  EXPECT_EQ(answer("GET", "/keys").at("keys").back().at("id"), id);
}

TEST_F(ControlTest, GrantsAreRevokedAndTokensExpire) {
  sign_in("acme", "quinn");
  const std::string token = access_token();
  const Json grant = answer("GET", "/grants").at("grants").at(0);
  EXPECT_EQ(grant.at("client_name"), "Test client");
  EXPECT_EQ(grant.at("user"), "quinn");
  answer("POST", "/grants/expire");
  EXPECT_EQ(rpc(mock->oauth_url(), token, initialize()).status, 401);
  EXPECT_EQ(last_refusal(), "expired_token");
  const std::string other = access_token();
  const Json listed = answer("GET", "/grants");
  for (const Json& one : listed.at("grants")) {
    answer("DELETE", "/grants/" + one.at("id").get<std::string>());
  }
  EXPECT_EQ(rpc(mock->oauth_url(), other, initialize()).status, 401);
  EXPECT_EQ(last_refusal(), "revoked_grant");
  EXPECT_EQ(answer("GET", "/grants").at("grants").at(0).at("revoked"), true);
  EXPECT_EQ(refusal_of("DELETE", "/grants/none", {}, 404),
            "There is no grant \"none\" that could be revoked");
}

TEST_F(ControlTest, SessionsAreForgotten) {
  change([](World& world) { world.mcp.sessions = true; });
  const auto open = [&] {
    return rpc(mock->key_url("acme"), secret("acme_admin_key"), initialize())
        .headers.get("Mcp-Session-Id");
  };
  const std::string first = open();
  const std::string second = open();
  EXPECT_EQ(answer("GET", "/sessions").at("sessions").size(), 2U);
  EXPECT_EQ(answer("DELETE", "/sessions/" + first).at("sessions").at(0),
            (Json{{"id", second}, {"credential", "acme_admin_key"}}));
  EXPECT_EQ(refusal_of("DELETE", "/sessions/" + first, {}, 404),
            "There is no MCP session \"" + first + '"');
  EXPECT_TRUE(answer("DELETE", "/sessions").at("sessions").empty());
}

// ---- Cases ----

TEST_F(ControlTest, OneRequestPutsTheMockIntoACase) {
  EXPECT_GE(answer("GET", "/cases").at("cases").size(), 40U);
  const Json state = answer("POST", "/cases/setting-turned-off-later");
  EXPECT_EQ(state.at("step"), 1);
  EXPECT_TRUE(mock->world()->organization("acme")->settings.mcp_server);
  answer("POST", "/cases/setting-turned-off-later", {{"step", 2}});
  EXPECT_FALSE(mock->world()->organization("acme")->settings.mcp_server);
  EXPECT_EQ(answer("GET", "").at("case"), "setting-turned-off-later");
  EXPECT_EQ(refusal_of("POST", "/cases/setting-turned-off-later", {{"step", 3}}),
            "/step must be between 1 and 2");
  EXPECT_EQ(refusal_of("POST", "/cases/none", {}, 404),
            "There is no case \"none\"; GET /_mock/api/cases lists them");
}

TEST_F(ControlTest, ACaseThatDoesNotFitTheWorldSaysSo) {
  Json json = answer("GET", "/cases").at("cases").front();
  json["id"] = "x";
  json["steps"] = Json::parse(
      R"([{"when": "start", "title": "t", "changes": [{"at": "/users/nobody", "merge": {}}]}])");
  const Case one = parse_case(json, "x", "x.json");
  EXPECT_THROW(console.put_into(one, 0), std::runtime_error);
  EXPECT_EQ(console.current_case(), "");
}

}  // namespace
}  // namespace conform::mock
