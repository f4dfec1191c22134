// The scripted client and the person at the browser against the mock, over its sockets.
#include "clients/scripted/scripted_client.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "clients/http/http_connection.hpp"
#include "clients/profile/behaviour_fields.hpp"
#include "foundation/mcp/revision.hpp"
#include "mock_server/handling/request_gate.hpp"
#include "mock_server/mock_fixture.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::clients {

using mock::AuthorizationBehaviour;
using mock::ListeningMockFixture;
using mock::McpBehaviour;
using mock::MockOmni;
using mock::read_fault;
using mock::World;

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Connect kOAuth{};
const Connect kByKey{Connect::Url::kInstance, "acme", "acme_querier_key"};
const CallTool kQuestion{"getData", {{"prompt", "Show me last year's orders by status"}}};

PersonMove move(PersonMove::Kind kind, std::string organization = "", std::string user = "") {
  return {kind, std::move(organization), std::move(user), {}};
}

class Scripted : public ListeningMockFixture {
 protected:
  // A client that does what the reference does, but for the members of `behaviour`, and bends.
  ScriptedClient& client(const Json& behaviour = Json::object(), const char* bends = "[]") {
    profile_.id = "test";
    read_behaviour(behaviour, "test", "", profile_.behaviour);
    profile_.bends.clear();
    const Json read = Json::parse(bends);
    for (const JsonReader& one : JsonReader(read, "test").elements()) {
      profile_.bends.push_back(read_bend(one));
    }
    client_ = std::make_unique<ScriptedClient>(profile_, *mock, person_, 11);
    return *client_;
  }
  std::string perform(const Intent& intent) {
    return std::string(to_string(client_->perform(intent).kind));
  }

  [[nodiscard]] std::vector<Exchange> to(Endpoint endpoint) const {
    std::vector<Exchange> found = mock->transcript().exchanges();
    std::erase_if(found,
                  [endpoint](const Exchange& exchange) { return exchange.endpoint != endpoint; });
    return found;
  }
  [[nodiscard]] std::vector<std::string> notes(Note::Kind kind) const {
    std::vector<std::string> texts;
    for (const Note& note : mock->transcript().notes(kind)) texts.push_back(note.text);
    return texts;
  }
  [[nodiscard]] std::vector<Exchange> calls(const std::string& method) const {
    std::vector<Exchange> found = to(Endpoint::kMcp);
    std::erase_if(found,
                  [&method](const Exchange& e) { return !e.rpc || e.rpc->method != method; });
    return found;
  }
  void signs_in(const std::string& user = "quinn") {
    person_.perform(move(PersonMove::Kind::kSignsIn, "acme", user));
  }

  Person person_{*mock};
  Profile profile_;
  std::unique_ptr<ScriptedClient> client_;
};

TEST_F(Scripted, TheReferenceGetsFromNothingToAnAnswer) {
  signs_in();
  client();
  EXPECT_EQ(perform(kOAuth), "done");
  EXPECT_EQ(perform(ListTools{}), "done");
  EXPECT_EQ(perform(kQuestion), "done");
  client_->finish();
  EXPECT_EQ(to(Endpoint::kRegistration).size(), 1U);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 1U);
  EXPECT_EQ(to(Endpoint::kToken).size(), 1U);
  EXPECT_EQ(calls("tools/call").size(), 1U);
  EXPECT_EQ(calls("tools/call")[0].response.status, 200);
  EXPECT_THAT(notes(Note::Kind::kPerson),
              ElementsAre("signs in to acme as quinn", "presses Authorize"));
  EXPECT_EQ(notes(Note::Kind::kOutput).size(), 1U);
}

TEST_F(Scripted, ItBeginsAsTheRowOfItsRevisionSays) {
  change([](World& world) { world.mcp.eras = McpBehaviour::Eras::kDual; });
  std::size_t handshakes = 0;
  for (const Revision& row : kRevisions) {
    client({{"identity", {{"protocol_version", row.date}}}});
    EXPECT_EQ(perform(kByKey), "done");
    handshakes += row.stateless ? 0 : 1;
    EXPECT_EQ(calls("initialize").size(), handshakes) << row.date;
  }
}

TEST_F(Scripted, ItSettlesForEveryRevisionThatHasAHandshake) {
  for (const Revision& row : kRevisions) {
    change([&row](World& world) {
      const Json answer{{"result", {{"protocolVersion", row.date}}}};
      const Json fault{{"on", {{"rpc", "initialize"}}}, {"do", {{"answer", answer}}}};
      world.faults = {read_fault(JsonReader(fault, "test"), 0)};
    });
    client();
    EXPECT_EQ(perform(kByKey), row.stateless ? "gave up" : "done") << row.date;
  }
}

