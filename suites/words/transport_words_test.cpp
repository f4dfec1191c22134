// Every word of transport_words.hpp and fault_words.hpp in both directions, over records made by
// hand.
#include "suites/words/transport_words.hpp"

#include <gmock/gmock.h>

#include "suites/record.hpp"

namespace conform::words {

using mock::McpBehaviour;
using mock::World;

namespace {

using testing::HasSubstr;
using Outcome = Finding::Outcome;
constexpr Outcome kPass = Outcome::kPass;
constexpr Outcome kFail = Outcome::kFail;
constexpr Outcome kIdle = Outcome::kNotExercised;

// Writes a record line by line. Time goes on by what is said, not by itself.
class Record {
 public:
  Record& note(Note::Kind kind, std::string text) {
    entries_.emplace_back(Note{next(), at_, kind, std::move(text)});
    return *this;
  }
  Record& outcome(std::string text) { return note(Note::Kind::kOutcome, std::move(text)); }
  Record& output(std::string text) { return note(Note::Kind::kOutput, std::move(text)); }
  Record& passes(Duration by) {
    at_ += by;
    return *this;
  }

  Record& post(const Json& message, int status = 200, std::string body = R"({"result":{}})") {
    Exchange& e = mcp("POST", status);
    e.request.body = message.dump();
    e.rpc = summarize_rpc(e.request.body);
    e.response.body = std::move(body);
    return *this;
  }
  Record& rpc(const std::string& method, Json params = Json::object(), int status = 200,
              std::string body = R"({"result":{}})") {
    return post({{"jsonrpc", "2.0"}, {"id", next()}, {"method", method}, {"params", params}},
                status, std::move(body));
  }
  Record& mcp_get(int status = 405) {
    mcp("GET", status);
    return *this;
  }
  Record& request_header(std::string name, std::string value) {
    last().request.headers.set(std::move(name), std::move(value));
    return *this;
  }
  Record& response_header(std::string name, std::string value) {
    last().response.headers.set(std::move(name), std::move(value));
    return *this;
  }
  Record& fact(const std::string& name, std::string value) {
    last().facts[name] = std::move(value);
    return *this;
  }
  Record& streams(std::string body) {
    last().response.body = std::move(body);
    return response_header("Content-Type", "text/event-stream");
  }
  Record& at(Endpoint endpoint) {
    last().endpoint = endpoint;
    return *this;
  }

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] Outcome judge(const Expectation& expectation) const {
    return expectation.judge(entries_).outcome;
  }
  [[nodiscard]] Outcome judge(const Kind& kind, const Property& property) const {
    return judge(each(kind, property));
  }
  [[nodiscard]] std::size_t count(const Kind& kind) const {
    std::size_t count = 0;
    for (const Entry& entry : entries_) {
      const auto* e = std::get_if<Exchange>(&entry);
      if (e != nullptr && kind.is(*e)) ++count;
    }
    return count;
  }

 private:
  [[nodiscard]] std::size_t next() const { return entries_.size() + 1; }
  Exchange& last() { return std::get<Exchange>(entries_.back()); }
  Exchange& mcp(std::string method, int status) {
    Exchange e;
    e.number = next();
    e.at = at_;
    e.endpoint = Endpoint::kMcp;
    e.request.method = std::move(method);
    e.request.target = "/mcp/https";
    e.request.headers = {{"Authorization", "Bearer secret-1"}, {"Accept", "text/event-stream"}};
    e.response.status = status;
    entries_.emplace_back(std::move(e));
    return last();
  }

