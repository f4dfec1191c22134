#include <map>

#include "foundation/http/event_stream_reader.hpp"
#include "mock_server/faults/challenge_spelling.hpp"
#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

class Faults : public MockFixture {
 protected:
  void arrange(std::initializer_list<const char*> faults) {
    Json list = Json::array();
    for (const char* fault : faults) list.push_back(Json::parse(fault));
    change([&list](World& world) {
      world.faults.clear();
      for (const Json& fault : list) {
        world.faults.push_back(read_fault(JsonReader(fault, "test"), world.faults.size()));
      }
    });
  }
  Response list_tools() {
    return rpc(mock->key_url("acme"), secret("acme_querier_key"), request("tools/list"),
               {{"MCP-Protocol-Version", "2025-11-25"}, {"User-Agent", "Test-Client/1.0"}});
  }
  [[nodiscard]] std::string fault_of_last() const {
    return mock->transcript().exchanges().back().fact("fault");
  }
  Json metadata(const std::string& path = "/.well-known/oauth-authorization-server") {
    const Response response = get(mock->origin("callbacks") + path);
    return response.status == 200 ? json_of(response) : Json();
  }
  // The answer to a refresh after one good flow.
  Response refreshed() {
    sign_in("acme", "quinn");
    client_id = registered();
    tokens = obtained_tokens(client_id);
    return refresh();
  }
  Response refresh() {
    return exchange({{"grant_type", "refresh_token"},
                     {"client_id", client_id},
                     {"refresh_token", tokens.at("refresh_token").get<std::string>()}});
  }
  std::string client_id;
  Json tokens;
};

TEST_F(Faults, AStatusReplacesTheAnswer) {
  arrange({R"({"on": {"endpoint": "mcp"}, "do": {"status": 503}})"});
  EXPECT_EQ(list_tools().status, 503);
  EXPECT_EQ(fault_of_last(), "fault_1");
  EXPECT_EQ(get(mock->origin("callbacks") + "/.well-known/oauth-protected-resource").status, 200);
  EXPECT_EQ(fault_of_last(), "");
}

TEST_F(Faults, StrikeTheNthRequestAndSoManyAfterIt) {
  arrange({R"({"on": {"rpc": "tools/list", "from": 2, "times": 2}, "do": {"status": 500}})"});
  std::vector<int> statuses;
  statuses.reserve(5);
  for (int i = 0; i < 5; ++i) statuses.push_back(list_tools().status);
  EXPECT_EQ(statuses, (std::vector<int>{200, 500, 500, 200, 200}));
}

TEST_F(Faults, AreAddressedByMethodToolAndClient) {
  arrange({R"({"on": {"rpc": "tools/call", "tool": "pickModel"}, "do": {"status": 500}})",
           R"({"on": {"method": "GET"}, "do": {"status": 501}})",
           R"({"on": {"client": "other"}, "do": {"status": 502}})"});
  EXPECT_EQ(list_tools().status, 200);
  const std::string key = secret("acme_querier_key");
  EXPECT_EQ(rpc(mock->key_url("acme"), key, call("pickModel", Json::object())).status, 500);
  EXPECT_EQ(rpc(mock->key_url("acme"), key, call("pickTopic", {{"prompt", "x"}})).status, 200);
  EXPECT_EQ(get(mock->origin("acme") + "/").status, 501);
  EXPECT_EQ(rpc(mock->key_url("acme"), key, request("ping"), {{"User-Agent", "An-Other/2"}}).status,
            502);
}

TEST_F(Faults, KnowAClientByItsGrant) {
  sign_in("acme", "quinn");
  const std::string id = registered("Fancy Client");
  const std::string token = obtained_tokens(id).at("access_token").get<std::string>();
  arrange({R"({"on": {"endpoint": "mcp", "client": "fancy"}, "do": {"status": 500}})"});
  EXPECT_EQ(rpc(mock->oauth_url(), token, request("ping")).status, 500);
  EXPECT_EQ(list_tools().status, 200);
}