// Looks at calls only after their client has given them up.
class SlowGate final : public mock::RequestGate {
 public:
  std::optional<Response> admit(const Exchange& arriving, const Request&) override {
    if (arriving.rpc && arriving.rpc->method == "tools/call") {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return std::nullopt;
  }
  void answered(Exchange&) override {}
};

TEST_F(Scripted, ACallThatIsGivenUpIsRecordedBeforeItIsCancelled) {
  mock->guard_with(std::make_shared<SlowGate>());
  client();
  signs_in();
  perform(kOAuth);
  perform(CallTool{.tool = "pickModel", .cancelled_after = Duration(1)});
  const std::vector<Exchange> all = to(Endpoint::kMcp);
  std::vector<std::string> methods;
  methods.reserve(all.size());
  for (const Exchange& one : all) methods.push_back(one.rpc ? one.rpc->method : "");
  const auto call = std::ranges::find(methods, "tools/call");
  EXPECT_NE(std::find(call, methods.end(), "notifications/cancelled"), methods.end());
}

TEST_F(Scripted, TheSameSeedMakesTheSameRequests) {
  signs_in();
  client();
  perform(kOAuth);
  const std::string first = to(Endpoint::kAuthorize)[0].request.target;
  client();
  perform(kOAuth);
  const std::string second = to(Endpoint::kAuthorize)[1].request.target;
  EXPECT_EQ(first.substr(first.find("code_challenge")),
            second.substr(second.find("code_challenge")));
}

TEST_F(Scripted, CancelIsToldAndEndsTheFlow) {
  signs_in();
  client();
  person_.perform(move(PersonMove::Kind::kCancels));
  EXPECT_EQ(perform(kOAuth), "refused");
  EXPECT_THAT(notes(Note::Kind::kOutput), Contains(HasSubstr("access_denied")));
  EXPECT_THAT(to(Endpoint::kToken), IsEmpty());
  EXPECT_EQ(perform(kQuestion), "gave up");
  EXPECT_THAT(calls("tools/call"), IsEmpty());
}

TEST_F(Scripted, DeniedTwiceWhenItAsksTwice) {
  signs_in();
  client({{"authorization", {{"attempts_when_denied", 2}}}});
  person_.perform(move(PersonMove::Kind::kCancels));
  EXPECT_EQ(perform(kOAuth), "refused");
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 2U);
}

TEST_F(Scripted, AClosedWindowIsATimeout) {
  signs_in();
  client();
  person_.perform(move(PersonMove::Kind::kClosesTheWindow));
  EXPECT_EQ(perform(kOAuth), "gave up");
  EXPECT_THAT(notes(Note::Kind::kOutput), ElementsAre(HasSubstr("Timed out")));
  EXPECT_THAT(to(Endpoint::kToken), IsEmpty());
}

TEST_F(Scripted, NobodySignedInIsAPageThatTheClientNeverSees) {
  client();
  EXPECT_EQ(perform(kOAuth), "gave up");
  EXPECT_THAT(notes(Note::Kind::kPerson), Contains(HasSubstr("reads: ")));
}

TEST_F(Scripted, WhatHappensMeanwhileComesBeforeTheClick) {
  signs_in();
  client();
  PersonMove authorizes = move(PersonMove::Kind::kAuthorizes);
  authorizes.meanwhile.push_back(
      {"acme: personal access tokens off", [](MockOmni& played) {
         played.live().change({"acme: personal access tokens off", [](World& world) {
                                 world.organization("acme")->settings.personal_access_tokens =
                                     false;
                               }});
       }});
  person_.perform(authorizes);
  EXPECT_NE(perform(kOAuth), "done");
  EXPECT_EQ(notes(Note::Kind::kAdmin).size(), 1U);
}

TEST_F(Scripted, AKeyNeedsNoBrowser) {
  client();
  EXPECT_EQ(perform(kByKey), "done");
  EXPECT_EQ(perform(kQuestion), "done");
  EXPECT_THAT(to(Endpoint::kAuthorize), IsEmpty());
}

TEST_F(Scripted, AWrongKeyIsToldOnceAndNoOAuthBegins) {
  client();
  EXPECT_EQ(perform(Connect{Connect::Url::kInstance, "acme", "?wrong"}), "refused");
  EXPECT_EQ(mock->transcript().exchanges().size(), 1U);
  EXPECT_THAT(notes(Note::Kind::kOutput), ElementsAre(HasSubstr("HTTP 401")));
}