  std::vector<Entry> entries_;
  TimePoint at_{};
};

Json stateless(const std::string& method, Json params = Json::object()) {
  params["_meta"] = {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"},
                     {"io.modelcontextprotocol/clientCapabilities", Json::object()}};
  return {{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}};
}

TEST(TransportWords, OmniHasToolsOnly) {
  Record record;
  record.rpc("resources/list").rpc("prompts/list").rpc("logging/setLevel").rpc("tools/list");
  record.rpc("completion/complete").rpc("ping").mcp_get();
  EXPECT_EQ(record.count(unadvertised_request), 4U);
}

TEST(TransportWords, KindsOfRequests) {
  Record record;
  record.mcp_get().mcp_get().request_header("Last-Event-ID", "7");
  record.post({{"jsonrpc", "2.0"}, {"method", "notifications/cancelled"}});
  record.post({{"jsonrpc", "2.0"}, {"id", "s-1"}, {"result", Json::object()}});
  record.post({{"jsonrpc", "2.0"}, {"id", "s-2"}, {"error", {{"code", -32601}}}});
  record.post(stateless("tools/call", {{"name", "getData"}})).post(stateless("server/discover"));
  record.rpc("tools/list").rpc("tools/list", {{"cursor", "x"}}).rpc("initialize");
  record.mcp_get().at(Endpoint::kOther);
  EXPECT_EQ(record.count(mcp_traffic), 10U);
  EXPECT_EQ(record.count(get_stream), 1U);
  EXPECT_EQ(record.count(resumption), 1U);
  EXPECT_EQ(record.count(cancellation), 1U);
  EXPECT_EQ(record.count(unadvertised_request), 0U);
  EXPECT_EQ(record.count(answer_to_server), 2U);
  EXPECT_EQ(record.count(ping_answer), 1U);
  EXPECT_EQ(record.count(stateless_request), 2U);
  EXPECT_EQ(record.count(stateless_call), 1U);
  EXPECT_EQ(record.count(server_discover), 1U);
  EXPECT_EQ(record.count(next_page), 1U);
  EXPECT_EQ(record.count(query), 4U);
  EXPECT_EQ(record.count(bearer_elsewhere), 1U);
}

TEST(TransportWords, Events) {
  Record record;
  EXPECT_FALSE(events::fault_struck(record.entries()));
  EXPECT_FALSE(events::changed(record.entries()));
  EXPECT_FALSE(events::stream_cut(record.entries()));
  record.note(Note::Kind::kAdmin, "x").rpc("tools/call").fact("fault", "it is slow");
  record.rpc("tools/call").streams("id: s-0\ndata: \n\nretry: 20\n\n");
  EXPECT_EQ(events::changed(record.entries()), 0U);
  EXPECT_EQ(events::fault_struck(record.entries()), 1U);
  EXPECT_EQ(events::stream_cut(record.entries()), 2U);
  Record cancelled;
  cancelled.note(Note::Kind::kIntent, "call getData {}").rpc("tools/call");
  EXPECT_FALSE(events::cancelled_call(cancelled.entries()));
  EXPECT_FALSE(events::cancelling(cancelled.entries()));
  cancelled.note(Note::Kind::kIntent, "call getData {} and cancel after 5 ms").rpc("tools/call");
  EXPECT_EQ(events::cancelled_call(cancelled.entries()), 3U);
  EXPECT_EQ(events::cancelling(cancelled.entries()), 2U);
  Record person;
  person.note(Note::Kind::kPerson, "signs out of acme");
  EXPECT_FALSE(events::signed_in(person.entries()));
  person.note(Note::Kind::kPerson, "signs in to acme as quinn");
  EXPECT_EQ(events::signed_in(person.entries()), 1U);
  Record whole;
  whole.rpc("tools/call").streams("data: {\"result\":{}}\n\n");
  EXPECT_FALSE(events::stream_cut(whole.entries()));
}

TEST(TransportWords, MessagesAndIds) {
  EXPECT_EQ(Record().rpc("tools/list").judge(tools_list, is_single_message()), kPass);
  const Json batch = Json::array({{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "tools/list"}}});
  EXPECT_EQ(Record().post(batch).judge(tools_list, is_single_message()), kFail);
  EXPECT_EQ(Record().rpc("tools/list").rpc("tools/call").judge(query, has_fresh_id()), kPass);
  const auto with_id = [](const Json& id, const char* method) {
    return Json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}};
  };
  Record again;
  again.post(with_id(3, "tools/list")).post(with_id(3, "tools/call"));
  EXPECT_EQ(again.judge(query, has_fresh_id()), kFail);
  Record anew;
  anew.post(with_id(0, "initialize")).post(with_id(1, "tools/list"));
  anew.post(with_id(0, "initialize")).post(with_id(1, "tools/list"));
  EXPECT_EQ(anew.judge(query, has_fresh_id()), kPass);
  EXPECT_EQ(Record().post(with_id(nullptr, "tools/list")).judge(query, has_fresh_id()), kFail);
  const Json notification{{"jsonrpc", "2.0"}, {"method", "notifications/initialized"}};
  EXPECT_EQ(Record().post(notification).judge(initialized, has_no_id()), kPass);
  EXPECT_EQ(Record().rpc("notifications/initialized").judge(initialized, has_no_id()), kFail);
}