TEST_F(Faults, ProbabilityIsDrawnFromASeed) {
  const auto statuses = [this](const char* fault) {
    arrange({});
    list_tools();  // forgets the count
    arrange({fault});
    std::string text;
    for (int i = 0; i < 40; ++i) text += list_tools().status == 200 ? '.' : 'x';
    return text;
  };
  const char* fault = R"({"on": {"probability": 0.5, "seed": 3}, "do": {"status": 500}})";
  const std::string first = statuses(fault);
  EXPECT_EQ(first, statuses(fault));
  EXPECT_NE(first, statuses(R"({"on": {"probability": 0.5, "seed": 4}, "do": {"status": 500}})"));
  EXPECT_NE(first.find('x'), std::string::npos);
  EXPECT_NE(first.find('.'), std::string::npos);
}

TEST_F(Faults, SeveralActTogether) {
  arrange(
      {R"({"id": "slow", "do": {"delay_ms": 5}})", R"({"id": "page", "do": {"body": "html"}})",
       R"({"id": "named", "do": {"headers": {"X-Proxy": "broken"}, "content_type": "text/plain"}})"});
  const Response response = list_tools();
  EXPECT_EQ(fault_of_last(), "slow, page, named");
  EXPECT_EQ(response.delivery.delay, std::chrono::milliseconds(5));
  EXPECT_TRUE(response.body.starts_with("<!doctype html>"));
  EXPECT_EQ(response.headers.get("X-Proxy"), "broken");
  EXPECT_EQ(response.headers.get("Content-Type"), "text/plain");
}

TEST_F(Faults, BodiesAreBent) {
  const std::string whole = list_tools().body;
  arrange({R"({"do": {"body": "empty"}})"});
  EXPECT_EQ(list_tools().body, "");
  arrange({R"({"do": {"body": "truncated"}})"});
  EXPECT_EQ(list_tools().body, whole.substr(0, whole.size() / 2));
  arrange({R"({"do": {"body": "huge"}})"});
  const std::string huge = list_tools().body;
  EXPECT_EQ(huge.size(), 16UL * 1024 * 1024);
  EXPECT_TRUE(huge.starts_with(whole));
  arrange({R"({"do": {"body": {"text": "not what you asked for"}}})"});
  EXPECT_EQ(list_tools().body, "not what you asked for");
}

TEST_F(Faults, FieldsAreTakenAway) {
  arrange({R"({"do": {"remove_headers": ["Content-Type"]}})"});
  EXPECT_FALSE(list_tools().headers.has("Content-Type"));
}

TEST_F(Faults, Redirect) {
  arrange({
      R"({"do": {"redirect": "http://127.0.0.1:9/elsewhere"}})",
  });
  const Response response = list_tools();
  EXPECT_EQ(response.status, 307);
  EXPECT_EQ(response.headers.get("Location"), "http://127.0.0.1:9/elsewhere");
  arrange({R"({"do": {"redirect": "{globex}/login"}})"});
  EXPECT_EQ(list_tools().headers.get("Location"), mock->origin("globex") + "/login");
}

TEST_F(Faults, AfterMeansThatTheRequestCountedAllTheSame) {
  arrange({R"({"on": {"endpoint": "token"}, "do": {"status": 500, "after": true}})"});
  sign_in("acme", "quinn");
  const std::string id = registered();
  const std::string code =
      answer_of(decide(authorize(authorization_parameters(id)), "authorize")).get("code");
  EXPECT_EQ(exchange(token_form(id, code)).status, 500);
  arrange({});
  EXPECT_EQ(json_of(exchange(token_form(id, code))).at("error"), "invalid_grant");
  EXPECT_EQ(last_refusal(), "code_reused");
}

