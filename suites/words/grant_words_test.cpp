// Every word of grant_words.hpp, and the invariants on authorization and tokens, in both
// directions, over records made by hand.
#include "suites/words/grant_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "suites/record.hpp"
#include "suites/words/invariant.hpp"

namespace conform::words {

using mock::World;

namespace {

using Outcome = Finding::Outcome;
constexpr Outcome kPass = Outcome::kPass;
constexpr Outcome kFail = Outcome::kFail;
constexpr Outcome kIdle = Outcome::kNotExercised;

// Writes a record of one client's authorization, request by request.
class GrantRecord {
 public:
  GrantRecord& note(Note::Kind kind, std::string text) {
    entries_.emplace_back(Note{next(), {}, kind, std::move(text)});
    return *this;
  }
  GrantRecord& authorizes(const Parameters& more = {}, const std::string& type = "code") {
    Parameters query{{"response_type", type},
                     {"client_id", "c"},
                     {"redirect_uri", "http://127.0.0.1:1/callback"}};
    for (const auto& [name, value] : more) query.add(name, value);
    add(Endpoint::kAuthorize, "GET", "/authorize?" + query.encode(), 302);
    return *this;
  }
  GrantRecord& answered_with(const Parameters& answer) {
    Exchange& e = add(Endpoint::kConsent, "POST", "/oauth/mcp/authorize", 302);
    e.response.headers.set("Location", "http://127.0.0.1:1/callback?" + answer.encode());
    return *this;
  }
  GrantRecord& posts(const Parameters& form, const Json& answer = Json::object(),
                     int status = 200) {
    Exchange& e = add(Endpoint::kToken, "POST", "/token", status);
    e.request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    e.request.body = form.encode();
    e.response.body = answer.dump();
    return *this;
  }
  GrantRecord& exchanges(const std::string& code, const Parameters& more = {}, int status = 200) {
    Parameters form{{"grant_type", "authorization_code"}, {"client_id", "c"}, {"code", code}};
    for (const auto& [name, value] : more) form.add(name, value);
    return posts(
        form,
        status == 200
            ? Json{{"access_token", "at-1"}, {"refresh_token", "rt-1"}, {"scope", "mcp:access"}}
            : Json::object(),
        status);
  }
  GrantRecord& refreshes(const std::string& refresh_token, const std::string& next_token,
                         const Parameters& more = {}) {
    Parameters form{
        {"grant_type", "refresh_token"}, {"client_id", "c"}, {"refresh_token", refresh_token}};
    for (const auto& [name, value] : more) form.add(name, value);
    Json answer{{"access_token", "at-2"}};
    if (!next_token.empty()) answer["refresh_token"] = next_token;
    return posts(form, answer);
  }
  GrantRecord& asks(const std::string& bearer, const std::string& target = "/callback/mcp") {
    Exchange& e = add(Endpoint::kMcp, "POST", target, 200);
    if (!bearer.empty()) e.request.headers.set("Authorization", "Bearer " + bearer);
    return *this;
  }
  GrantRecord& finds(std::string metadata) {
    add(Endpoint::kProtectedResourceMetadata, "GET", "/r", 200).response.body = std::move(metadata);
    return *this;
  }
  GrantRecord& header(std::string name, std::string value) {
    last().request.headers.set(std::move(name), std::move(value));
    return *this;
  }
  GrantRecord& method(std::string method) {
    last().request.method = std::move(method);
    return *this;
  }
  GrantRecord& origin(std::string origin) {
    last().origin = std::move(origin);
    return *this;
  }

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] Outcome judge(const Expectation& expectation) const {
    return expectation.judge(entries_).outcome;
  }
  [[nodiscard]] Outcome holds(const std::string& invariant) const {
    const auto found = std::ranges::find(invariants(), invariant, &Check::id);
    if (found == invariants().end()) throw std::runtime_error("no invariant " + invariant);
    return judge(found->expectation);
  }

 private:
  [[nodiscard]] std::size_t next() const { return entries_.size() + 1; }
  Exchange& last() { return std::get<Exchange>(entries_.back()); }
  Exchange& add(Endpoint endpoint, std::string method, std::string target, int status) {
    Exchange e;
    e.number = next();
    e.site = "callbacks";
    e.endpoint = endpoint;
    e.request.method = std::move(method);
    e.request.target = std::move(target);
    e.response.status = status;
    entries_.emplace_back(std::move(e));
    return last();
  }

