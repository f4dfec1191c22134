// Every word of discovery_words.hpp in both directions, over records made by hand.
#include "suites/words/discovery_words.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "foundation/mcp/revision.hpp"
#include "foundation/text/digest.hpp"

namespace conform::words {

using mock::ChallengeSpelling;
using mock::MetadataVariant;
using mock::RegistrationVariant;
using mock::World;

namespace {

using testing::HasSubstr;
using Outcome = Finding::Outcome;
constexpr Outcome kPass = Outcome::kPass;
constexpr Outcome kFail = Outcome::kFail;
constexpr Outcome kIdle = Outcome::kNotExercised;

constexpr const char* kRegistered = R"({"client_id": "c-1", "client_secret": "s 1"})";

// Writes a record line by line.
class Record {
 public:
  Record& get(Endpoint endpoint, std::string target, std::string answer = "{}") {
    add(endpoint, "GET", std::move(target)).response.body = std::move(answer);
    return *this;
  }
  Record& authorize(const std::string& query, const std::string& path = "/oauth/authorize") {
    return get(Endpoint::kAuthorize, path + "?response_type=code&" + query);
  }
  Record& registers(const Json& body, std::string answer = kRegistered,
                    std::string path = "/oauth/register") {
    Exchange& e = add(Endpoint::kRegistration, "POST", std::move(path));
    e.request.headers.set("Content-Type", "application/json; charset=utf-8");
    e.request.body = body.dump();
    e.response.status = 201;
    e.response.body = std::move(answer);
    return *this;
  }
  Record& token(std::string form, std::string authorization = "") {
    Exchange& e = add(Endpoint::kToken, "POST", "/token");
    e.request.body = std::move(form);
    if (!authorization.empty()) e.request.headers.set("Authorization", std::move(authorization));
    return *this;
  }
  Record& initialize(const std::string& version) {
    Exchange& e = add(Endpoint::kMcp, "POST", "/callback/mcp");
    e.request.body = Json{{"jsonrpc", "2.0"},
                          {"id", 1},
                          {"method", "initialize"},
                          {"params", {{"protocolVersion", version}}}}
                         .dump();
    e.rpc = summarize_rpc(e.request.body);
    e.response.status = 401;
    return *this;
  }
  Record& content_type(std::string type) {
    std::get<Exchange>(entries_.back()).request.headers.set("Content-Type", std::move(type));
    return *this;
  }

  [[nodiscard]] Outcome judge(const Expectation& expectation) const {
    return expectation.judge(entries_).outcome;
  }
  [[nodiscard]] Outcome judge(const Kind& kind, const Property& property) const {
    return judge(each(kind, property));
  }
  [[nodiscard]] std::size_t count(const Kind& kind) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        entries_, [&](const Entry& entry) { return kind.is(std::get<Exchange>(entry)); }));
  }

 private:
  Exchange& add(Endpoint endpoint, std::string method, std::string target) {
    Exchange e;
    e.number = entries_.size() + 1;
    e.endpoint = endpoint;
    e.request.method = std::move(method);
    e.request.target = std::move(target);
    e.response.status = 200;
    entries_.emplace_back(std::move(e));
    return std::get<Exchange>(entries_.back());
  }
  std::vector<Entry> entries_;
};

constexpr Endpoint kResource = Endpoint::kProtectedResourceMetadata;
constexpr Endpoint kServer = Endpoint::kAuthorizationServerMetadata;

TEST(DiscoveryWords, TellThePlacesOfMetadataApart) {
  Record record;
  record.get(kResource, "/.well-known/oauth-protected-resource")
      .get(kResource, "/.well-known/oauth-protected-resource/of/omni/mcp")
      .get(kServer, "/.well-known/oauth-authorization-server/t")
      .get(kServer, "/.well-known/openid-configuration")
      .get(kServer, "/.well-known/openid-configuration/t")
      .get(kServer, "/t/.well-known/openid-configuration")
      .get(Endpoint::kOther, "/.well-known/openid");
  EXPECT_EQ(record.count(metadata), 6U);
  EXPECT_EQ(record.count(metadata_elsewhere), 1U);
  EXPECT_EQ(record.count(oauth_metadata), 1U);
  EXPECT_EQ(record.count(openid_inserted), 2U);
  EXPECT_EQ(record.count(openid_appended), 1U);
}