TEST_F(Faults, OtherwiseTheRequestWasNeverLookedAt) {
  arrange({R"({"on": {"endpoint": "token", "times": 1}, "do": {"status": 503}})"});
  sign_in("acme", "quinn");
  const std::string id = registered();
  const std::string code =
      answer_of(decide(authorize(authorization_parameters(id)), "authorize")).get("code");
  EXPECT_EQ(exchange(token_form(id, code)).status, 503);
  EXPECT_EQ(exchange(token_form(id, code)).status, 200);
}

TEST_F(Faults, SessionsAreForgotten) {
  change([](World& world) { world.mcp.sessions = true; });
  const std::string key = secret("acme_querier_key");
  const std::string id =
      rpc(mock->key_url("acme"), key, initialize()).headers.get("Mcp-Session-Id");
  const Headers session{{"Mcp-Session-Id", id}, {"MCP-Protocol-Version", "2025-11-25"}};
  EXPECT_EQ(rpc(mock->key_url("acme"), key, request("ping"), session).status, 200);
  arrange({R"({"on": {"rpc": "tools/list", "times": 1}, "do": {"forget_sessions": true}})"});
  EXPECT_EQ(rpc(mock->key_url("acme"), key, request("tools/list"), session).status, 404);
  EXPECT_EQ(last_refusal(), "unknown_session");
}

TEST_F(Faults, MessagesComeBeforeTheAnswer) {
  arrange({R"({"do": {"messages_before": [
      {"jsonrpc": "2.0", "id": "s-1", "method": "ping"},
      {"jsonrpc": "2.0", "method": "notifications/unheard_of"}]}})"});
  const Response response = list_tools();
  EXPECT_EQ(response.headers.get("Content-Type"), "text/event-stream");
  const std::string& body = response.body;
  EXPECT_LT(body.find("\"s-1\""), body.find("unheard_of"));
  EXPECT_LT(body.find("unheard_of"), body.find("\"tools\""));
  change([](World& world) { world.mcp.answers = McpBehaviour::Answers::kEventStream; });
  EXPECT_EQ(list_tools().body, body);
}

TEST_F(Faults, AStreamIsWrittenInAnotherWay) {
  const Json answer = json_of(list_tools());
  for (const auto& [framing, sign] :
       std::map<std::string, std::string>{{"crlf", "\r\n\r\n"},
                                          {"cr", "\r\r"},
                                          {"several_data_lines", "\ndata:  \"id\""},
                                          {"no_space", "data:{"},
                                          {"byte_order_mark",
                                           "\xEF\xBB\xBF"
                                           "data: {"},
                                          {"comments", "\n: and here it is\n"}}) {
    SCOPED_TRACE(framing);
    arrange({});
    change([&framing](World& world) {
      const Json fault{{"do", {{"framing", framing}}}};
      world.faults = {read_fault(JsonReader(fault, "test"), 0)};
    });
    for (const auto how : {McpBehaviour::Answers::kJson, McpBehaviour::Answers::kEventStream}) {
      change([how](World& world) { world.mcp.answers = how; });
      const Response response = list_tools();
      EXPECT_EQ(response.headers.get("Content-Type"), "text/event-stream");
      EXPECT_NE(response.body.find(sign), std::string::npos) << response.body.substr(0, 200);
      const auto events = read_event_stream(response.body).events;
      ASSERT_EQ(events.size(), 1U);
      EXPECT_EQ(Json::parse(events[0].data), answer);
    }
  }
}

TEST_F(Faults, SomethingFreshIsSaidEachTime) {
  arrange({R"({"do": {"set": {"/result/nextCursor": "c-{fresh}"}}})"});
  const Json first = json_of(list_tools()).at("result").at("nextCursor");
  const Json second = json_of(list_tools()).at("result").at("nextCursor");
  EXPECT_TRUE(first.get<std::string>().starts_with("c-"));
  EXPECT_NE(first, second);
}

