#include "mock_server/mcp/stateless.hpp"

#include "foundation/mcp/revision.hpp"
#include "mock_server/mcp/standard_headers.hpp"
#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

constexpr const char* kVersion = "io.modelcontextprotocol/protocolVersion";
constexpr const char* kCapabilities = "io.modelcontextprotocol/clientCapabilities";

// The key URL of acme in a world of both eras, with the key of a member who may query.
class StatelessEra : public MockFixture {
 protected:
  StatelessEra() : MockFixture([](World& world) { world.mcp.eras = McpBehaviour::Eras::kDual; }) {}

  static Json meta(const std::string& version = "2026-07-28") {
    return {{kVersion, version}, {kCapabilities, Json::object()}};
  }
  static Json stateless(const std::string& method, Json params = Json::object()) {
    params["_meta"] = meta();
    return request(method, std::move(params));
  }
  Response post(const Json& message, const Headers& more = {}) {
    Headers headers{{"MCP-Protocol-Version", "2026-07-28"},
                    {"Mcp-Method", message.value("method", "")}};
    if (message.value("method", "") == "tools/call") {
      headers.add("Mcp-Name", message.at("params").at("name").get<std::string>());
    }
    for (const Header& field : more) headers.set(field.name, field.value);
    return rpc(mock->key_url("acme"), secret("acme_querier_key"), message, headers);
  }
  void expect_error(const Response& response, int status, int code) {
    EXPECT_EQ(response.status, status) << response.body;
    EXPECT_EQ(json_of(response).at("error").at("code"), code) << response.body;
    EXPECT_EQ(json_of(response).at("id"), 1);
  }
};

TEST_F(StatelessEra, DiscoverTellsVersionsCapabilitiesAndWhoAnswers) {
  const Response response = post(stateless("server/discover"));
  ASSERT_EQ(response.status, 200) << response.body;
  const Json result = json_of(response).at("result");
  EXPECT_EQ(result.at("supportedVersions"), Json::array({"2026-07-28"}));
  EXPECT_EQ(result.at("resultType"), "complete");
  EXPECT_EQ(result.at("cacheScope"), "private");
  EXPECT_GT(result.at("ttlMs").get<int>(), 0);
  EXPECT_EQ(result.at("_meta").at("io.modelcontextprotocol/serverInfo").at("name"),
            "omni-mcp-mock");
  EXPECT_FALSE(response.headers.has("Mcp-Session-Id"));
}

TEST_F(StatelessEra, EveryRevisionOfTheEraIsSpoken) {
  for (const Revision& row : kRevisions) {
    SCOPED_TRACE(row.date);
    Json message = stateless("server/discover");
    message["params"]["_meta"] = meta(std::string(row.date));
    const Response response = post(message, {{"MCP-Protocol-Version", std::string(row.date)}});
    EXPECT_EQ(response.status, row.stateless ? 200 : 400);
    const Json body = json_of(response);
    const Json& supported = row.stateless ? body.at("result").at("supportedVersions")
                                          : body.at("error").at("data").at("supported");
    EXPECT_EQ(std::ranges::count(supported, Json(row.date)), row.stateless ? 1 : 0);
  }
}

TEST_F(StatelessEra, ToolsAreListedAndCalledWithoutAHandshake) {
  const Json listed = json_of(post(stateless("tools/list"))).at("result");
  EXPECT_EQ(listed.at("resultType"), "complete");
  EXPECT_TRUE(listed.contains("ttlMs"));
  EXPECT_EQ(listed.at("tools").front().at("name"), "pickModel");

  const Json called = json_of(post(stateless("tools/call", {{"name", "pickModel"}}))).at("result");
  EXPECT_EQ(called.at("resultType"), "complete");
  EXPECT_FALSE(called.at("structuredContent").at("models").empty());
}

TEST_F(StatelessEra, TheHandshakeWorksBesideIt) {
  const Response response =
      rpc(mock->key_url("acme"), secret("acme_querier_key"), initialize("2025-11-25"));
  EXPECT_EQ(json_of(response).at("result").at("protocolVersion"), "2025-11-25");
  const Response listed = rpc(mock->key_url("acme"), secret("acme_querier_key"),
                              request("tools/list"), {{"MCP-Protocol-Version", "2025-11-25"}});
  EXPECT_FALSE(json_of(listed).at("result").contains("resultType"));
}