TEST_F(Scripted, RetriesAreCounted) {
  client({{"refusal", {{"retries_after_401", 3}}}, {"output", {{"key_errors", "nothing"}}}});
  perform(Connect{Connect::Url::kInstance, "acme", "?wrong"});
  EXPECT_EQ(mock->transcript().exchanges().size(), 4U);
  EXPECT_THAT(notes(Note::Kind::kOutput), IsEmpty());
}

TEST_F(Scripted, AnExpiredTokenIsRefreshedSilently) {
  signs_in();
  client();
  perform(kOAuth);
  mock->live().expire_access_tokens();
  EXPECT_EQ(perform(kQuestion), "done");
  EXPECT_EQ(to(Endpoint::kToken).size(), 2U);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 1U);
}

TEST_F(Scripted, ARevokedGrantLeadsToOneMoreSignIn) {
  signs_in();
  client();
  perform(kOAuth);
  mock->live().revoke_grants("quinn");
  EXPECT_EQ(perform(ListTools{}), "done");
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 2U);
}

TEST_F(Scripted, ARestartKeepsWhatTheProfileKeeps) {
  signs_in();
  client();
  perform(kOAuth);
  perform(Restart{});
  EXPECT_EQ(perform(kOAuth), "done");
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 1U);
  client({{"storage", {{"keeps_grant", false}, {"keeps_registration", false}}}});
  perform(kOAuth);
  perform(Restart{});
  perform(kOAuth);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 3U);
  EXPECT_EQ(to(Endpoint::kRegistration).size(), 3U);
}

TEST_F(Scripted, AWrongStateIsNotAnswered) {
  change([](World& world) { world.authorization.state = AuthorizationBehaviour::State::kWrong; });
  signs_in();
  client();
  EXPECT_EQ(perform(kOAuth), "gave up");
  EXPECT_THAT(to(Endpoint::kToken), IsEmpty());
  client({{"authorization", {{"checks_state", false}}}});
  EXPECT_EQ(perform(kOAuth), "done");
}

TEST_F(Scripted, AnIssuerThatIsNotItsOwnIsNotAnswered) {
  change([](World& world) { world.authorization.issuer = AuthorizationBehaviour::Issuer::kWrong; });
  signs_in();
  client();
  EXPECT_EQ(perform(kOAuth), "gave up");
  EXPECT_THAT(to(Endpoint::kToken), IsEmpty());
  client({{"authorization", {{"checks_issuer", false}}}});
  EXPECT_EQ(perform(kOAuth), "done");
}

// The second question comes after the first token has expired; `fault` strikes each refresh.
class Renewing : public Scripted {
 protected:
  void asks_twice(const char* effect, const Json& behaviour = Json::object()) {
    change([effect](World& world) {
      world.authorization.access_token_lifetime = std::chrono::hours(1);
      world.authorization.client_id_metadata_documents = false;
      if (*effect == '\0') return;
      const Json fault{{"on", {{"grant_type", "refresh_token"}}}, {"do", Json::parse(effect)}};
      world.faults = {read_fault(JsonReader(fault, "test"), 0)};
    });
    signs_in();
    client(behaviour);
    perform(kOAuth);
    mock->live().advance(std::chrono::hours(2));
    perform(kQuestion);
  }
  [[nodiscard]] std::vector<std::string> sent_refresh_tokens() const {
    std::vector<std::string> sent;
    for (const Exchange& e : to(Endpoint::kToken)) {
      if (e.request.form().has("refresh_token")) {
        sent.push_back(e.request.form().get("refresh_token"));
      }
    }
    return sent;
  }
};

TEST_F(Renewing, TheNewestRefreshTokenIsKeptOverARestart) {
  asks_twice("");
  perform(Restart{});
  perform(kOAuth);
  mock->live().advance(std::chrono::hours(2));
  EXPECT_EQ(perform(kQuestion), "done");
  const std::vector<std::string> sent = sent_refresh_tokens();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_NE(sent[0], sent[1]);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 1U);
}

TEST_F(Renewing, AFailingEndpointEndsNoGrant) {
  asks_twice(R"({"status": 503})");
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 1U);
  EXPECT_THAT(notes(Note::Kind::kOutput), Contains(HasSubstr("503")));
  change([](World& world) { world.faults.clear(); });
  EXPECT_EQ(perform(kQuestion), "done");
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 1U);
}