TEST_F(Faults, TheAnswerSaysSomethingElse) {
  arrange({R"({"do": {"answer": {"error": {"code": -32603, "message": "no"}}}})"});
  const Json asked = request("tools/list");
  const Json answer = json_of(list_tools());
  EXPECT_EQ(answer.at("id"), asked.at("id"));
  EXPECT_EQ(answer.at("error").at("code"), -32603);
  arrange({R"({"do": {"answer": {"id": 999, "result": {}}}})"});
  EXPECT_EQ(json_of(list_tools()), Json::parse(R"({"jsonrpc":"2.0","id":999,"result":{}})"));
  change([](World& world) { world.mcp.answers = McpBehaviour::Answers::kEventStream; });
  EXPECT_NE(list_tools().body.find("data: {\"jsonrpc\":\"2.0\",\"id\":999"), std::string::npos);
}

TEST_F(Faults, ResetAndDripAreLeftToTheSocket) {
  arrange({R"({"do": {"reset": "middle", "drip": {"bytes": 3, "every_ms": 1}}})"});
  const Delivery delivery = list_tools().delivery;
  EXPECT_EQ(delivery.reset, Delivery::Reset::kMiddle);
  EXPECT_EQ(delivery.drip_bytes, 3U);
  EXPECT_EQ(delivery.drip_every, std::chrono::milliseconds(1));
  arrange({R"({"do": {"reset": "before"}})"});
  EXPECT_EQ(list_tools().delivery.reset, Delivery::Reset::kBefore);
}

TEST_F(Faults, MetadataMembersAreBent) {
  const std::string origin = mock->origin("callbacks");
  const auto with = [this](const char* variant) {
    arrange({});
    change([variant](World& world) {
      const Json fault{{"do", {{"metadata", variant}}}};
      world.faults = {read_fault(JsonReader(fault, "test"), 0)};
    });
  };
  const std::string resource = "/.well-known/oauth-protected-resource";
  with("issuer_with_slash");
  EXPECT_EQ(metadata().at("issuer"), origin + "/");
  EXPECT_EQ(metadata(resource).at("authorization_servers"), Json::array({origin + "/"}));
  with("no_pkce_methods");
  EXPECT_FALSE(metadata().contains("code_challenge_methods_supported"));
  with("plain_pkce_only");
  EXPECT_EQ(metadata().at("code_challenge_methods_supported"), Json::array({"plain"}));
  with("no_registration");
  EXPECT_FALSE(metadata().contains("registration_endpoint"));
  with("wrong_resource");
  EXPECT_EQ(metadata(resource).at("resource"), "https://elsewhere.example/callback/mcp");
  with("other_origin");
  EXPECT_EQ(metadata().at("token_endpoint"), "https://elsewhere.example/token");
  with("html");
  EXPECT_TRUE(get(origin + resource).body.starts_with("<!doctype html>"));
}

TEST_F(Faults, MetadataIsServedElsewhere) {
  const std::string resource = "/.well-known/oauth-protected-resource";
  arrange({R"({"do": {"metadata": "path_only"}})"});
  EXPECT_TRUE(metadata(resource).is_null());
  EXPECT_TRUE(metadata(resource + "/callback/mcp").contains("resource"));
  EXPECT_TRUE(metadata().contains("issuer"));

  arrange({R"({"do": {"metadata": "openid_only"}})"});
  EXPECT_TRUE(metadata().is_null());
  const Json openid = metadata("/.well-known/openid-configuration");
  // Clients that check it throw it away when a member is missing that OpenID requires.
  for (const char* member : {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri",
                             "response_types_supported", "subject_types_supported",
                             "id_token_signing_alg_values_supported"}) {
    EXPECT_TRUE(openid.contains(member)) << member;
  }

  arrange({R"({"do": {"metadata": "issuer_with_path"}})"});
  const std::string issuer = mock->origin("callbacks") + "/tenant1";
  EXPECT_EQ(metadata(resource).at("authorization_servers"), Json::array({issuer}));
  EXPECT_TRUE(metadata().is_null());
  EXPECT_EQ(metadata("/.well-known/oauth-authorization-server/tenant1").at("issuer"), issuer);
}