TEST_F(StatelessEra, MetaMustSayVersionAndCapabilities) {
  expect_error(post(request("server/discover")), 400, -32602);
  Json without_version = stateless("server/discover");
  without_version["params"]["_meta"].erase(kVersion);
  expect_error(post(without_version), 400, -32602);
  Json without_capabilities = stateless("server/discover");
  without_capabilities["params"]["_meta"].erase(kCapabilities);
  expect_error(post(without_capabilities), 400, -32602);
  EXPECT_EQ(last_refusal(), "bad_meta");
}

TEST_F(StatelessEra, AnUnknownVersionIsAnsweredWithTheKnownOnes) {
  Json message = request("server/discover", {{"_meta", meta("2031-01-01")}});
  const Response response = post(message, {{"MCP-Protocol-Version", "2031-01-01"}});
  expect_error(response, 400, -32022);
  const Json data = json_of(response).at("error").at("data");
  EXPECT_EQ(data.at("supported"), Json::array({"2026-07-28"}));
  EXPECT_EQ(data.at("requested"), "2031-01-01");
}

TEST_F(StatelessEra, HeaderFieldsMustRepeatTheBody) {
  const Json call = stateless("tools/call", {{"name", "pickModel"}});
  expect_error(post(call, {{"MCP-Protocol-Version", "2025-11-25"}}), 400, -32020);
  expect_error(post(call, {{"Mcp-Method", "tools/list"}}), 400, -32020);
  expect_error(post(call, {{"Mcp-Method", "TOOLS/CALL"}}), 400, -32020);
  expect_error(post(call, {{"Mcp-Name", "getData"}}), 400, -32020);
  EXPECT_EQ(last_refusal(), "header_mismatch");
  EXPECT_EQ(post(call, {{"Mcp-Name", "  pickModel "}}).status, 200);
  EXPECT_EQ(post(call, {{"Mcp-Name", "=?base64?cGlja01vZGVs?="}}).status, 200);
  expect_error(post(call, {{"Mcp-Name", "=?base64?cGlja01vZGV?="}}), 400, -32020);
}

TEST_F(StatelessEra, AMissingHeaderFieldIsAMismatch) {
  const Headers version{{"MCP-Protocol-Version", "2026-07-28"}};
  const Response response =
      rpc(mock->key_url("acme"), secret("acme_querier_key"), stateless("tools/list"), version);
  expect_error(response, 400, -32020);
}

TEST_F(StatelessEra, MarkedParametersAreRepeatedInHeaderFields) {
  change([](World& world) { world.mcp.param_headers = true; });
  const Json tools = json_of(post(stateless("tools/list"))).at("result").at("tools");
  std::string marked;
  for (const Json& tool : tools) {
    const Json header =
        tool.at("inputSchema").at("properties").value("/modelId/x-mcp-header"_json_pointer, Json());
    if (header == "Model-Id") marked += tool.at("name").get<std::string>() + ' ';
  }
  EXPECT_NE(marked.find("getData"), std::string::npos);

  const std::string model = mock->world()->organization("acme")->models.front();
  const Json call =
      stateless("tools/call",
                {{"name", "pickTopic"}, {"arguments", {{"modelId", model}, {"prompt", "orders"}}}});
  expect_error(post(call), 400, -32020);
  expect_error(post(call, {{"Mcp-Param-Model-Id", "another"}}), 400, -32020);
  EXPECT_EQ(post(call, {{"Mcp-Param-Model-Id", model}}).status, 200);
  const Json unsaid =
      stateless("tools/call", {{"name", "pickTopic"}, {"arguments", {{"prompt", "orders"}}}});
  expect_error(post(unsaid, {{"Mcp-Param-Model-Id", model}}), 400, -32020);
}

TEST_F(StatelessEra, WhatTheHandshakeEraHadIsNotFound) {
  for (const std::string method :
       {"initialize", "ping", "logging/setLevel", "resources/subscribe", "no/such/method"}) {
    expect_error(post(stateless(method)), 404, -32601);
  }
}

TEST_F(StatelessEra, ACapabilityCanBeRequired) {
  change([](World& world) { world.mcp.required_capability = "elicitation"; });
  Json call = stateless("tools/call", {{"name", "pickModel"}});
  const Response refused = post(call);
  expect_error(refused, 400, -32021);
  EXPECT_EQ(json_of(refused).at("error").at("data").at("requiredCapabilities"),
            Json({{"elicitation", Json::object()}}));
  call["params"]["_meta"][kCapabilities] = {{"elicitation", Json::object()}};
  EXPECT_EQ(post(call).status, 200);
}