TEST_F(Renewing, ARefusedTokenEndsTheGrant) {
  asks_twice(R"({"token": "invalid_grant"})");
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 2U);
  EXPECT_EQ(to(Endpoint::kRegistration).size(), 1U);
  EXPECT_EQ(calls("tools/call").back().response.status, 200);
}

TEST_F(Renewing, ARefusalInOtherWordsEndsTheGrantToo) {
  constexpr const char* kOtherWords =
      R"({"status": 400, "body": {"text": "{\"message\": \"no\"}"}})";
  asks_twice(kOtherWords);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 2U);
  asks_twice(kOtherWords, {{"token", {{"needs_error_code", true}}}});
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 3U);
}

TEST_F(Renewing, ALostConnectionEndsNoGrant) {
  asks_twice(R"({"status": 503, "reset": "before"})");
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 1U);
  change([](World& world) { world.faults.clear(); });
  EXPECT_EQ(perform(kQuestion), "done");
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 1U);
}

TEST_F(Renewing, AForgottenClientRegistersAgain) {
  asks_twice(R"({"token": "invalid_client"})");
  EXPECT_EQ(to(Endpoint::kRegistration).size(), 2U);
  EXPECT_EQ(calls("tools/call").back().response.status, 200);
}

TEST_F(Renewing, AClientMayClingToWhatWasRefused) {
  asks_twice(R"({"token": "invalid_grant"})", {{"token", {{"keeps_refused_grant", true}}}});
  perform(kQuestion);
  const std::vector<std::string> sent = sent_refresh_tokens();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0], sent[1]);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 1U);
}

// Two questions at once, after the first token has expired.
class AtOnce : public Renewing {
 protected:
  void asks_two_at_once(const Json& behaviour = Json::object(), bool refresh_tokens = true) {
    change([refresh_tokens](World& world) {
      world.authorization.access_token_lifetime = std::chrono::hours(1);
      world.authorization.refresh_tokens = refresh_tokens;
    });
    signs_in();
    client(behaviour);
    perform(kOAuth);
    perform(kQuestion);
    mock->live().advance(std::chrono::hours(2));
    EXPECT_EQ(perform(CallAtOnce{{kQuestion, kQuestion}}), "done");
  }
  [[nodiscard]] std::vector<int> statuses_of_calls() const {
    std::vector<int> statuses;
    for (const Exchange& e : calls("tools/call")) statuses.push_back(e.response.status);
    return statuses;
  }
};

TEST_F(AtOnce, BothAreRefusedBeforeOneRefreshCuresBoth) {
  asks_two_at_once();
  EXPECT_THAT(statuses_of_calls(), ElementsAre(200, 401, 401, 200, 200));
  EXPECT_EQ(sent_refresh_tokens().size(), 1U);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 1U);
}

TEST_F(AtOnce, ARefreshForEachLosesTheGrant) {
  asks_two_at_once({{"token", {{"refreshes_for_each_call", true}}}});
  const std::vector<std::string> sent = sent_refresh_tokens();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0], sent[1]);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 2U);
}

TEST_F(AtOnce, SoDoRefreshesAheadOfTime) {
  const Json ahead = {{"refreshes_for_each_call", true}, {"proactive_seconds", 60}};
  asks_two_at_once({{"token", ahead}});
  EXPECT_EQ(sent_refresh_tokens().size(), 2U);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 2U);
  asks_two_at_once({{"token", {{"refreshes_for_each_call", false}}}});
  EXPECT_EQ(sent_refresh_tokens().size(), 3U);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 3U);
}

TEST_F(AtOnce, WithoutARefreshTokenOneSignInCuresBoth) {
  asks_two_at_once(Json::object(), false);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 2U);
  asks_two_at_once({{"refusal", {{"signs_in_for_each_call", true}}}}, false);
  EXPECT_EQ(to(Endpoint::kAuthorize).size(), 5U);
}

TEST_F(AtOnce, AKeyNeedsNoCure) {
  client();
  perform(
      Connect{.url = Connect::Url::kInstance, .organization = "acme", .key = "acme_querier_key"});
  EXPECT_EQ(perform(CallAtOnce{{kQuestion, kQuestion}}), "done");
  EXPECT_THAT(statuses_of_calls(), ElementsAre(200, 200));
}

