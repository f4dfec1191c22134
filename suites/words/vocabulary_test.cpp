// Every word in both directions, and without its precondition, over records made by hand.
#include "suites/words/vocabulary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "foundation/mcp/revision.hpp"
#include "foundation/text/digest.hpp"
#include "suites/record.hpp"

namespace conform::words {

using mock::ApiKey;
using mock::AuthorizationBehaviour;
using mock::Change;
using mock::load_world;
using mock::McpBehaviour;
using mock::Role;
using mock::World;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Outcome = Finding::Outcome;
constexpr Outcome kPass = Outcome::kPass;
constexpr Outcome kFail = Outcome::kFail;
constexpr Outcome kIdle = Outcome::kNotExercised;

// Writes a record line by line.
class Record {
 public:
  Record& note(Note::Kind kind, std::string text) {
    entries_.emplace_back(Note{next(), {}, kind, std::move(text)});
    return *this;
  }
  Record& intent(std::string text) { return note(Note::Kind::kIntent, std::move(text)); }
  Record& outcome(std::string text) { return note(Note::Kind::kOutcome, std::move(text)); }
  Record& output(std::string text) { return note(Note::Kind::kOutput, std::move(text)); }

  Record& rpc(std::string method, int status = 200, std::string body = R"({"result":{}})") {
    Exchange& e = exchange(Endpoint::kMcp, "POST", "/callback/mcp", status);
    e.request.body = Json{{"jsonrpc", "2.0"}, {"id", next()}, {"method", method}}.dump();
    e.rpc = RpcSummary{.method = std::move(method), .id = "1", .tool = {}};
    e.response.body = std::move(body);
    e.request.headers = {{"Authorization", "Bearer token-1"},
                         {"Accept", "application/json, text/event-stream"},
                         {"MCP-Protocol-Version", "2025-11-25"}};
    return *this;
  }
  Record& initialize_served() {
    return rpc("initialize", 200, R"({"result":{"protocolVersion":"2025-11-25"}})");
  }
  Record& authorize(const std::string& query) {
    exchange(Endpoint::kAuthorize, "GET", "/authorize?" + query, 302);
    return *this;
  }
  Record& token(std::string form, int status = 200) {
    exchange(Endpoint::kToken, "POST", "/token", status).request.body = std::move(form);
    return *this;
  }
  Record& get(Endpoint endpoint, std::string target, int status = 200) {
    exchange(endpoint, "GET", std::move(target), status);
    return *this;
  }
  Record& post(Endpoint endpoint, std::string target, int status, std::string body) {
    exchange(endpoint, "POST", std::move(target), status).request.body = std::move(body);
    return *this;
  }
  Record& redirect(std::string location) {
    exchange(Endpoint::kConsent, "POST", "/oauth/mcp/authorize", 302)
        .response.headers.set("Location", std::move(location));
    return *this;
  }
  // ---- changes to the last exchange ----
  Record& fact(std::string name, std::string value) {
    last().facts[std::move(name)] = std::move(value);
    return *this;
  }
  Record& header(std::string name, std::string value) {
    last().request.headers.set(std::move(name), std::move(value));
    return *this;
  }
  Record& without(std::string_view name) {
    last().request.headers.remove(name);
    return *this;
  }
  Record& target(std::string text) {
    last().request.target = std::move(text);
    return *this;
  }
  Record& answer(std::string body) {
    last().response.body = std::move(body);
    return *this;
  }

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  [[nodiscard]] std::size_t next() const { return entries_.size() + 1; }
  Exchange& last() { return std::get<Exchange>(entries_.back()); }
  Exchange& exchange(Endpoint endpoint, std::string method, std::string target, int status) {
    Exchange e;
    e.number = next();
    e.endpoint = endpoint;
    e.request.method = std::move(method);
    e.request.target = std::move(target);
    e.response.status = status;
    entries_.emplace_back(std::move(e));
    return last();
  }
  std::vector<Entry> entries_;
};

Outcome judged(const Expectation& expectation, const Record& record) {
  return expectation.judge(record.entries()).outcome;
}

Record refused_call() { return Record().rpc("tools/call").fact("refusal", "viewer_cannot_query"); }

// ---- counting ----

TEST(AtLeast, NeedsItsConditionAndItsRequests) {
  const Expectation expectation = at_least(1, tools_list, after(served(initialize)));
  EXPECT_EQ(judged(expectation, Record().rpc("tools/list")), kIdle);
  EXPECT_EQ(judged(expectation, Record().rpc("tools/list").initialize_served()), kFail);
  EXPECT_EQ(judged(expectation, Record().initialize_served().rpc("tools/list")), kPass);
}

TEST(AtLeast, OnceLooksAtTheWholeRecord) {
  const Expectation expectation = at_least(2, tools_list, once(served(initialize)));
  EXPECT_EQ(judged(expectation, Record().rpc("tools/list").rpc("tools/list")), kIdle);
  EXPECT_EQ(judged(expectation, Record().rpc("tools/list").initialize_served()), kFail);
  EXPECT_EQ(judged(expectation, Record().rpc("tools/list").initialize_served().rpc("tools/list")),
            kPass);
}

TEST(AtLeast, IsNotExercisedByAClientThatCannot) {
  const Expectation expectation = at_least(1, tools_list, after(served(initialize)));
  EXPECT_EQ(judged(expectation, Record().initialize_served().outcome("cannot: no way")), kIdle);
}

TEST(AtMost, CountsAndNeedsOne) {
  const Expectation expectation = at_most(1, initialize);
  EXPECT_EQ(judged(expectation, Record().rpc("tools/list")), kIdle);
  EXPECT_EQ(judged(expectation, Record().rpc("initialize")), kPass);
  const Finding finding = expectation.judge(Record().rpc("initialize").rpc("initialize").entries());
  EXPECT_EQ(finding.outcome, kFail);
  EXPECT_EQ(finding.seen, "2 initialize requests");
  EXPECT_THAT(finding.evidence, ElementsAre(1, 2));
}

TEST(AtMost, OnceCountsTheWholeRecord) {
  const Expectation expectation = at_most(1, initialize, once(refused("viewer_cannot_query")));
  EXPECT_EQ(judged(expectation, Record().rpc("initialize").rpc("initialize")), kIdle);
  // None is not too many.
  EXPECT_EQ(judged(expectation, refused_call()), kPass);
  EXPECT_EQ(judged(expectation, refused_call().rpc("initialize")), kPass);
  EXPECT_EQ(judged(expectation, refused_call().rpc("initialize").rpc("initialize")), kFail);
}

TEST(AtMost, AfterCountsOnlyWhatComesLater) {
  const Expectation expectation = at_most(1, tools_call, after(refused("viewer_cannot_query")));
  EXPECT_EQ(judged(expectation, Record().rpc("tools/call")), kIdle);
  EXPECT_EQ(judged(expectation, refused_call()), kPass);
  EXPECT_EQ(judged(expectation, refused_call().rpc("tools/call")), kPass);
  EXPECT_EQ(judged(expectation, refused_call().rpc("tools/call").rpc("tools/call")), kFail);
}

TEST(Never, NeedsItsEventAndItsProof) {
  const Expectation expectation = never(token, after(cancelled));
  EXPECT_EQ(judged(expectation, Record().token("grant_type=authorization_code")), kIdle);
  const auto no = [] { return Record().redirect("http://127.0.0.1:1/cb?error=access_denied"); };
  EXPECT_EQ(judged(expectation, no()), kPass);
  EXPECT_EQ(judged(expectation, no().token("grant_type=authorization_code")), kFail);

  const Expectation proven = never(registration, after(answered(mcp_request, 401)),
                                   having(seen(protected_resource_metadata)));
  const auto contact = [] { return Record().rpc("initialize", 401); };
  EXPECT_EQ(judged(proven, contact()), kIdle);
  EXPECT_EQ(judged(proven, contact().get(Endpoint::kProtectedResourceMetadata, "/x", 404)), kPass);
  EXPECT_EQ(judged(proven, contact().post(Endpoint::kRegistration, "/register", 404, "{}")), kFail);
}

TEST(InOrder, LooksAtTheFirstOfEach) {
  const Expectation expectation = in_order({path_metadata, root_metadata}, once(first_contact));
  const std::string root = "/.well-known/oauth-protected-resource";
  const auto with = [&](const std::vector<std::string>& targets) {
    Record record;
    record.rpc("initialize", 401);
    for (const std::string& target : targets)
      record.get(Endpoint::kProtectedResourceMetadata, target);
    return record;
  };
  EXPECT_EQ(judged(expectation, Record().rpc("initialize")), kIdle);
  EXPECT_EQ(judged(expectation, with({root + "/callback/mcp", root})), kPass);
  EXPECT_EQ(judged(expectation, with({root, root + "/callback/mcp"})), kFail);
  EXPECT_EQ(judged(expectation, with({root})), kFail);
}

// ---- properties ----

TEST(Each, NamesWhatIsWrong) {
  const Expectation expectation = each(authorize, has_parameter("scope", "mcp:access"));
  EXPECT_EQ(judged(expectation, Record()), kIdle);
  const std::string base = "client_id=c&response_type=code";
  EXPECT_EQ(judged(expectation, Record().authorize(base + "&scope=mcp%3Aaccess")), kPass);
  const Finding finding =
      expectation.judge(Record().authorize(base + "&scope=mcp%3Aaccess").authorize(base).entries());
  EXPECT_EQ(finding.outcome, kFail);
  EXPECT_THAT(finding.seen, HasSubstr("1 of 2 authorization requests"));
  EXPECT_THAT(finding.evidence, ElementsAre(2));
}

TEST(Each, MayBeginAtAnEvent) {
  const Expectation expectation =
      each(tools_call, after(refused("revoked_grant")), for_organization("globex"));
  const auto revoked_call = [] {
    return Record().rpc("tools/call", 401).fact("refusal", "revoked_grant");
  };
  EXPECT_EQ(judged(expectation, revoked_call()), kIdle);
  EXPECT_EQ(judged(expectation, revoked_call().rpc("tools/call").fact("organization", "globex")),
            kPass);
  EXPECT_EQ(judged(expectation, revoked_call().rpc("tools/call").fact("organization", "acme")),
            kFail);
  EXPECT_EQ(judged(expectation, revoked_call().rpc("tools/call")), kFail);
}

TEST(IfAny, BlamesNobodyForWhatNeverCame) {
  const Expectation expectation =
      if_any(tools_call, after(refused("revoked_grant")), for_organization("globex"));
  const auto revoked_call = [] {
    return Record().rpc("tools/call", 401).fact("refusal", "revoked_grant");
  };
  EXPECT_EQ(judged(expectation, Record().rpc("tools/call")), kIdle) << "nothing was revoked";
  EXPECT_EQ(judged(expectation, revoked_call()), kPass);
  EXPECT_EQ(judged(expectation, revoked_call().rpc("tools/call").fact("organization", "globex")),
            kPass);
  EXPECT_EQ(judged(expectation, revoked_call().rpc("tools/call").fact("organization", "acme")),
            kFail);
}

TEST(Properties, OfHeadersAndParameters) {
  const auto list = [] { return Record().rpc("tools/list"); };
  EXPECT_EQ(judged(each(tools_list, has_header("authorization")), list()), kPass);
  EXPECT_EQ(judged(each(tools_list, has_header("X-Other")), list()), kFail);
  EXPECT_EQ(judged(each(tools_list, has_header("Authorization", "Bearer token-1")), list()), kPass);
  EXPECT_EQ(judged(each(tools_list, has_header("Authorization", "Bearer x")), list()), kFail);
  EXPECT_EQ(judged(each(tools_list, lacks_header("X-MCP-User-ID")), list()), kPass);
  EXPECT_EQ(
      judged(each(tools_list, lacks_header("X-MCP-User-ID")), list().header("x-mcp-user-id", "1")),
      kFail);
  EXPECT_EQ(judged(each(token, has_parameter("code")), Record().token("code=1")), kPass);
  EXPECT_EQ(judged(each(token, has_parameter("code")), Record().token("code=")), kFail);
}

TEST(Properties, TheAuthorizationPageCanNameTheClient) {
  const Expectation expectation = each(consent_page, shows_the_clients_name());
  const auto page = [](Record record) {
    return record.get(Endpoint::kConsent, "/oauth/mcp/authorize?ticket=1")
        .fact("client_id", "id-1");
  };
  const auto registered = [](std::string request) {
    return Record()
        .post(Endpoint::kRegistration, "/oauth/register", 201, std::move(request))
        .answer(R"({"client_id":"id-1"})");
  };
  EXPECT_EQ(judged(expectation, Record()), kIdle);
  EXPECT_EQ(judged(expectation, page(registered(R"({"client_name":"Codex"})"))), kPass);
  EXPECT_EQ(judged(expectation, page(registered("{}")).fact("client", "a made-up name")), kFail);
  EXPECT_EQ(judged(expectation, page(Record()).fact("client", "Claude Code")), kPass);
  EXPECT_EQ(judged(expectation, page(Record()).fact("client", "id-1")), kFail);
}

TEST(Properties, RedirectsStayOnLoopbackOrHttps) {
  const Expectation expectation = each(authorize, answers_at_a_safe_address());
  const auto with = [](const std::string& redirect) {
    return Record().authorize("client_id=c&response_type=code&redirect_uri=" + redirect);
  };
  EXPECT_EQ(judged(expectation, with("http://127.0.0.1:1/cb")), kPass);
  EXPECT_EQ(judged(expectation, with("http://localhost:1/cb")), kPass);
  EXPECT_EQ(judged(expectation, with("https://claude.ai/cb")), kPass);
  EXPECT_EQ(judged(expectation, with("http://example.com/cb")), kFail);
  EXPECT_EQ(judged(expectation, with("cursor://cb")), kFail);
  EXPECT_EQ(judged(expectation, with("")), kFail);
}

// ---- events ----

bool happened(const Event& event, const Record& record) {
  return event.find(record.entries()).has_value();
}

TEST(Events, OfTheAuthorization) {
  EXPECT_TRUE(happened(first_contact, Record().rpc("initialize", 401)));
  EXPECT_TRUE(happened(first_contact, Record().get(Endpoint::kProtectedResourceMetadata, "/x")));
  EXPECT_FALSE(happened(first_contact, Record().rpc("initialize", 403)));
  EXPECT_TRUE(happened(code_issued, Record().redirect("cursor://x/cb?code=1")));
  EXPECT_FALSE(happened(code_issued, Record().redirect("http://127.0.0.1/cb?error=x")));
  EXPECT_TRUE(happened(granted, Record().token("")));
  EXPECT_FALSE(happened(granted, Record().token("", 400)));
  EXPECT_TRUE(happened(consent_shown, Record().get(Endpoint::kConsent, "/oauth/mcp/authorize")));
  EXPECT_FALSE(happened(
      consent_shown,
      Record().get(Endpoint::kConsent, "/oauth/mcp/authorize").fact("refusal", "mcp_server_off")));
}

TEST(Events, APageIsHtml) {
  Exchange page;
  page.endpoint = Endpoint::kPage;
  page.response = html_response(200, "<p>Log in to Omni</p>");
  EXPECT_TRUE(page_shown("log in").find({page}).has_value());
  EXPECT_FALSE(page_shown("sign up").find({page}).has_value());
  page.response = text_response(200, "Log in to Omni");
  EXPECT_FALSE(page_shown("log in").find({page}).has_value());
}

TEST(Events, AWrongStateIsOneThatNobodySent) {
  const auto asked = [] {
    return Record().authorize("client_id=c&response_type=code&state=s%2B1");
  };
  EXPECT_FALSE(
      happened(wrong_state_returned, asked().redirect("http://127.0.0.1/cb?code=1&state=s%2B1")));
  EXPECT_TRUE(
      happened(wrong_state_returned, asked().redirect("http://127.0.0.1/cb?code=1&state=other")));
  EXPECT_TRUE(happened(wrong_state_returned, asked().redirect("http://127.0.0.1/cb?code=1")));
  EXPECT_FALSE(happened(wrong_state_returned, Record().redirect("http://127.0.0.1/cb?code=1")));
}

TEST(Events, ComingBackNeedsATokenARestartAndARequest) {
  EXPECT_FALSE(happened(came_back, Record().intent("restart").rpc("initialize")));
  EXPECT_FALSE(happened(came_back, Record().token("").intent("restart")));
  EXPECT_TRUE(happened(came_back, Record().token("").intent("restart").rpc("initialize")));
}

TEST(Events, OneAfterTheOther) {
  const Event second = then(granted, served(code_exchange));
  const std::string form = "grant_type=authorization_code";
  EXPECT_FALSE(happened(second, Record().token(form)));
  const Record twice = Record().token(form).rpc("initialize").token(form);
  EXPECT_EQ(second.find(twice.entries()), 2U);
}

TEST(Events, OfRefusalsAndAnswers) {
  EXPECT_TRUE(happened(refused(tools_call), refused_call()));
  EXPECT_TRUE(happened(refused(tools_call), Record().rpc("tools/call", 403)));
  EXPECT_FALSE(happened(refused(tools_call), Record().rpc("tools/call")));
  EXPECT_FALSE(happened(served(tools_call), refused_call()));
  EXPECT_TRUE(happened(answered(tools_call, 403), Record().rpc("tools/call", 403)));
  EXPECT_FALSE(happened(answered(tools_call, 401), Record().rpc("tools/call", 403)));
}

// ---- what the client got and said ----

TEST(GetsRows, NeedsRows) {
  const Expectation expectation = gets_rows(after(granted));
  const std::string rows = R"({"result":{"structuredContent":{"rows":[[1]]}}})";
  EXPECT_EQ(judged(expectation, Record().rpc("tools/call", 200, rows)), kIdle);
  EXPECT_EQ(judged(expectation, Record().token("")), kIdle);
  EXPECT_EQ(judged(expectation, Record().token("").rpc("tools/call", 200, rows)), kPass);
  EXPECT_EQ(judged(expectation, Record().token("").rpc("tools/call")), kFail);
  EXPECT_EQ(judged(gets_rows(once(granted)), Record().rpc("tools/call", 200, rows).token("")),
            kPass);
}

TEST(TellsUser, ListensAfterTheEvent) {
  const auto event = refused("viewer_cannot_query");
  const auto told = [](std::string text) { return refused_call().output(std::move(text)); };
  EXPECT_EQ(
      judged(tells_user("permission denied", after(event)), Record().output("permission denied")),
      kIdle);
  EXPECT_EQ(judged(tells_user("permission denied", after(event)), told("403 Permission denied")),
            kPass);
  EXPECT_EQ(judged(tells_user("permission denied", after(event)), told("Error")), kFail);
  EXPECT_EQ(judged(tells_user(anything, after(event)), told("Error")), kPass);
  EXPECT_EQ(judged(tells_user(anything, after(event)), refused_call()), kFail);
  EXPECT_EQ(judged(tells_user(anything, after(event)), told("")), kFail);

  Record before;
  before.output("Open this page").rpc("tools/call").fact("refusal", "viewer_cannot_query");
  EXPECT_EQ(judged(tells_user(anything, after(event)), before), kFail);
  EXPECT_EQ(judged(tells_user(anything, once(event)), before), kPass);
}

// A user who holds the client in hands and says nothing of it says nothing against it.
TEST(TellsUser, IsNotJudgedWhereNobodySaidWhatWasTold) {
  Record record = refused_call();
  record.note(Note::Kind::kHarness, std::string(record::kUnheard));
  EXPECT_EQ(judged(tells_user(anything, after(refused("viewer_cannot_query"))), record),
            Outcome::kCannotTell);
}

TEST(TellsUser, TheLinkThatWasFollowedBeforeIsNoNews) {
  const auto signed_in = [] {
    Record record;
    record.authorize("response_type=code&client_id=c&state=s").token("");
    return record;
  };
  const std::string link = "Open http://h:1/authorize?response_type=code&client_id=c&state=";
  EXPECT_EQ(judged(tells_user(anything, after(granted)), signed_in().output(link + "s")), kFail);
  EXPECT_EQ(judged(tells_user(anything, after(granted)), signed_in().output(link + "t")), kPass);
  EXPECT_EQ(judged(tells_user("Open", after(granted)), signed_in().output(link + "s")), kPass);
  EXPECT_EQ(judged(tells_user(anything, once(granted)), signed_in().output(link + "s")), kPass);
}

TEST(AdmitsRefusal, LooksAtTheOutcomeOfTheSameIntent) {
  const Expectation expectation = admits_refusal(after(refused("viewer_cannot_query")));
  EXPECT_EQ(judged(expectation, Record().outcome("done")), kIdle);
  EXPECT_EQ(judged(expectation, refused_call()), kIdle);
  EXPECT_EQ(judged(expectation, refused_call().intent("disconnect").outcome("done")), kIdle);
  EXPECT_EQ(judged(expectation, refused_call().outcome("refused: Permission denied")), kPass);
  EXPECT_EQ(judged(expectation, refused_call().outcome("done: 42 orders")), kFail);
  EXPECT_EQ(judged(expectation, refused_call().rpc("tools/call").outcome("done: 42 orders")),
            kPass);
}

// ---- invariants ----

Outcome invariant(std::string_view id, const Record& record) {
  for (const Check& check : invariants()) {
    if (check.id == id) return check.expectation.judge(record.entries()).outcome;
  }
  throw std::runtime_error("no invariant " + std::string(id));
}

const std::string kVerifier(43, 'v');

std::string authorize_query(const std::string& more) {
  return "client_id=c&response_type=code&code_challenge_method=S256&code_challenge=" +
         s256_challenge(kVerifier) + more;
}
std::string exchange_form(const std::string& more) {
  return "grant_type=authorization_code&client_id=c" + more;
}

TEST(Invariants, PkceMethod) {
  EXPECT_EQ(invariant("pkce-s256", Record()), kIdle);
  EXPECT_EQ(invariant("pkce-s256", Record().authorize(authorize_query(""))), kPass);
  EXPECT_EQ(invariant("pkce-s256", Record().authorize("client_id=c&response_type=code")), kFail);
  EXPECT_EQ(
      invariant("pkce-s256", Record().authorize("client_id=c&response_type=code&code_challenge=" +
                                                kVerifier + "&code_challenge_method=plain")),
      kFail);
  EXPECT_EQ(
      invariant("pkce-s256", Record().authorize("client_id=c&response_type=code&code_challenge="
                                                "short&code_challenge_method=S256")),
      kFail);
}

TEST(Invariants, PkceVerifier) {
  const auto asked = [] { return Record().authorize(authorize_query("")); };
  const std::string_view id = "pkce-verifier-matches";
  EXPECT_EQ(invariant(id, asked()), kIdle);
  EXPECT_EQ(invariant(id, asked().token(exchange_form("&code_verifier=" + kVerifier))), kPass);
  EXPECT_EQ(invariant(id, asked().token(exchange_form("&code_verifier=other"))), kFail);
  EXPECT_EQ(invariant(id, asked().token(exchange_form(""))), kFail);
  // The mock's own finding counts where there is one: secrets in a record may have been replaced.
  EXPECT_EQ(invariant(id, asked().token(exchange_form("&code_verifier=x")).fact("pkce", "ok")),
            kPass);
  EXPECT_EQ(
      invariant(id, asked().token(exchange_form("&code_verifier=x")).fact("pkce", "mismatch")),
      kFail);
}

TEST(Invariants, State) {
  EXPECT_EQ(invariant("state-sent", Record()), kIdle);
  EXPECT_EQ(invariant("state-sent", Record().authorize(authorize_query("&state=s"))), kPass);
  EXPECT_EQ(invariant("state-sent", Record().authorize(authorize_query(""))), kFail);
}

TEST(Invariants, Resource) {
  const std::string url = "&resource=https%3A%2F%2Fomni.example%2Fmcp";
  const auto asked = [&] { return Record().authorize(authorize_query(url)); };
  EXPECT_EQ(invariant("resource-in-authorization", Record()), kIdle);
  EXPECT_EQ(invariant("resource-in-authorization", asked()), kPass);
  EXPECT_EQ(invariant("resource-in-authorization", Record().authorize(authorize_query(""))), kFail);
  EXPECT_EQ(invariant("resource-in-token", asked()), kIdle);
  EXPECT_EQ(invariant("resource-in-token", asked().token(exchange_form(url))), kPass);
  EXPECT_EQ(invariant("resource-in-token", asked().token(exchange_form(""))), kFail);
  EXPECT_EQ(invariant("resource-equal", asked().token(exchange_form(""))), kIdle);
  EXPECT_EQ(invariant("resource-equal", asked().token(exchange_form(url))), kPass);
  EXPECT_EQ(invariant("resource-equal", asked().token(exchange_form(url + "%2F"))), kFail);
}

TEST(Invariants, BearerOnEveryRequest) {
  const std::string_view id = "bearer-on-every-request";
  const auto session = [] { return Record().intent("connect").initialize_served(); };
  EXPECT_EQ(invariant(id, session()), kIdle);
  EXPECT_EQ(invariant(id, session().rpc("tools/list")), kPass);
  EXPECT_EQ(invariant(id, session().rpc("tools/list").without("Authorization")), kFail);
  // Discovery before a session, after a refused credential, and in the next connection has no
  // token.
  EXPECT_EQ(invariant(id, Record().rpc("initialize", 401).without("Authorization")), kIdle);
  EXPECT_EQ(
      invariant(id,
                session().rpc("tools/list", 401).rpc("initialize", 401).without("Authorization")),
      kPass);
  EXPECT_EQ(invariant(id, session().intent("connect").get(Endpoint::kMcp, "/callback/mcp", 401)),
            kIdle);
}

TEST(Invariants, BearerOnlyInTheHeader) {
  const std::string_view id = "bearer-only-in-header";
  EXPECT_EQ(invariant(id, Record().rpc("initialize", 401).without("Authorization")), kIdle);
  EXPECT_EQ(invariant(id, Record().rpc("initialize")), kPass);
  EXPECT_EQ(invariant(id, Record().rpc("initialize").target("/mcp?access_token=x")), kFail);
  EXPECT_EQ(invariant(id, Record().rpc("initialize").rpc("tools/list").target("/mcp?q=token-1")),
            kFail);
  EXPECT_EQ(invariant(id, Record().rpc("initialize").target("/mcp?q=omni_osk_1")), kFail);
}

TEST(Invariants, NoSecretInUrls) {
  const std::string_view id = "no-secret-in-url";
  EXPECT_EQ(invariant(id, Record().get(Endpoint::kOther, "/")), kIdle);
  EXPECT_EQ(invariant(id, Record().authorize(authorize_query("&state=s"))), kPass);
  EXPECT_EQ(invariant(id, Record().authorize(authorize_query("&code_verifier=v"))), kFail);
  EXPECT_EQ(invariant(id, Record()
                              .authorize(authorize_query("&state=" + kVerifier))
                              .token(exchange_form("&code_verifier=" + kVerifier))),
            kFail);
}

TEST(Invariants, ProtocolVersion) {
  const std::string_view id = "protocol-version-after-initialize";
  const auto session = [] { return Record().initialize_served(); };
  EXPECT_EQ(invariant(id, session()), kIdle);
  EXPECT_EQ(invariant(id, session().rpc("tools/list")), kPass);
  EXPECT_EQ(invariant(id, session().rpc("tools/list").without("MCP-Protocol-Version")), kFail);
  EXPECT_EQ(invariant(id, session().rpc("tools/list").header("MCP-Protocol-Version", "2025-06-18")),
            kFail);
  EXPECT_EQ(invariant(id, session().rpc("server/discover").header("MCP-Protocol-Version", "x")),
            kIdle);
  // 2025-03-26 has no such header.
  EXPECT_EQ(
      invariant(id, Record()
                        .rpc("initialize", 200, R"({"result":{"protocolVersion":"2025-03-26"}})")
                        .rpc("tools/list")
                        .without("MCP-Protocol-Version")),
      kIdle);
  for (const Revision& row : kRevisions) {
    const std::string served = Json{{"result", {{"protocolVersion", row.date}}}}.dump();
    EXPECT_EQ(invariant(id, Record()
                                .rpc("initialize", 200, served)
                                .rpc("tools/list")
                                .without("MCP-Protocol-Version")),
              row.version_header ? kFail : kIdle)
        << row.date;
  }
}

TEST(Invariants, Accept) {
  EXPECT_EQ(invariant("accept-both-types", Record().get(Endpoint::kMcp, "/mcp", 401)), kIdle);
  EXPECT_EQ(invariant("accept-both-types", Record().rpc("initialize")), kPass);
  EXPECT_EQ(invariant("accept-both-types",
                      Record().rpc("initialize").header("Accept", "application/json")),
            kFail);
  EXPECT_EQ(invariant("accept-both-types", Record().rpc("initialize").without("Accept")), kFail);
}

TEST(Invariants, BoundedRetries) {
  const std::string_view id = "bounded-retries";
  EXPECT_EQ(invariant(id, Record().rpc("initialize")), kIdle);
  EXPECT_EQ(invariant(id, refused_call()), kPass);
  const auto times = [](int n, auto add) {
    Record record = refused_call();
    for (int i = 0; i < n; ++i) add(record, i);
    return record;
  };
  const auto same = [](Record& r, int) { r.rpc("tools/list", 403); };
  const auto with_notes = [](Record& r, int) { r.intent("list the tools").rpc("tools/list", 403); };
  const auto windows = [](Record& r, int i) {
    r.authorize(authorize_query("&state=" + std::to_string(i)));
  };
  EXPECT_EQ(invariant(id, times(5, same)), kPass);
  EXPECT_EQ(invariant(id, times(6, same)), kFail);
  EXPECT_EQ(invariant(id, times(6, with_notes)), kPass);
  EXPECT_EQ(invariant(id, times(6, windows)), kPass);
  EXPECT_EQ(invariant(id, times(7, windows)), kFail);
}

// ---- arranging and acting ----

TEST(Arrange, ChangesTheWorldAndSaysWhat) {
  World world = load_world(std::filesystem::path(CONFORM_SOURCE_DIR) / "fixtures/worlds/acme.json");
  const Change pats = setting("acme", personal_access_tokens, off);
  EXPECT_EQ(pats.text, "acme: personal access tokens off");
  pats.apply(world);
  EXPECT_FALSE(world.organization("acme")->settings.personal_access_tokens);
  EXPECT_TRUE(world.organization("globex")->settings.personal_access_tokens);
  role("quinn", "acme", viewer).apply(world);
  EXPECT_EQ(world.user("quinn")->memberships.at("acme").role, Role::kViewer);
  deactivated("quinn", "acme").apply(world);
  EXPECT_FALSE(world.user("quinn")->memberships.at("acme").active);
  key_state("acme_querier_key", disabled).apply(world);
  EXPECT_EQ(world.key("acme_querier_key")->state, ApiKey::State::kDisabled);
  topic_hidden("acme", "order_items").apply(world);
  EXPECT_THAT(world.organization("acme")->hidden_topics, ElementsAre("order_items"));
}

TEST(Arrange, AWordForWhatIsNotThereIsAMistake) {
  World world;
  EXPECT_THROW(setting("nowhere", mcp_server, off).apply(world), std::runtime_error);
  EXPECT_THROW(role("nobody", "acme", viewer).apply(world), std::runtime_error);
  EXPECT_THROW(key_state("none", revoked).apply(world), std::runtime_error);
}

TEST(Arrange, BendsTheMock) {
  World world;
  for (const Change& change :
       {no_challenge(), no_metadata(), no_client_documents(), registration_is(refused_403),
        code_lifetime(Duration(0)), wrong_state(), token_endpoint_fails(2, 503), query_times_out(),
        refusals_by_http(), sessions()}) {
    EXPECT_FALSE(change.text.empty());
    change.apply(world);
  }
  EXPECT_FALSE(world.authorization.challenge);
  EXPECT_FALSE(world.authorization.protected_resource_metadata);
  EXPECT_FALSE(world.authorization.authorization_server_metadata);
  EXPECT_FALSE(world.authorization.client_id_metadata_documents);
  EXPECT_EQ(world.authorization.registration, refused_403);
  EXPECT_EQ(world.authorization.code_lifetime, Duration(0));
  EXPECT_EQ(world.authorization.state, AuthorizationBehaviour::State::kWrong);
  EXPECT_EQ(world.authorization.token_errors, 2);
  EXPECT_EQ(world.authorization.token_error_status, 503);
  EXPECT_TRUE(world.mcp.query_times_out);
  EXPECT_EQ(world.mcp.refusal, McpBehaviour::Refusal::kHttp);
  EXPECT_TRUE(world.mcp.sessions);
}

TEST(Act, IntentsAndMovesReadAsSentences) {
  EXPECT_EQ(describe(connect(oauth)), "connect to the OAuth URL");
  EXPECT_EQ(describe(connect(oauth_anew())), "connect anew to the OAuth URL");
  EXPECT_EQ(describe(connect(api_key("acme_querier_key"))),
            "connect to the key URL of acme with the key acme_querier_key");
  EXPECT_EQ(describe(connect(api_key("globex_key").at("acme"))),
            "connect to the key URL of acme with the key globex_key");
  EXPECT_EQ(describe(connect(oauth_url_with("k"))), "connect to the OAuth URL with the key k");
  EXPECT_EQ(describe(connect(instance_url_without_key("acme"))),
            "connect to the key URL of acme without a key");
  EXPECT_EQ(describe(call_at_once({{"a", {}}, {"b", {}}})), "at once call a null and call b null");
  EXPECT_EQ(describe(Step(person(signs_in_to("acme"), as("vera")))), "vera signs in to acme");
  EXPECT_EQ(describe(Step(person(authorizes_after(setting("acme", mcp_server, off))))),
            "will click Authorize, after this happened: acme: MCP server off");
  EXPECT_EQ(describe(Step(setting("acme", mcp_server, off))), "acme: MCP server off");
}

}  // namespace
}  // namespace conform::words