TEST_F(Faults, MetadataIsServedWhereOnlyTheChallengeLeads) {
  arrange({R"({"do": {"metadata": "elsewhere"}})"});
  const std::string elsewhere = "/.well-known/oauth-protected-resource/of/omni/mcp";
  EXPECT_TRUE(metadata("/.well-known/oauth-protected-resource").is_null());
  EXPECT_TRUE(metadata(elsewhere).contains("resource"));
  const Response response = rpc(mock->oauth_url(), "", initialize());
  EXPECT_NE(response.headers.get("WWW-Authenticate").find(elsewhere + "\""), std::string::npos);
}

TEST_F(Faults, AnIssuerWithAPathHasOpenIdsPlacesToo) {
  const std::string issuer = mock->origin("callbacks") + "/tenant1";
  const std::string inserted = "/.well-known/openid-configuration/tenant1";
  const std::string appended = "/tenant1/.well-known/openid-configuration";
  arrange({R"({"do": {"metadata": "issuer_with_path_openid_inserted"}})"});
  EXPECT_EQ(metadata("/.well-known/oauth-protected-resource").at("authorization_servers"),
            Json::array({issuer}));
  EXPECT_EQ(metadata(inserted).at("issuer"), issuer);
  EXPECT_TRUE(metadata(appended).is_null());
  arrange({R"({"do": {"metadata": "issuer_with_path_openid_appended"}})"});
  EXPECT_TRUE(metadata(inserted).is_null());
  EXPECT_EQ(metadata(appended).at("issuer"), issuer);
}

TEST_F(Faults, AreAddressedByThePath) {
  const std::string resource = "/.well-known/oauth-protected-resource";
  change([](World& world) { world.authorization.path_well_known = true; });
  arrange({R"({"on": {"path": "/.well-known/oauth-protected-resource"}, "do": {"status": 500}})"});
  EXPECT_EQ(get(mock->origin("callbacks") + resource).status, 500);
  EXPECT_EQ(get(mock->origin("callbacks") + resource + "/callback/mcp").status, 200);
}

TEST_F(Faults, MembersOfJsonAnswersAreSetAndRemoved) {
  arrange({R"({"on": {"endpoint": "authorization server metadata"}, "do": {
                 "set": {"/issuer": "{origin}/other", "/a/b": [{"c": "{origin}"}, null],
                         "/grant_types_supported/-": "x", "/token_endpoint/d": 1},
                 "remove": ["/registration_endpoint", "/scopes_supported/0", "/not/there",
                            "/grant_types_supported/-", "/grant_types_supported/01",
                            "/grant_types_supported/x", "/issuer/0"]}})"});
  const std::string origin = mock->origin("callbacks");
  const Json document = metadata();
  EXPECT_EQ(document.at("issuer"), origin + "/other");
  EXPECT_EQ(document.at("a"), Json::parse(R"({"b": [{"c": ")" + origin + R"("}, null]})"));
  EXPECT_EQ(document.at("grant_types_supported"),
            Json::array({"authorization_code", "refresh_token", "x"}));
  EXPECT_EQ(document.at("token_endpoint"), origin + "/callback/mcp/oauth/token");
  EXPECT_FALSE(document.contains("registration_endpoint"));
  EXPECT_TRUE(document.at("scopes_supported").empty());
  EXPECT_EQ(metadata("/.well-known/oauth-protected-resource").at("authorization_servers"),
            Json::array({origin}));
}