TEST_F(Scripted, ALostSessionIsBegunAnew) {
  change([](World& world) {
    world.mcp.sessions = true;
    world.mcp.get_stream = true;
    world.mcp.answers = McpBehaviour::Answers::kEventStream;
  });
  signs_in();
  client({{"session", {{"opens_get_stream", true}}}});
  EXPECT_EQ(perform(kOAuth), "done");
  mock->live().end_sessions();
  EXPECT_EQ(perform(kQuestion), "done");
  EXPECT_EQ(calls("initialize").size(), 3U);  // without a token, with it, and after the loss
  client_->finish();
  client_->finish();
  const std::vector<Exchange> all = to(Endpoint::kMcp);
  EXPECT_EQ(std::ranges::count(all, "DELETE", [](const Exchange& e) { return e.request.method; }),
            1);
}

class Listing : public Scripted {
 protected:
  // How many requests one list takes of which every page is the whole list and names a cursor.
  std::size_t requests(const Json& behaviour, const char* cursor) {
    change([cursor](World& world) {
      const Json fault{{"on", {{"rpc", "tools/list"}}},
                       {"do", {{"set", {{"/result/nextCursor", cursor}}}}}};
      world.faults = {read_fault(JsonReader(fault, "test"), 0)};
    });
    client(behaviour);
    const std::size_t before = calls("tools/list").size();
    signs_in();
    perform(kOAuth);
    perform(ListTools{});
    return calls("tools/list").size() - before;
  }
  const Connect kKey{
      .url = Connect::Url::kInstance, .organization = "acme", .key = "acme_querier_key"};
};

TEST_F(Listing, EndsWhenAPageSaysNothingNew) {
  EXPECT_EQ(requests(Json::object(), "{fresh}"), 2U);
  EXPECT_EQ(requests(Json::object(), ""), 2U);
  EXPECT_EQ(requests({{"session", {{"empty_cursor_ends", true}}}}, ""), 1U);
  EXPECT_EQ(requests({{"session", {{"stops_without_news", false}, {"most_pages", 7}}}}, "{fresh}"),
            7U);
}

// With one key twice, then with another one.
TEST_F(Listing, IsKeptForNobodyForTheKeyOrForEverybody) {
  const Connect other{
      .url = Connect::Url::kInstance, .organization = "acme", .key = "acme_admin_key"};
  for (const auto& [keeps, asked] :
       {std::pair{"no", 3U}, {"for_the_key", 2U}, {"for_everybody", 1U}}) {
    client({{"session", {{"keeps_tools", keeps}}}});
    const std::size_t before = calls("tools/list").size();
    for (const Connect& connect : {kKey, kKey, other}) {
      perform(connect);
      EXPECT_EQ(perform(ListTools{}), "done");
    }
    EXPECT_EQ(calls("tools/list").size() - before, asked) << keeps;
  }
}

TEST_F(Listing, AnOddSchemaCostsOneToolOrAll) {
  change([](World& world) {
    const Json fault{{"on", {{"rpc", "tools/list"}}},
                     {"do", {{"set", {{"/result/tools/6/inputSchema", true}}}}}};
    world.faults = {read_fault(JsonReader(fault, "test"), 0)};
  });
  client();
  signs_in();
  perform(kOAuth);
  EXPECT_EQ(perform(kQuestion), "done");
  client({{"session", {{"drops_all_for_one", true}}}});
  signs_in();
  perform(kOAuth);
  EXPECT_EQ(perform(kQuestion), "gave up");
}

TEST_F(Listing, FollowsAMoveWithinTheOriginOnly) {
  change([](World& world) { world.mcp.moved_with = 307; });
  client();
  EXPECT_EQ(perform(kKey), "done");
  client({{"session", {{"follows_moves", false}}}});
  EXPECT_EQ(perform(kKey), "refused");
  change([](World& world) {
    world.mcp.moved_with.reset();
    const Json fault{{"on", {{"endpoint", "mcp"}}},
                     {"do", {{"status", 307}, {"redirect", "{globex}/mcp/https"}}}};
    world.faults = {read_fault(JsonReader(fault, "test"), 0)};
  });
  client();
  const std::size_t before = mock->transcript().size();
  EXPECT_EQ(perform(kKey), "refused");
  for (const Entry& entry : mock->transcript().entries_after(before, 100)) {
    const auto* e = std::get_if<Exchange>(&entry);
    EXPECT_TRUE(e == nullptr || e->site == "acme");
  }
}