TEST(TransportWords, Initialize) {
  Json params{{"protocolVersion", "2025-11-25"},
              {"capabilities", Json::object()},
              {"clientInfo", {{"name", "x"}, {"version", "1"}}}};
  EXPECT_EQ(Record().rpc("initialize", params).judge(initialize, introduces_the_client()), kPass);
  params["clientInfo"].erase("version");
  EXPECT_EQ(Record().rpc("initialize", params).judge(initialize, introduces_the_client()), kFail);
  EXPECT_EQ(Record().rpc("initialize").judge(initialize, introduces_the_client()), kFail);
}

TEST(TransportWords, Sessions) {
  Record record;
  record.rpc("initialize").response_header("Mcp-Session-Id", "one").rpc("tools/list");
  EXPECT_EQ(record.judge(tools_list, carries_its_session()), kFail);
  record.request_header("Mcp-Session-Id", "one");
  EXPECT_EQ(record.judge(tools_list, carries_its_session()), kPass);
  record.rpc("initialize").response_header("Mcp-Session-Id", "two");
  record.rpc("tools/call").request_header("Mcp-Session-Id", "one");
  EXPECT_EQ(record.judge(tools_call, carries_its_session()), kFail);
  EXPECT_EQ(Record().mcp_get().judge(get_stream, accepts("text/event-stream")), kPass);
  EXPECT_EQ(Record().mcp_get().judge(get_stream, accepts("application/json")), kFail);
}

TEST(TransportWords, Resumption) {
  const auto cut = [](Duration waits, const char* event) {
    Record record;
    record.rpc("tools/call").streams("id: s-0\ndata: \n\nretry: 20\n\n").passes(waits);
    record.mcp_get(200).request_header("Last-Event-ID", event);
    return record;
  };
  EXPECT_EQ(cut(Duration(20), "s-0").judge(resumption, waits_for_retry()), kPass);
  EXPECT_EQ(cut(Duration(19), "s-0").judge(resumption, waits_for_retry()), kFail);
  EXPECT_EQ(cut(Duration(20), "s-0").judge(resumption, names_the_last_event()), kPass);
  EXPECT_EQ(cut(Duration(20), "s-9").judge(resumption, names_the_last_event()), kFail);
}

TEST(TransportWords, RetryAfter) {
  const auto again = [](Duration waits) {
    Record record;
    record.rpc("tools/call", {}, 429).response_header("Retry-After", "30").passes(waits);
    return record.rpc("tools/call");
  };
  EXPECT_EQ(again(std::chrono::seconds(30)).judge(tools_call, waits_as_told()), kPass);
  EXPECT_EQ(again(std::chrono::seconds(29)).judge(tools_call, waits_as_told()), kFail);
}

TEST(TransportWords, Cursors) {
  Record record;
  record.rpc("tools/list", Json::object(), 200, R"({"result":{"nextCursor":"abc"}})");
  record.rpc("tools/list", {{"cursor", "abc"}});
  EXPECT_EQ(record.judge(next_page, sends_back_the_cursor()), kPass);
  record.rpc("tools/list", {{"cursor", "2"}});
  EXPECT_EQ(record.judge(next_page, sends_back_the_cursor()), kFail);
}

