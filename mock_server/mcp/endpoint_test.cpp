#include <gmock/gmock.h>

#include "foundation/mcp/revision.hpp"
#include "mock_server/mock_fixture.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::mock {
namespace {

// The OAuth URL with a grant of quinn, who may query.
class McpEndpoint : public MockFixture {
 protected:
  void SetUp() override {
    sign_in("acme", "quinn");
    token = access_token();
  }
  Response post(const Json& message, const Headers& more = {}) {
    return rpc(mock->oauth_url(), token, message, more);
  }
  std::string token;
  const Headers current{{"MCP-Protocol-Version", "2025-11-25"}};
};

TEST_F(McpEndpoint, AnyFirstContactWithoutATokenGetsTheSameChallenge) {
  const std::string expected = "Bearer resource_metadata=\"" + mock->origin("callbacks") +
                               "/.well-known/oauth-protected-resource\", scope=\"mcp:access\"";
  const std::vector<Response> answers{
      rpc(mock->oauth_url(), "", initialize()),
      rpc(mock->oauth_url(), "", request("server/discover"),
          {{"MCP-Protocol-Version", "2026-07-28"}}),
      send("GET", mock->oauth_url(), {{"MCP-Protocol-Version", "2024-11-05"}, {"Accept", "*/*"}}),
      send("HEAD", mock->oauth_url(), {{"Accept", "application/json"}})};
  for (const Response& response : answers) {
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.headers.get("WWW-Authenticate"), expected);
    EXPECT_EQ(response.body, answers.front().body);
  }
  EXPECT_EQ(last_refusal(), "missing_credential");
}

TEST_F(McpEndpoint, TheChallengeCanBeMissing) {
  change([](World& world) { world.authorization.challenge = false; });
  const Response response = rpc(mock->oauth_url(), "", initialize());
  EXPECT_EQ(response.status, 401);
  EXPECT_FALSE(response.headers.has("WWW-Authenticate"));
}

TEST_F(McpEndpoint, ABadTokenIsNamedInTheChallenge) {
  const Response response = rpc(mock->oauth_url(), "nonsense", initialize());
  EXPECT_EQ(response.status, 401);
  EXPECT_NE(response.headers.get("WWW-Authenticate").find("error=\"invalid_token\""),
            std::string::npos);
  EXPECT_EQ(last_refusal(), "unknown_token");
}

TEST_F(McpEndpoint, ATokenInTheQueryIsNoCredential) {
  EXPECT_EQ(send("POST", mock->oauth_url() + "?access_token=" + token,
                 {{"Content-Type", "application/json"},
                  {"Accept", "application/json, text/event-stream"}},
                 initialize().dump())
                .status,
            401);
}

TEST_F(McpEndpoint, NegotiatesTheRevision) {
  for (const char* version : {"2025-03-26", "2025-06-18", "2025-11-25"}) {
    EXPECT_EQ(json_of(post(initialize(version))).at("result").at("protocolVersion"), version);
  }
  for (const char* version : {"2024-11-05", "2026-07-28", "1.0"}) {
    EXPECT_EQ(json_of(post(initialize(version))).at("result").at("protocolVersion"), "2025-11-25");
  }
  const Json result = json_of(post(initialize())).at("result");
  EXPECT_TRUE(result.at("capabilities").contains("tools"));
  EXPECT_EQ(result.at("serverInfo").at("name"), "omni-mcp-mock");
}

TEST_F(McpEndpoint, EveryRevisionIsServedAsItsRowSays) {
  const Json batch = Json::array({request("ping")});
  const Json wrong = call("getData", {{"prompt", 7}});
  for (const Revision& row : kRevisions) {
    SCOPED_TRACE(row.date);
    const Headers named{{"MCP-Protocol-Version", std::string(row.date)}};
    const bool served = row.streamable_http && !row.stateless;
    EXPECT_EQ(json_of(post(initialize(std::string(row.date)))).at("result").at("protocolVersion"),
              served ? row.date : kNewestHandshake.date);
    EXPECT_EQ(post(request("ping"), named).status, served ? 200 : 400);
    EXPECT_EQ(post(batch, named).status, served && row.batches ? 200 : 400);
    if (!served) continue;
    EXPECT_EQ(json_of(post(wrong, named)).contains("result"), row.argument_errors_are_results);
  }
}