TEST_F(Scripted, ShowsItsBugsOnTheWire) {
  signs_in();
  client({{"authorization", {{"state_form", "none"}}}}, R"([{"on": {"endpoint": "authorize"}, "do":
      {"parameters": {"remove": ["code_challenge", "code_challenge_method", "resource"]}}}])");
  perform(kOAuth);
  const Parameters asked = to(Endpoint::kAuthorize)[0].request.query();
  for (const char* name : {"code_challenge", "code_challenge_method", "state", "resource"}) {
    EXPECT_FALSE(asked.has(name)) << name;
  }
  client({{"token", {{"attempts", 3}}}}, R"([{"on": {"endpoint": "token"}, "do":
      {"parameters": {"set": {"code_verifier": "another, and just as long as it has to be"}}}}])");
  EXPECT_EQ(perform(kOAuth), "refused");
  EXPECT_EQ(to(Endpoint::kToken).size(), 3U);
}

TEST_F(Scripted, CanShowItsCredentialInTheUrl) {
  client({{"output", {{"prints_secrets", true}}}}, R"([{"on": {"endpoint": "mcp"}, "do":
      {"parameters": {"set": {"access_token": "{bearer}"}}, "remove_headers": ["Authorization"]}}])");
  perform(kByKey);
  EXPECT_THAT(to(Endpoint::kMcp)[0].request.target, HasSubstr("access_token=omni_osk_"));
  EXPECT_THAT(notes(Note::Kind::kOutput), Contains(HasSubstr("omni_osk_")));
}

TEST_F(Scripted, CanAnswerFromMemory) {
  client({{"refusal", {{"answers_from_memory", true}}}});
  perform(Connect{Connect::Url::kInstance, "acme", "?wrong"});
  perform(kQuestion);
  EXPECT_THAT(notes(Note::Kind::kOutput), Contains(HasSubstr("1,234,567")));
}

TEST_F(Scripted, WithoutMetadataItStopsOrGuesses) {
  change([](World& world) {
    world.authorization.protected_resource_metadata = false;
    world.authorization.authorization_server_metadata = false;
  });
  signs_in();
  client();
  EXPECT_EQ(perform(kOAuth), "gave up");
  EXPECT_THAT(to(Endpoint::kRegistration), IsEmpty());
  client({{"discovery", {{"guesses_endpoints", true}}}});
  perform(kOAuth);
  EXPECT_THAT(mock->transcript().exchanges().back().request.target, Not(HasSubstr("well-known")));
}

TEST_F(Scripted, EveryFirstContactFindsTheWay) {
  signs_in();
  for (const char* how : {"post_initialize", "get_url", "post_server_discover", "metadata"}) {
    client({{"discovery", {{"first_contact", how}}}});
    EXPECT_EQ(perform(kOAuth), "done") << how;
  }
  // Only the one that never asked the MCP URL has no challenge and looks below its path first.
  const std::vector<Exchange> metadata = to(Endpoint::kProtectedResourceMetadata);
  EXPECT_EQ(std::ranges::count(metadata, 404, [](const Exchange& e) { return e.response.status; }),
            1);
}

TEST(HttpConnectionTest, NeverLeavesLoopback) {
  HttpConnection connection;
  for (const char* address :
       {"http://example.com/", "https://127.0.0.1/", "http://127.0.0.1.example.com/"}) {
    EXPECT_THROW(connection.send(Url::parse(address).value(), {}), OutOfReach) << address;
  }
}

TEST_F(Scripted, SendsTargetsAsTheyAre) {
  HttpConnection connection;
  Request request;
  request.target = "/a%20b?c=%2F&d=+e%7E";
  const Url callbacks = Url::parse(mock->origin("callbacks")).value();
  connection.send(callbacks, request);
  EXPECT_EQ(mock->transcript().exchanges().back().request.target, request.target);
  request.method = "HEAD";
  request.target = "/callback/mcp";
  EXPECT_EQ(connection.send(callbacks, request).status, 401);
}

TEST_F(Scripted, ThePersonSignsOutAndAsksForAToken) {
  signs_in("moe");
  person_.perform(move(PersonMove::Kind::kGeneratesToken, "acme"));
  EXPECT_THAT(notes(Note::Kind::kPerson), Contains("presses Generate token at acme"));
  person_.perform(move(PersonMove::Kind::kSignsOut, "acme"));
  person_.perform(move(PersonMove::Kind::kSignsOut, "acme"));
  EXPECT_THAT(notes(Note::Kind::kPerson), Contains("signs out of acme"));
  EXPECT_THAT(notes(Note::Kind::kPerson), Contains("is not signed in to acme"));
}

}  // namespace
}  // namespace conform::clients