TEST(TransportWords, StatelessRequests) {
  const Json call = stateless(
      "tools/call", {{"name", "getData"}, {"arguments", {{"modelId", "m"}, {"prompt", "p"}}}});
  Record record;
  record.post(call);
  EXPECT_EQ(record.judge(stateless_request, meta_names("protocolVersion")), kPass);
  EXPECT_EQ(record.judge(stateless_request, meta_names("clientInfo")), kFail);
  EXPECT_EQ(record.judge(stateless_request, headers_fit_body()), kFail);
  record.request_header("MCP-Protocol-Version", "2026-07-28");
  record.request_header("Mcp-Method", "tools/call").request_header("Mcp-Name", "getData");
  EXPECT_EQ(record.judge(stateless_request, headers_fit_body()), kPass);
  EXPECT_EQ(record.judge(stateless_call, repeats_model_in_header()), kFail);
  record.request_header("Mcp-Param-Model-Id", "m");
  EXPECT_EQ(record.judge(stateless_call, repeats_model_in_header()), kPass);
  record.request_header("Mcp-Name", "askOmni");
  EXPECT_EQ(record.judge(stateless_request, headers_fit_body()), kFail);
}

TEST(TransportWords, CleanCredentials) {
  const auto sent = [](const char* value) {
    return Record().rpc("initialize").request_header("Authorization", value);
  };
  EXPECT_EQ(sent("Bearer abc").judge(initialize, credential_is_clean()), kPass);
  EXPECT_EQ(sent("Bearer ${KEY}").judge(initialize, credential_is_clean()), kFail);
  EXPECT_EQ(sent("Bearer abc%0A").judge(initialize, credential_is_clean()), kFail);
}

TEST(TransportWords, EndsWell) {
  const Expectation expectation = ends_well(once(fault_struck));
  EXPECT_EQ(Record().outcome("done").judge(expectation), kIdle);
  const auto ended = [](const char* outcome) {
    return Record().rpc("tools/call").fact("fault", "x").outcome(outcome).outcome("done");
  };
  EXPECT_EQ(ended("done: called").judge(expectation), kPass);
  EXPECT_EQ(ended("gave up").judge(expectation), kFail);
}

TEST(TransportWords, SpeaksUp) {
  const Expectation expectation = speaks_up(once(fault_struck));
  EXPECT_EQ(Record().output("x").judge(expectation), kIdle);
  const auto struck = [] { return Record().rpc("tools/call").fact("fault", "x"); };
  EXPECT_EQ(struck().output("it is away").outcome("refused").judge(expectation), kPass);
  EXPECT_EQ(struck().outcome("refused").output("rows").judge(expectation), kFail);
}

TEST(TransportWords, GetsThrough) {
  const Expectation expectation = gets_through(tools_call, after(fault_struck));
  EXPECT_EQ(Record().rpc("tools/call").judge(expectation), kIdle);
  Record record;
  record.rpc("tools/call", {}, 503).fact("fault", "x");
  EXPECT_EQ(record.judge(expectation), kFail);
  record.rpc("tools/call", {}, 503);
  EXPECT_EQ(record.judge(expectation), kFail);
  record.rpc("tools/call");
  EXPECT_EQ(record.judge(expectation), kPass);
}

TEST(TransportWords, ShowsWhatCame) {
  const Expectation expectation = shows_what_came(once(seen(tools_call)));
  const char* const body = R"({"result":{"content":[{"type":"text","text":"42 orders"}]}})";
  EXPECT_EQ(Record().judge(expectation), kIdle);
  EXPECT_EQ(Record().rpc("tools/call", {}, 500).judge(expectation), kIdle);
  EXPECT_EQ(Record().rpc("tools/call", {}, 200, body).output("42").judge(expectation), kFail);
  EXPECT_EQ(Record().rpc("tools/call", {}, 200, body).output("It is 42 orders.").judge(expectation),
            kPass);
  // A program prints lines.
  const char* const lines = R"({"result":{"content":[{"type":"text","text":"May 1\nJune 2\n"}]}})";
  Record whole;
  whole.rpc("tools/call", {}, 200, lines).output("Answer:").output("May 1").output("June 2");
  EXPECT_EQ(whole.judge(expectation), kPass);
  EXPECT_EQ(Record().rpc("tools/call", {}, 200, lines).output("May 1").judge(expectation), kFail);
  Record in_another_order;
  in_another_order.rpc("tools/call", {}, 200, lines).output("June 2").output("May 1");
  EXPECT_EQ(in_another_order.judge(expectation), kFail);
  Record twice;
  twice.rpc("tools/call", {}, 200, body).output("42 orders");
  EXPECT_EQ(twice.rpc("tools/call", {}, 200, body).judge(expectation), kFail);
}