TEST_F(StatelessEra, NotificationsAreAcceptedAndResponsesAreNot) {
  EXPECT_EQ(post({{"jsonrpc", "2.0"},
                  {"method", "notifications/progress"},
                  {"params", {{"_meta", meta()}}}})
                .status,
            202);
  const Response response = post({{"jsonrpc", "2.0"}, {"id", 1}, {"result", Json::object()}});
  EXPECT_EQ(response.status, 400);
}

TEST_F(StatelessEra, AHandshakeIsOneWhateverFieldsGoWithIt) {
  const Response response = rpc(mock->key_url("acme"), secret("acme_querier_key"), initialize(),
                                {{"Mcp-Method", "initialize"}});
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(json_of(response).at("result").at("protocolVersion"), "2025-11-25");
}

TEST_F(StatelessEra, AServerOfThisEraOnlyNamesItsVersionToOlderClients) {
  change([](World& world) { world.mcp.eras = McpBehaviour::Eras::kStateless; });
  const Response response = rpc(mock->key_url("acme"), secret("acme_querier_key"), initialize());
  expect_error(response, 400, -32022);
  EXPECT_EQ(json_of(response).at("error").at("data").at("supported"), Json::array({"2026-07-28"}));
  const Headers bearer{{"Authorization", "Bearer " + secret("acme_querier_key")}};
  EXPECT_EQ(send("GET", mock->key_url("acme"), bearer).status, 405);
  EXPECT_EQ(send("DELETE", mock->key_url("acme"), bearer).status, 405);
}

TEST_F(StatelessEra, ListeningTellsThatTheToolListChanged) {
  const Response response =
      post(stateless("subscriptions/listen", {{"notifications", {{"toolsListChanged", true}}}}));
  ASSERT_EQ(response.status, 200);
  ASSERT_NE(response.stream, nullptr);
  const std::stop_source stop;
  const std::string first = response.stream->next(stop.get_token()).value_or("");
  EXPECT_NE(first.find("notifications/subscriptions/acknowledged"), std::string::npos) << first;
  EXPECT_NE(first.find(R"("io.modelcontextprotocol/subscriptionId":1)"), std::string::npos);

  change([](World& world) { world.organization("acme")->settings.single_shot = false; });
  const std::string second = response.stream->next(stop.get_token()).value_or("");
  EXPECT_NE(second.find("notifications/tools/list_changed"), std::string::npos) << second;
  EXPECT_NE(second.find(R"("io.modelcontextprotocol/subscriptionId":1)"), std::string::npos);

  change([](World& world) { world.organization("acme")->settings.mcp_server = false; });
  EXPECT_EQ(response.stream->next(stop.get_token()), std::nullopt);
}

TEST_F(StatelessEra, OnlyWhatWasAskedForIsTold) {
  const Response response =
      post(stateless("subscriptions/listen", {{"notifications", {{"promptsListChanged", true}}}}));
  const std::stop_source stop;
  const std::string first = response.stream->next(stop.get_token()).value_or("");
  EXPECT_NE(first.find(R"("notifications":{})"), std::string::npos) << first;
  change([](World& world) { world.organization("acme")->settings.single_shot = false; });
  const std::string second = response.stream->next(stop.get_token()).value_or("");
  EXPECT_EQ(second.find("list_changed"), std::string::npos) << second;
}

TEST(DecodedHeader, UndoesOnlyWholeAndCleanBase64) {
  EXPECT_EQ(decoded_header(" plain "), "plain");
  EXPECT_EQ(decoded_header("=?base64?SGVsbG8=?="), "Hello");
  EXPECT_EQ(decoded_header("=?base64?"
                           "?="),
            "");
  EXPECT_EQ(decoded_header("=?base64?SGVsbG8="), "=?base64?SGVsbG8=");
  EXPECT_EQ(decoded_header("=?base64?SGVsbG8?="), std::nullopt);
  EXPECT_EQ(decoded_header("=?base64?SGVs!!!bG8=?="), std::nullopt);
  EXPECT_EQ(decoded_header("=?base64?SGV sbG8=?="), std::nullopt);
}

}  // namespace
}  // namespace conform::mock