TEST(DiscoveryWords, TellAuthorizationRequestsApart) {
  Record record;
  record.authorize("client_id=https%3A%2F%2Fa.example%2Fc.json&resource=x")
      .authorize("client_id=c");
  EXPECT_EQ(record.count(authorize), 2U);
  EXPECT_EQ(record.count(authorize_by_document), 1U);
  EXPECT_EQ(record.count(authorize_with_resource), 1U);
  record.authorize("client_id=c&resource=http%3A%2F%2Fh%3A1")
      .authorize("client_id=c&resource=http%3A%2F%2Fh%3A1%2F")
      .authorize("client_id=c&resource=http%3A%2F%2Fh%3A1%2Fmcp%2F");
  EXPECT_EQ(record.count(authorize_for_origin_and_slash), 1U);
}

TEST(DiscoveryWords, AServerIsNamedByResourceMetadata) {
  const Event named = server_named("/tenant1");
  std::vector<Entry> none;
  EXPECT_FALSE(named.find(none));
  const auto idle = at_least(1, authorize, once(named));
  Record record;
  record.get(kResource, "/r", R"({"authorization_servers": ["http://h"]})")
      .get(kServer, "/s", R"({"authorization_servers": ["http://h/tenant1"]})");
  EXPECT_EQ(record.judge(idle), kIdle);
  record.get(kResource, "/r", R"({"authorization_servers": ["http://h/tenant1"]})");
  EXPECT_EQ(record.judge(idle), kFail);
}

Outcome registration_with(const Json& body, const Property& property) {
  return Record().registers(body).judge(registration, property);
}

TEST(DiscoveryWords, ARegistrationIsAJsonObject) {
  EXPECT_EQ(Record().judge(registration, is_json_object()), kIdle);
  EXPECT_EQ(registration_with(Json::object(), is_json_object()), kPass);
  EXPECT_EQ(registration_with(Json::array(), is_json_object()), kFail);
  Record record;
  record.registers(Json::object()).content_type("text/plain");
  EXPECT_EQ(record.judge(registration, is_json_object()), kFail);
}

TEST(DiscoveryWords, ARegistrationSaysItsType) {
  const auto judge = [](const char* type, const Json& redirects) {
    return registration_with({{"application_type", type}, {"redirect_uris", redirects}},
                             says_its_type());
  };
  EXPECT_EQ(judge("native", {"http://127.0.0.1:1/c", "https://a.example/c"}), kPass);
  EXPECT_EQ(judge("native", Json::array({"cursor://a/c"})), kPass);
  EXPECT_EQ(judge("web", Json::array({"https://a.example/c"})), kPass);
  EXPECT_EQ(judge("native", Json::array({"https://a.example/c"})), kFail);
  EXPECT_EQ(judge("web", Json::array({"http://localhost/c"})), kFail);
  EXPECT_EQ(registration_with({{"redirect_uris", {"http://[::1]/"}}}, says_its_type()), kFail);
}

TEST(DiscoveryWords, ARegistrationAsksForRefreshing) {
  const auto judge = [](const Json& types) {
    return registration_with({{"grant_types", types}}, asks_for_refresh());
  };
  EXPECT_EQ(judge({"authorization_code", "refresh_token"}), kPass);
  EXPECT_EQ(judge(Json::array({"authorization_code"})), kFail);
  EXPECT_EQ(registration_with(Json::object(), asks_for_refresh()), kFail);
}

Outcome authorization_with(const std::string& query, const Property& property) {
  return Record().authorize(query).judge(authorize, property);
}

TEST(DiscoveryWords, AClientIdIsADocument) {
  const auto judge = [](const std::string& id) {
    return authorization_with("client_id=" + id, is_known_by_a_document());
  };
  EXPECT_EQ(judge("https://a.example/c.json"), kPass);
  EXPECT_EQ(judge("https://a.example"), kFail);
  EXPECT_EQ(judge("https://a.example/"), kFail);
  EXPECT_EQ(judge("http://a.example/c.json"), kFail);
  EXPECT_EQ(judge("c-1"), kFail);
}

TEST(DiscoveryWords, ARedirectUriIsAnAddressOrBelongsToADomain) {
  const auto by_address = [](const std::string& uri) {
    return authorization_with("client_id=c&redirect_uri=" + uri, is_answered_by_address());
  };
  EXPECT_EQ(by_address("http://127.0.0.1:1/c"), kPass);
  EXPECT_EQ(by_address("http://[::1]:1/c"), kPass);
  EXPECT_EQ(by_address("https://a.example/c"), kPass);
  EXPECT_EQ(by_address("http://localhost:1/c"), kFail);
  const auto at_domain = [](const std::string& uri) {
    return authorization_with("client_id=c&redirect_uri=" + uri, is_answered_at_a_domain());
  };
  EXPECT_EQ(at_domain("http://localhost:1/c"), kPass);
  EXPECT_EQ(at_domain("com.example.app:/c"), kPass);
  EXPECT_EQ(at_domain("cursor://a/c"), kFail);
}

TEST(DiscoveryWords, AResourceIsWhole) {
  const auto judge = [](const std::string& resource) {
    return authorization_with("client_id=c&resource=" + resource, has_whole_resource());
  };
  EXPECT_EQ(judge("http%3A%2F%2Fh%2Fm"), kPass);
  EXPECT_EQ(judge("http%3A%2F%2Fh%2Fm%23f"), kFail);
  EXPECT_EQ(judge("%2Fm"), kFail);
}

TEST(DiscoveryWords, ASecretIsShownInOneWay) {
  const auto judge = [](const std::string& form, const std::string& basic, const char* method) {
    const std::string field = basic.empty() ? "" : "Basic " + base64(basic);
    return Record()
        .registers(Json::object())
        .token(form, field)
        .judge(token, authenticates_by(method));
  };
  EXPECT_EQ(judge("client_id=c-1", "", "none"), kPass);
  EXPECT_EQ(judge("client_id=c-1&client_secret=s+1", "", "none"), kFail);
  EXPECT_EQ(judge("client_id=c-1&client_secret=s+1", "", "client_secret_post"), kPass);
  EXPECT_EQ(judge("client_id=c-1&client_secret=x", "", "client_secret_post"), kFail);
  EXPECT_EQ(judge("client_id=c-2&client_secret=s+1", "", "client_secret_post"), kFail);
  EXPECT_EQ(judge("", "c-1:s%201", "client_secret_basic"), kPass);
  EXPECT_EQ(judge("client_id=c-1", "c-1:other", "client_secret_basic"), kFail);
  EXPECT_EQ(judge("client_id=c-1&client_secret=s+1", "c-1:s+1", "client_secret_basic"), kFail);
  EXPECT_EQ(judge("client_id=c-1", "", "client_secret_basic"), kFail);
}

TEST(DiscoveryWords, ANewIdentityIsOneThatWasNotThereBefore) {
  const Expectation fresh = takes_new_identity(after(server_named("/t")));
  Record before;
  before.registers(Json::object()).authorize("client_id=c-0");
  EXPECT_EQ(before.judge(fresh), kIdle);
  before.get(kResource, "/r", R"({"authorization_servers": ["http://h/t"]})");
  EXPECT_EQ(before.judge(fresh), kIdle);
  EXPECT_EQ(Record(before).authorize("client_id=c-1").judge(fresh), kFail);
  EXPECT_EQ(Record(before).authorize("client_id=c-0").judge(fresh), kFail);
  EXPECT_EQ(Record(before).authorize("client_id=c-2").judge(fresh), kPass);
}

TEST(DiscoveryWords, RedirectsAreAsRegistered) {
  const Json body{{"redirect_uris", {"http://127.0.0.1:1/a", "http://127.0.0.1:1/b"}}};
  Record record;
  record.authorize("client_id=known-by-document&redirect_uri=x").registers(body);
  EXPECT_EQ(record.judge(redirects_as_registered()), kIdle);
  record.authorize("client_id=c-1&redirect_uri=http://127.0.0.1:1/b");
  EXPECT_EQ(record.judge(redirects_as_registered()), kPass);
  EXPECT_EQ(record.judge(redirects_as_registered_to_the_letter()), kPass);
  record.authorize("client_id=c-1&redirect_uri=http://127.0.0.1:2/b");  // RFC 8252 section 7.3
  EXPECT_EQ(record.judge(redirects_as_registered()), kPass);
  EXPECT_EQ(record.judge(redirects_as_registered_to_the_letter()), kFail);
  record.authorize("client_id=c-1&redirect_uri=http://127.0.0.1:1/c");
  EXPECT_EQ(record.judge(redirects_as_registered()), kFail);
}

TEST(DiscoveryWords, OnlyOldClientsGuess) {
  const Expectation as_said = guesses_as_its_revision_says(once(first_contact));
  EXPECT_EQ(Record().judge(as_said), kIdle);
  const auto judge = [&](const std::string& version, bool guesses) {
    Record record;
    record.initialize(version);
    if (guesses) record.registers(Json::object(), "{}", "/register");
    return record.judge(as_said);
  };
  EXPECT_EQ(judge("2025-03-26", true), kPass);
  EXPECT_EQ(judge("2025-03-26", false), kFail);
  EXPECT_EQ(judge("2025-11-25", false), kPass);
  EXPECT_EQ(judge("2025-11-25", true), kFail);
  for (const Revision& row : kRevisions) {
    const std::string version(row.date);
    EXPECT_EQ(judge(version, true), row.default_endpoints ? kPass : kFail) << version;
    EXPECT_EQ(judge(version, false), row.default_endpoints ? kFail : kPass) << version;
  }
  Record record;
  record.get(kResource, "/r").authorize("client_id=c", "/authorize");
  EXPECT_EQ(record.judge(as_said), kFail);  // it did not say what it speaks
}

TEST(DiscoveryWords, ArrangeAndDoWhatTheySay) {
  World world;
  default_endpoints().apply(world);
  EXPECT_TRUE(world.authorization.default_endpoints);
  registered_by_hand("c").apply(world);
  EXPECT_EQ(world.authorization.known_clients, std::vector<std::string>{"c"});
  EXPECT_EQ(describe(Intent(anew(oauth_as("c")))),
            "connect anew to the OAuth URL with the client ID c");
  EXPECT_EQ(describe(Intent(oauth_as(""))), "connect to the OAuth URL");
}

// The faults that the words write are read by the mock.
TEST(DiscoveryWords, WriteFaultsThatAreFaults) {
  World world;
  for (const Aim& aim : {every_request(), every_request_to("token"),
                         the_first_request_to("registration"), every_request_for("/x")}) {
    fault(aim, member_set("/a", 1).and_also(member_removed("/b")).and_also(member_removed("/c")))
        .apply(world);
  }
  ASSERT_EQ(world.faults.size(), 4U);
  EXPECT_EQ(world.faults[1].on.endpoint, Endpoint::kToken);
  EXPECT_EQ(world.faults[2].on.times, 1U);
  EXPECT_EQ(world.faults[3].on.path, "/x");
  EXPECT_EQ(world.faults[0].effect.members.set.size(), 1U);
  EXPECT_EQ(world.faults[0].effect.members.remove, (std::vector<std::string>{"/b", "/c"}));
  world.faults.clear();
  fault(every_request(), challenge_spelled("tokens")).apply(world);
  fault(every_request(), metadata_is("elsewhere")).apply(world);
  fault(every_request(), registration_is_odd("no_client_id")).apply(world);
  fault(every_request(), secret_given("client_secret_post")).apply(world);
  EXPECT_EQ(world.faults[0].effect.challenge, ChallengeSpelling::kTokens);
  EXPECT_EQ(world.faults[1].effect.metadata, MetadataVariant::kElsewhere);
  EXPECT_EQ(world.faults[2].effect.registration, RegistrationVariant::kNoClientId);
  EXPECT_EQ(world.faults[3].effect.members.set.size(), 3U);
  EXPECT_THAT(world.faults[3].id, HasSubstr("a secret for client_secret_post"));
}

}  // namespace
}  // namespace conform::words