TEST_F(Faults, MembersOfRefusalsAreRewrittenTooAndPagesAreLeftAlone) {
  arrange({R"({"do": {"set": {"/error": "made_up"}}})"});
  const Response refused = exchange({{"grant_type", "authorization_code"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(json_of(refused).at("error"), "made_up");
  const std::string page = get(mock->origin("acme") + "/login").body;
  arrange({});
  EXPECT_EQ(get(mock->origin("acme") + "/login").body.size(), page.size());
}

TEST(FaultMembers, AreCheckedWhenTheyAreRead) {
  const auto error = [](const char* effect) -> std::string {
    const Json fault{{"do", Json::parse(effect)}};
    try {
      read_fault(JsonReader(fault, "world.json"), 0);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_EQ(error(R"({"set": {"/a~1b/0": 1}, "remove": ["/c"]})"), "");
  EXPECT_NE(error(R"({"set": {"issuer": 1}})").find("\"issuer\" is no JSON pointer"),
            std::string::npos);
  EXPECT_NE(error(R"({"remove": ["/a~2"]})").find("/do/remove/0"), std::string::npos);
  EXPECT_NE(error(R"({"set": {"": 1}})").find("must point at a member"), std::string::npos);
}

// What a pointer makes is as long as its indices and as deep as its steps.
TEST(FaultMembers, MakeNoListWithoutEndAndNothingWithoutBottom) {
  const auto error = [](const std::string& pointer) -> std::string {
    for (const Json& effect : {Json{{"set", {{pointer, 1}}}}, Json{{"remove", {pointer}}}}) {
      const Json fault{{"do", effect}};
      try {
        read_fault(JsonReader(fault, "world.json"), 0);
        return "none";
      } catch (const std::runtime_error& e) {
        if (std::string_view(e.what()).find("/do/") == std::string_view::npos) return e.what();
      }
    }
    return "refused";
  };
  std::string deep;
  for (int step = 0; step < 100'000; ++step) deep += "/a";
  EXPECT_EQ(error("/list/4000000000"), "refused");
  EXPECT_EQ(error("/list/99999999999999999999999999999999"), "refused");
  EXPECT_EQ(error("/10000/a"), "refused");
  EXPECT_EQ(error(deep), "refused");
  EXPECT_EQ(error("/list/9999"), "none");
  EXPECT_EQ(error("/12345a"), "none");
}

TEST_F(Faults, TheAuthorizationResponseNamesTheBentIssuer) {
  arrange({R"({"do": {"metadata": "issuer_with_slash"}})"});
  change([](World& world) {
    world.authorization.issuer = AuthorizationBehaviour::Issuer::kAdvertisedAndSent;
  });
  sign_in("acme", "quinn");
  const Parameters answer =
      answer_of(decide(authorize(authorization_parameters(registered())), "authorize"));
  EXPECT_EQ(answer.get("iss"), mock->origin("callbacks") + "/");
  EXPECT_EQ(answer.get("state"), "a+b/c= &x");
}

TEST_F(Faults, TokenAnswersAreBent) {
  sign_in("acme", "quinn");
  const std::string id = registered();
  arrange({R"({"do": {"token": "short_expiry"}})"});
  EXPECT_EQ(obtained_tokens(id).at("expires_in"), 1);
  arrange({R"({"do": {"token": "no_refresh_token"}})"});
  EXPECT_FALSE(obtained_tokens(id).contains("refresh_token"));
  arrange({R"({"do": {"token": "no_token_type"}})"});
  EXPECT_FALSE(obtained_tokens(id).contains("token_type"));
}

TEST_F(Faults, TokensAreRefused) {
  arrange({R"({"on": {"endpoint": "token", "from": 2}, "do": {"token": "invalid_grant"}})"});
  const Response grant = refreshed();
  EXPECT_EQ(grant.status, 400);
  EXPECT_EQ(json_of(grant).at("error"), "invalid_grant");
  arrange({R"({"do": {"token": "invalid_client"}})"});
  const Response client = refresh();
  EXPECT_EQ(client.status, 401);
  EXPECT_EQ(json_of(client).at("error"), "invalid_client");
  arrange({});
  EXPECT_EQ(refresh().status, 200);
}

TEST_F(Faults, RefreshingNeedNotRotate) {
  arrange({R"({"do": {"token": "no_rotation"}})"});
  const Response first = refreshed();
  ASSERT_EQ(first.status, 200);
  EXPECT_FALSE(json_of(first).contains("refresh_token"));
  EXPECT_EQ(refresh().status, 200);
}

TEST_F(Faults, RegistrationAnswersAreBent) {
  const auto answer = [this](const char* variant) {
    change([variant](World& world) {
      const Json fault{{"do", {{"registration", variant}}}};
      world.faults = {read_fault(JsonReader(fault, "test"), 0)};
    });
    return post_json(mock->origin("callbacks") + "/oauth/register",
                     {{"client_name", "x"}, {"redirect_uris", Json::array({redirect})}});
  };
  EXPECT_FALSE(json_of(answer("no_client_id")).contains("client_id"));
  EXPECT_NE(json_of(answer("changed_redirect")).at("redirect_uris"), Json::array({redirect}));
  EXPECT_TRUE(json_of(answer("client_secret")).contains("client_secret"));
  EXPECT_EQ(answer("status_200").status, 200);
}

TEST_F(Faults, TheChallengeOfTheMcpEndpointIsRespelled) {
  arrange({R"({"do": {"challenge": "several_fields"}})"});
  const Response response = rpc(mock->oauth_url(), "", initialize());
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(response.headers.all("WWW-Authenticate").size(), 2U);
}

TEST(ChallengeSpelling, SaysTheSameInEachSpelling) {
  const std::string plain = R"(Bearer resource_metadata="http://h/m", scope="mcp:access")";
  using C = ChallengeSpelling;
  const std::vector<std::pair<C, std::vector<std::string>>> expected{
      {C::kPlain, {plain}},
      {C::kLowerCase, {R"(bearer RESOURCE_METADATA="http://h/m", SCOPE="mcp:access")"}},
      {C::kTokens, {"Bearer resource_metadata=http://h/m, scope=mcp:access"}},
      {C::kNoMetadata, {"Bearer"}},
      {C::kSeveralInOne, {R"(Basic realm="Omni, the mock", charset="UTF-8", )" + plain}},
      {C::kSeveralFields, {R"(Basic realm="Omni, the mock", charset="UTF-8")", plain}},
      {C::kSpaces, {"Bearer  resource_metadata = \"http://h/m\" ,\t, scope = \"mcp:access\""}},
      {C::kEscapes,
       {R"(Bearer realm="a \"mock\", really", resource_metadata="\http://h/m", scope="\mcp:access")"}}};
  for (const auto& [spelling, fields] : expected) EXPECT_EQ(respelled(plain, spelling), fields);
}

TEST(ReadFault, SaysWhatIsWrongAndWhere) {
  const auto problem = [](const char* text) {
    const Json json = Json::parse(text);
    try {
      read_fault(JsonReader(json, "world.json", "/faults/0"), 0);
    } catch (const std::runtime_error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(problem(R"({"on": {}})").find("do"), std::string::npos);
  EXPECT_NE(problem(R"({"do": {}})").find("/faults/0/do"), std::string::npos);
  EXPECT_NE(problem(R"({"do": {"status": 99}})").find("between 200 and 599"), std::string::npos);
  EXPECT_NE(problem(R"({"do": {"body": "odd"}})").find("\"truncated\""), std::string::npos);
  EXPECT_NE(problem(R"({"do": {"headers": {"X": "a\r\nB: c"}}})").find("line break"),
            std::string::npos);
  EXPECT_NE(problem(R"({"on": {"endpoint": "tokens"}, "do": {"status": 500}})").find("\"token\""),
            std::string::npos);
  EXPECT_NE(problem(R"({"on": {"probability": 2}, "do": {"status": 500}})").find("between 0 and 1"),
            std::string::npos);
  EXPECT_EQ(problem(R"({"do": {"status": 500}})"), "");
}

}  // namespace
}  // namespace conform::mock