TEST_F(McpEndpoint, AnswersWhatItKnowsAndRefusesTheRest) {
  EXPECT_EQ(json_of(post(request("ping"), current)).at("result"), Json::object());
  EXPECT_EQ(json_of(post(request("resources/list"), current)).at("error").at("code"), -32601);
  const Response discover =
      post(request("server/discover"), {{"MCP-Protocol-Version", "2026-07-28"}});
  EXPECT_EQ(discover.status, 200);
  EXPECT_EQ(json_of(discover).at("error").at("code"), -32601);
}

TEST_F(McpEndpoint, NotificationsAndResponsesAreAccepted) {
  for (const Json& message : {Json{{"jsonrpc", "2.0"}, {"method", "notifications/initialized"}},
                              Json{{"jsonrpc", "2.0"},
                                   {"method", "notifications/cancelled"},
                                   {"params", {{"requestId", 1}}}},
                              Json{{"jsonrpc", "2.0"}, {"id", 5}, {"result", Json::object()}}}) {
    const Response response = post(message, current);
    EXPECT_EQ(response.status, 202) << message;
    EXPECT_TRUE(response.body.empty());
  }
}

TEST_F(McpEndpoint, ListsTheToolsThatTheSettingsShow) {
  const auto names = [&] {
    const Json answer = json_of(post(request("tools/list"), current));
    std::vector<std::string> result;
    for (const Json& tool : answer.at("result").at("tools")) {
      result.push_back(tool.at("name"));
      EXPECT_TRUE(tool.contains("inputSchema"));
    }
    return result;
  };
  EXPECT_THAT(names(), testing::AllOf(testing::SizeIs(11), testing::Contains("getData")));
  change([](World& world) { world.organization("acme")->settings.single_shot = false; });
  EXPECT_THAT(names(), testing::Not(testing::Contains("getData")));
  change([](World& world) {
    world.organization("acme")->settings = {
        .agentic = false, .single_shot = false, .docs_search = false, .content_access = false};
  });
  EXPECT_TRUE(names().empty());
}

TEST_F(McpEndpoint, TheListCanComeInPages) {
  const Json whole = json_of(post(request("tools/list"), current)).at("result");
  EXPECT_FALSE(whole.contains("nextCursor"));
  change([](World& world) { world.mcp.tools_per_page = 4; });
  Json tools = Json::array();
  Json params = Json::object();
  std::vector<std::size_t> pages;
  do {
    const Json page = json_of(post(request("tools/list", params), current)).at("result");
    pages.push_back(page.at("tools").size());
    for (const Json& tool : page.at("tools")) tools.push_back(tool);
    params["cursor"] = page.value("nextCursor", Json());
  } while (!params.at("cursor").is_null());
  EXPECT_THAT(pages, testing::ElementsAre(4, 4, 3));
  EXPECT_EQ(tools, whole.at("tools"));
  for (const Json& cursor : Json::array({"2", 4, "dG9vbHMvOTk="})) {
    const Json answer = json_of(post(request("tools/list", {{"cursor", cursor}}), current));
    EXPECT_EQ(answer.at("error").at("code"), -32602) << cursor;
  }
}

TEST_F(McpEndpoint, ADelistedToolIsUnknown) {
  change([](World& world) { world.organization("acme")->settings.single_shot = false; });
  EXPECT_EQ(json_of(post(call("getData", {{"prompt", "x"}}), current)).at("error").at("code"),
            -32602);
}

TEST_F(McpEndpoint, GetDataGivesRows) {
  const Json result =
      json_of(post(call("getData", {{"modelId", "9d9440e5-8522-4507-b092-1ac26ba26673"},
                                    {"topicName", "order_items"},
                                    {"prompt", "Show me last year's orders by status"}}),
                   current))
          .at("result");
  EXPECT_FALSE(result.value("isError", false)) << result;
  EXPECT_FALSE(result.at("structuredContent").at("rows").empty()) << result;
}