TEST(TransportWords, CountsInASession) {
  const Expectation expectation = at_most_in_a_session(1, tools_list, after(served(initialize)));
  EXPECT_EQ(Record().rpc("tools/list").judge(expectation), kIdle);
  Record twice;
  twice.rpc("initialize").rpc("tools/list").rpc("initialize").rpc("tools/list");
  EXPECT_EQ(twice.judge(expectation), kPass);
  EXPECT_EQ(twice.rpc("tools/list").judge(expectation), kFail);
  EXPECT_EQ(twice.rpc("initialize").judge(expectation), kFail);
}

TEST(TransportWords, KeepsItsSecrets) {
  const Expectation expectation = keeps_its_secrets(once(seen(initialize)));
  EXPECT_EQ(Record().judge(expectation), kIdle);
  EXPECT_EQ(Record().rpc("initialize").output("401").judge(expectation), kPass);
  EXPECT_EQ(Record().rpc("initialize").output("sent secret-1").judge(expectation), kFail);
}

// Of a client in the hands of a user who said nothing of it.
TEST(TransportWords, JudgeNoOutputThatNobodyTold) {
  const char* const body = R"({"result":{"content":[{"type":"text","text":"42 orders"}]}})";
  const auto unheard = [](Record record, const Expectation& expectation) {
    return record.note(Note::Kind::kHarness, std::string(record::kUnheard)).judge(expectation);
  };
  EXPECT_EQ(
      unheard(Record().rpc("tools/call", {}, 200, body), shows_what_came(once(seen(tools_call)))),
      Outcome::kCannotTell);
  EXPECT_EQ(unheard(Record().rpc("initialize"), keeps_its_secrets(once(seen(initialize)))),
            Outcome::kCannotTell);
  EXPECT_EQ(unheard(Record().rpc("tools/call").fact("fault", "x"), speaks_up(once(fault_struck))),
            Outcome::kCannotTell);
}

TEST(FaultWords, ChangeTheWorldAsTheySay) {
  World world;
  fault(the_second("tools/call"), status_with_retry_after(429, 30)).apply(world);
  ASSERT_EQ(world.faults.size(), 1U);
  EXPECT_EQ(world.faults[0].id, "the second tools/call is answered with 429 and Retry-After: 30");
  EXPECT_EQ(world.faults[0].on.from, 2U);
  EXPECT_EQ(world.faults[0].on.times, 1U);
  EXPECT_EQ(world.faults[0].effect.status, 429);
  EXPECT_EQ(world.faults[0].effect.headers.set.at("Retry-After"), "30");
  fault(every_get(), after_messages({server_ping()})).apply(world);
  EXPECT_EQ(world.faults[1].effect.messages_before.at(0).at("method"), "ping");
  for (const Wrong& wrong :
       {html_page(502), connection_lost_before_the_answer(), connection_lost_in_the_answer(),
        delayed(Duration(1)), in_pieces(1, Duration(1)), cut_short(), empty_body(), as_plain_text(),
        as_web_page(), as_json(), as_a_stream_that_ends_at_once(), redirected("/login"),
        challenged("Bearer"), answered_by("nothing", {{"result", 1}})}) {
    EXPECT_NO_THROW(fault(every_mcp_request(), wrong).apply(world)) << wrong.text;
  }
  faults_are_over().apply(world);
  EXPECT_TRUE(world.faults.empty());
  speaks(both_eras).apply(world);
  EXPECT_EQ(world.mcp.eras, McpBehaviour::Eras::kDual);
  answers(by_polling).apply(world);
  EXPECT_EQ(world.mcp.answers, McpBehaviour::Answers::kPolling);
}

TEST(TransportWords, IntentsSayHowTheyDiffer) {
  EXPECT_THAT(describe(call_and_cancel("getData", {}, Duration(5))),
              HasSubstr("and cancel after 5 ms"));
  EXPECT_THAT(describe(connect_with_text(api_key("acme_querier_key"), "{key}\n")),
              HasSubstr(R"(entered as "{key}\n")"));
}

}  // namespace
}  // namespace conform::words