  std::vector<Entry> entries_;
};

GrantRecord flow() {
  return GrantRecord().authorizes().answered_with({{"code", "k"}, {"iss", "i"}}).exchanges("k");
}

TEST(GrantWords, AnAnswerIsKnownByItsParameters) {
  const auto at = [](const Event& event, const GrantRecord& record) {
    return event.find(record.entries());
  };
  EXPECT_EQ(at(carried("iss"), flow()), 1U);
  EXPECT_EQ(at(carried("state"), flow()), std::nullopt);
  EXPECT_EQ(at(carried_without("state"), flow()), 1U);
  EXPECT_EQ(at(carried_without("iss"), flow()), std::nullopt);
  EXPECT_EQ(at(carried("ticket"), GrantRecord().answered_with({{"ticket", "t"}})), std::nullopt);
  EXPECT_EQ(at(refreshed(), flow()), std::nullopt);
  EXPECT_EQ(at(refreshed(), flow().refreshes("rt-1", "rt-2")), 3U);
}

TEST(GrantWords, ALaterConnectionIsToAnotherServer) {
  const auto find = &events::asked_for_another_server;
  const GrantRecord once = GrantRecord().note(Note::Kind::kIntent, "connect by OAuth");
  EXPECT_EQ(find(once.entries()), std::nullopt);
  EXPECT_EQ(find(flow().note(Note::Kind::kIntent, "connect to acme").entries()), 3U);
}

TEST(GrantWords, ScopesAreAskedForTogether) {
  const Expectation both = each(authorize, asks_for_scopes({"a", "b"}));
  EXPECT_EQ(GrantRecord().authorizes({{"scope", "b c a"}}).judge(both), kPass);
  EXPECT_EQ(GrantRecord().authorizes({{"scope", "ab"}}).judge(both), kFail);
  EXPECT_EQ(GrantRecord().authorizes().judge(both), kFail);
  EXPECT_EQ(GrantRecord().judge(both), kIdle);
}

TEST(GrantWords, ARenewalNamesNoScopeOrAllThatWereGranted) {
  const Expectation all = each(refresh, names_all_that_was_granted());
  const auto with = [&all](const Parameters& more) {
    GrantRecord record;
    record.posts({{"grant_type", "authorization_code"}, {"client_id", "c"}},
                 {{"access_token", "at"}, {"scope", "mcp:access mcp:write"}});
    return record.refreshes("rt-1", "rt-2", more).judge(all);
  };
  EXPECT_EQ(with({}), kPass);
  EXPECT_EQ(with({{"scope", "mcp:write mcp:access"}}), kPass);
  EXPECT_EQ(with({{"scope", "mcp:access"}}), kFail);
  EXPECT_EQ(flow().judge(all), kIdle);
}

TEST(GrantWords, ARenewalNamesTheResourceOfTheGrant) {
  const Expectation same = each(refresh, names_the_granted_resource());
  const auto with = [&same](const Parameters& more) {
    return GrantRecord()
        .authorizes({{"resource", "http://h/mcp"}})
        .exchanges("k")
        .refreshes("rt-1", "rt-2", more)
        .judge(same);
  };
  EXPECT_EQ(with({}), kPass);
  EXPECT_EQ(with({{"resource", "http://h/mcp"}}), kPass);
  EXPECT_EQ(with({{"resource", "http://h/mcp/"}}), kFail);
  EXPECT_EQ(flow().judge(same), kIdle);
}

TEST(GrantWords, ArrangeAServerThatIsOpen) {
  World world;
  open_to_everybody().apply(world);
  EXPECT_TRUE(world.mcp.open);
}

TEST(GrantWords, SomeTextsAreNotForTheUser) {
  const Expectation silent = never_tells_user("555", after(carried("code")));
  EXPECT_EQ(flow().judge(silent), kPass);
  EXPECT_EQ(flow().note(Note::Kind::kOutput, "Call 555").judge(silent), kFail);
  EXPECT_EQ(GrantRecord().note(Note::Kind::kOutput, "Call 555").judge(silent), kIdle);
  EXPECT_EQ(flow().note(Note::Kind::kHarness, std::string(record::kUnheard)).judge(silent),
            Finding::Outcome::kCannotTell);
}

TEST(GrantWords, ABearerRequestGoesToTheMcpUrl) {
  EXPECT_EQ(GrantRecord().asks("t").judge(at_most(1, bearer_request)), kPass);
  EXPECT_EQ(GrantRecord().asks("").judge(at_most(1, bearer_request)), kIdle);
}

TEST(GrantInvariants, ChallengesAndStatesAreNewEachTime) {
  const Parameters first{{"code_challenge", "x"}, {"state", "s"}};
  const Parameters again{{"code_challenge", "x"}, {"state", "s"}, {"scope", "other"}};
  for (const char* invariant : {"own-challenge", "own-state"}) {
    EXPECT_EQ(GrantRecord().authorizes(first).holds(invariant), kPass);
    EXPECT_EQ(GrantRecord().authorizes(first).authorizes(again).holds(invariant), kFail);
    // The same window, opened again.
    EXPECT_EQ(GrantRecord().authorizes(first).authorizes(first).holds(invariant), kPass);
    EXPECT_EQ(GrantRecord().authorizes().holds(invariant), kIdle);
  }
}

TEST(GrantInvariants, AParameterStandsThereOnce) {
  EXPECT_EQ(flow().holds("no-parameter-twice"), kPass);
  EXPECT_EQ(GrantRecord().authorizes({{"client_id", "d"}}).holds("no-parameter-twice"), kFail);
  EXPECT_EQ(flow().exchanges("k", {{"code", "l"}}).holds("no-parameter-twice"), kFail);
  EXPECT_EQ(
      GrantRecord().authorizes({{"resource", "a"}, {"resource", "b"}}).holds("no-parameter-twice"),
      kPass);
}

TEST(GrantInvariants, OnlyTheCodeFlow) {
  EXPECT_EQ(flow().holds("code-flow-only"), kPass);
  EXPECT_EQ(GrantRecord().authorizes({}, "token").holds("code-flow-only"), kFail);
  EXPECT_EQ(GrantRecord().asks("t").holds("code-flow-only"), kIdle);
}

TEST(GrantInvariants, CodesAreGivenAndUsedOnce) {
  EXPECT_EQ(flow().holds("only-given-codes"), kPass);
  EXPECT_EQ(GrantRecord().authorizes().exchanges("none").holds("only-given-codes"), kFail);
  EXPECT_EQ(flow().holds("code-used-once"), kPass);
  EXPECT_EQ(flow().exchanges("k", {}, 400).holds("code-used-once"), kFail);
  // A refused code may be tried once more.
  EXPECT_EQ(GrantRecord().exchanges("k", {}, 400).exchanges("k").holds("code-used-once"), kPass);
}

TEST(GrantInvariants, TheRedirectUriStaysTheSame) {
  const auto exchanged_with = [](const std::string& redirect) {
    return GrantRecord().authorizes().exchanges("k", {{"redirect_uri", redirect}});
  };
  EXPECT_EQ(exchanged_with("http://127.0.0.1:1/callback").holds("same-redirect-uri"), kPass);
  EXPECT_EQ(exchanged_with("http://127.0.0.1:2/callback").holds("same-redirect-uri"), kFail);
  EXPECT_EQ(flow().holds("same-redirect-uri"), kFail);  // it was left out
}

TEST(GrantInvariants, VerifiersHaveTheRightForm) {
  const auto with = [](const std::string& verifier) {
    return GrantRecord()
        .exchanges("k", {{"code_verifier", verifier}})
        .holds("verifier-is-well-formed");
  };
  EXPECT_EQ(with(std::string(43, 'a')), kPass);
  EXPECT_EQ(with(std::string(128, '~')), kPass);
  EXPECT_EQ(with(std::string(42, 'a')), kFail);
  EXPECT_EQ(with(std::string(129, 'a')), kFail);
  EXPECT_EQ(with(std::string(43, '+')), kFail);
  EXPECT_EQ(with(""), kIdle);
}

TEST(GrantInvariants, TheResourceIsTheUrl) {
  const auto with = [](const std::string& resource) {
    return GrantRecord().asks("").authorizes({{"resource", resource}}).holds("resource-is-the-url");
  };
  EXPECT_EQ(with("http://127.0.0.1:1/callback/mcp"), kPass);
  EXPECT_EQ(with("http://127.0.0.1:1/callback/mcp/"), kFail);
  EXPECT_EQ(with("http://127.0.0.1:1/"), kFail);
  EXPECT_EQ(with("http://127.0.0.1:1"), kFail);
  // … unless the server named it so.
  const auto with_origin_named = [](const std::string& resource) {
    return GrantRecord()
        .asks("")
        .finds(R"({"resource": "http://127.0.0.1:1"})")
        .authorizes({{"resource", resource}})
        .holds("resource-is-the-url");
  };
  EXPECT_EQ(with_origin_named("http://127.0.0.1:1"), kPass);
  EXPECT_EQ(with_origin_named("http://127.0.0.1:1/"), kFail);
  EXPECT_EQ(GrantRecord().authorizes({{"resource", "http://h/x"}}).holds("resource-is-the-url"),
            kIdle);
}

TEST(GrantInvariants, TokenRequestsArePostedForms) {
  EXPECT_EQ(flow().holds("token-requests-are-forms"), kPass);
  EXPECT_EQ(flow().header("Content-Type", "application/json").holds("token-requests-are-forms"),
            kFail);
  EXPECT_EQ(flow().method("GET").holds("token-requests-are-forms"), kFail);
}

TEST(GrantInvariants, TheClientIsAuthenticatedOnce) {
  EXPECT_EQ(flow().holds("authenticates-in-one-way"), kPass);
  EXPECT_EQ(flow().header("Authorization", "Basic eA==").holds("authenticates-in-one-way"), kPass);
  EXPECT_EQ(flow()
                .exchanges("k", {{"client_secret", "s"}})
                .header("Authorization", "Basic eA==")
                .holds("authenticates-in-one-way"),
            kFail);
}

TEST(GrantInvariants, NobodyIsAskedForAPassword) {
  EXPECT_EQ(flow().holds("no-password"), kPass);
  EXPECT_EQ(flow().posts({{"grant_type", "password"}}).holds("no-password"), kFail);
}

TEST(GrantInvariants, ATokenTravelsInItsHeaderOnly) {
  EXPECT_EQ(flow().asks("at-1").holds("bearer-in-one-way"), kPass);
  EXPECT_EQ(flow().asks("at-1", "/callback/mcp?access_token=at-1").holds("bearer-in-one-way"),
            kFail);
  EXPECT_EQ(flow().asks("at-1").header("Cookie", "a=b").holds("no-bearer-in-cookie"), kPass);
  EXPECT_EQ(flow().asks("at-1").header("Cookie", "a=at-1").holds("no-bearer-in-cookie"), kFail);
}

TEST(GrantInvariants, ARefreshTokenGoesToTheTokenEndpointOnly) {
  EXPECT_EQ(flow().asks("at-1").refreshes("rt-1", "").holds("refresh-token-stays-secret"), kPass);
  EXPECT_EQ(flow().asks("rt-1").holds("refresh-token-stays-secret"), kFail);
  EXPECT_EQ(flow().asks("at-1", "/callback/mcp?t=rt-1").holds("refresh-token-stays-secret"), kFail);
  EXPECT_EQ(GrantRecord().asks("at-1").holds("refresh-token-stays-secret"), kIdle);
}

TEST(GrantInvariants, AReplacedRefreshTokenIsOver) {
  EXPECT_EQ(flow().refreshes("rt-1", "rt-2").refreshes("rt-2", "").holds("newest-refresh-token"),
            kPass);
  EXPECT_EQ(flow().refreshes("rt-1", "rt-2").refreshes("rt-1", "").holds("newest-refresh-token"),
            kFail);
  EXPECT_EQ(flow().refreshes("rt-1", "").refreshes("rt-1", "").holds("newest-refresh-token"),
            kPass);
  EXPECT_EQ(flow().holds("newest-refresh-token"), kIdle);
}

TEST(GrantInvariants, ARefreshAsksForWhatWasGranted) {
  const auto asking = [](const std::string& scope) {
    return flow().refreshes("rt-1", "", {{"scope", scope}}).holds("refresh-asks-for-no-more");
  };
  EXPECT_EQ(asking("mcp:access"), kPass);
  EXPECT_EQ(asking(""), kPass);
  EXPECT_EQ(asking("mcp:access mcp:admin"), kFail);
}

TEST(GrantInvariants, ATokenIsForItsServer) {
  const auto granted_for = [](const Parameters& resource) {
    return GrantRecord().exchanges("k", resource);
  };
  const Parameters here{{"resource", "http://callbacks:1/callback/mcp"}};
  const auto judge = [](GrantRecord record, const std::string& bearer, const std::string& origin) {
    return record.asks(bearer).origin(origin).holds("token-for-its-server");
  };
  EXPECT_EQ(judge(granted_for(here), "at-1", "http://callbacks:1"), kPass);
  EXPECT_EQ(judge(granted_for(here), "at-1", "http://acme:2"), kFail);
  EXPECT_EQ(judge(granted_for(here), "key", "http://acme:2"), kIdle);
  EXPECT_EQ(judge(granted_for({}), "at-1", "http://acme:2"), kIdle);  // for what, it did not say
}

}  // namespace
}  // namespace conform::words