TEST_F(McpEndpoint, WrongArgumentsAreAResultOrAnErrorByRevision) {
  const Json wrong = call("getData", {{"prompt", 7}});
  EXPECT_EQ(json_of(post(wrong, current)).at("result").at("isError"), true);
  EXPECT_EQ(json_of(post(wrong, {{"MCP-Protocol-Version", "2025-06-18"}})).at("error").at("code"),
            -32602);
}

TEST_F(McpEndpoint, BatchesBelongToOneRevision) {
  const Json batch =
      Json::array({request("ping"), Json{{"jsonrpc", "2.0"}, {"method", "notifications/x"}}});
  const Response response = post(batch, {{"MCP-Protocol-Version", "2025-03-26"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json_of(response).size(), 1U);
  EXPECT_EQ(post(batch).status, 200);  // no header means 2025-03-26
  EXPECT_EQ(post(batch, current).status, 400);
  EXPECT_EQ(post(Json::array(), {{"MCP-Protocol-Version", "2025-03-26"}}).status, 400);
  EXPECT_EQ(post(Json::array({initialize()})).status, 400);
}

TEST_F(McpEndpoint, ChecksHeaders) {
  EXPECT_EQ(post(request("ping"), {{"MCP-Protocol-Version", "1999-01-01"}}).status, 400);
  EXPECT_EQ(last_refusal(), "bad_protocol_version");
  EXPECT_EQ(post(request("ping"), {{"Accept", "application/json"}}).status, 406);
  EXPECT_EQ(post(request("ping"), {{"Accept", "text/event-stream, application/json"}}).status, 200);
  EXPECT_EQ(post(request("ping"), {{"Accept", "*/*"}}).status, 200);
  EXPECT_EQ(post(request("ping"), {{"Content-Type", "text/plain"}}).status, 415);
  EXPECT_EQ(post(request("ping"), {{"Content-Type", "application/json; charset=utf-8"}}).status,
            200);
  EXPECT_EQ(post(request("ping"), {{"Origin", "https://evil.example"}}).status, 403);
  EXPECT_EQ(last_refusal(), "bad_origin");
  EXPECT_EQ(post(request("ping"), {{"Origin", "http://localhost:6274"}}).status, 200);
  EXPECT_EQ(post(request("ping"),
                 {{"Origin", "http://localhost:6274"}, {"Origin", "https://evil.example"}})
                .status,
            403);
  change([](World& world) { world.mcp.strict_accept = false; });
  EXPECT_EQ(post(request("ping"), {{"Accept", "application/json"}}).status, 200);
}

TEST_F(McpEndpoint, SurvivesBrokenMessages) {
  const auto raw = [&](const std::string& body) {
    return send("POST", mock->oauth_url(),
                {{"Content-Type", "application/json"},
                 {"Accept", "*/*"},
                 {"Authorization", "Bearer " + token}},
                body);
  };
  EXPECT_EQ(json_of(raw("nonsense")).at("error").at("code"), -32700);
  EXPECT_EQ(json_of(raw("7")).at("error").at("code"), -32600);
  EXPECT_EQ(json_of(raw(R"({"jsonrpc":"1.0","id":1,"method":"ping"})")).at("error").at("code"),
            -32600);
  EXPECT_EQ(json_of(raw(R"({"jsonrpc":"2.0","id":{},"method":"ping"})")).at("error").at("code"),
            -32600);
  EXPECT_EQ(json_of(raw(R"({"jsonrpc":"2.0","id":1,"method":7})")).at("error").at("code"), -32600);
  EXPECT_EQ(json_of(raw(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[1]})"))
                .at("error")
                .at("code"),
            -32602);
  EXPECT_EQ(json_of(raw(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}})"))
                .at("error")
                .at("code"),
            -32602);
  EXPECT_EQ(
      json_of(raw("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}")).at("error").at("code"),
      -32700);
}

TEST_F(McpEndpoint, IsStatelessByDefault) {
  EXPECT_FALSE(post(initialize()).headers.has("Mcp-Session-Id"));
  const Headers bearer{{"Authorization", "Bearer " + token}, {"Accept", "text/event-stream"}};
  const Response stream = send("GET", mock->oauth_url(), bearer);
  EXPECT_EQ(stream.status, 405);
  EXPECT_EQ(stream.headers.get("Allow"), "POST");
  EXPECT_EQ(send("DELETE", mock->oauth_url(), bearer).status, 405);
}

TEST_F(McpEndpoint, SessionsWhereTheWorldHasThem) {
  change([](World& world) { world.mcp.sessions = true; });
  const std::string session = post(initialize()).headers.get("Mcp-Session-Id");
  ASSERT_FALSE(session.empty());
  EXPECT_EQ(post(request("ping")).status, 400);
  EXPECT_EQ(last_refusal(), "missing_session");
  EXPECT_EQ(post(request("ping"), {{"mcp-session-id", session}}).status, 200);
  EXPECT_EQ(post(request("ping"), {{"Mcp-Session-Id", "another"}}).status, 404);
  mock->live().end_sessions();
  EXPECT_EQ(post(request("ping"), {{"Mcp-Session-Id", session}}).status, 404);
  const std::string next = post(initialize()).headers.get("Mcp-Session-Id");
  const Headers ending{{"Authorization", "Bearer " + token}, {"Mcp-Session-Id", next}};
  EXPECT_EQ(send("DELETE", mock->oauth_url(), ending).status, 200);
  EXPECT_EQ(send("DELETE", mock->oauth_url(), ending).status, 404);
}

TEST_F(McpEndpoint, ALostSessionIsToldAsTheWorldSays) {
  change([](World& world) {
    world.mcp.sessions = true;
    world.mcp.lost_session_status = 410;
  });
  EXPECT_EQ(post(request("ping"), {{"Mcp-Session-Id", "another"}}).status, 410);
  EXPECT_EQ(last_refusal(), "unknown_session");
  EXPECT_EQ(post(request("ping")).status, 400);
}

TEST_F(McpEndpoint, IsMovedBehindASlashWhereTheWorldSays) {
  EXPECT_EQ(rpc(mock->oauth_url() + "/", token, request("ping")).status, 404);
  change([](World& world) { world.mcp.moved_with = 308; });
  const Response moved = post(request("ping"));
  EXPECT_EQ(moved.status, 308);
  EXPECT_EQ(moved.headers.get("Location"), mock->oauth_url() + "/");
  EXPECT_EQ(rpc(mock->oauth_url() + "/", token, request("ping")).status, 200);
  EXPECT_EQ(rpc(mock->key_url("acme") + "/", secret("acme_querier_key"), request("ping")).status,
            200);
}

TEST_F(McpEndpoint, ASessionBelongsToItsCredential) {
  change([](World& world) { world.mcp.sessions = true; });
  const std::string session = post(initialize()).headers.get("Mcp-Session-Id");
  EXPECT_EQ(
      rpc(mock->oauth_url(), access_token(), request("ping"), {{"Mcp-Session-Id", session}}).status,
      404);
}

TEST_F(McpEndpoint, AnswersAsEventStreamWhereTheWorldSays) {
  change([](World& world) { world.mcp.answers = McpBehaviour::Answers::kEventStream; });
  const Response response = post(request("ping"), current);
  EXPECT_EQ(response.headers.get("Content-Type"), "text/event-stream");
  EXPECT_EQ(response.body,
            "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n");
}

TEST_F(McpEndpoint, OpensAnEventStreamWhereTheWorldSays) {
  change([](World& world) { world.mcp.get_stream = true; });
  Headers headers{{"Authorization", "Bearer " + token}, {"Accept", "text/event-stream"}};
  const Response response = send("GET", mock->oauth_url(), headers);
  ASSERT_NE(response.stream, nullptr);
  std::stop_source stop;
  EXPECT_EQ(response.stream->next(stop.get_token()), ": open\n\n");
  stop.request_stop();
  EXPECT_EQ(response.stream->next(stop.get_token()), std::nullopt);
  headers.set("Accept", "application/json");
  EXPECT_EQ(send("GET", mock->oauth_url(), headers).status, 406);
}

}  // namespace
}  // namespace conform::mock
