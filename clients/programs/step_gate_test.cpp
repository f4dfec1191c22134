#include "clients/programs/step_gate.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "clients/process/process.hpp"

namespace conform::clients {
namespace {

const Intent kConnect = Connect{};
const Intent kList = ListTools{};
Intent call(std::string prompt) {
  return CallTool{.tool = "getData", .arguments = {{"prompt", std::move(prompt)}}};
}

struct Arrival {
  Exchange exchange;
  Request request;
};

Arrival at(Endpoint endpoint, std::string method = "POST") {
  Arrival arrival;
  arrival.exchange.endpoint = endpoint;
  arrival.request.method = std::move(method);
  return arrival;
}

Arrival message(const std::string& method, int id, const Json& params = Json::object()) {
  Arrival arrival = at(Endpoint::kMcp);
  arrival.request.body =
      Json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}.dump();
  arrival.exchange.rpc = summarize_rpc(arrival.request.body);
  return arrival;
}
Arrival call_of(const std::string& prompt, int id) {
  return message("tools/call", id, {{"name", "getData"}, {"arguments", {{"prompt", prompt}}}});
}

class StepGateTest : public ::testing::Test {
 protected:
  ~StepGateTest() override {
    gate_.open();
    for (std::thread& waiting : threads_) waiting.join();
  }
  // Whether it passes at once. What is held goes on waiting on a thread of its own.
  bool passes(const Arrival& arrival) {
    auto passed = std::make_shared<std::atomic<bool>>(false);
    passed_ = passed;
    const std::stop_token changed = gate_.changed();
    std::thread caller([this, arrival, passed] {
      gate_.admit(arrival.exchange, arrival.request);
      *passed = true;
      passed->notify_all();
    });
    while (!*passed && !gate_.holds()) std::this_thread::yield();
    threads_.push_back(std::move(caller));
    return *passed;
  }
  void is_answered(const Arrival& arrival, int status, const std::string& body) {
    Exchange exchange = arrival.exchange;
    exchange.request = arrival.request;
    exchange.response.status = status;
    exchange.response.body = body;
    gate_.answered(exchange);
  }
  void is_served(const Arrival& arrival) {
    is_answered(arrival, 200,
                R"({"jsonrpc":"2.0","id":)" + arrival.exchange.rpc->id + R"(,"result":{}})");
  }
  void connects() {
    gate_.begin(kConnect, {kList});
    is_served(message("initialize", 0));
  }

  StepGate gate_;
  std::shared_ptr<std::atomic<bool>> passed_;  // of the last one
  std::vector<std::thread> threads_;
};

TEST_F(StepGateTest, EverythingPassesUntilAnIntentBegins) {
  EXPECT_TRUE(passes(message("tools/list", 1)));
  EXPECT_TRUE(passes(at(Endpoint::kToken)));
  EXPECT_FALSE(gate_.answer().has_value());
}

TEST_F(StepGateTest, WhatBelongsToConnectingPassesAndWhatComesNextWaits) {
  connects();
  ASSERT_TRUE(gate_.answer().has_value());
  EXPECT_TRUE(gate_.answer()->served);
  Arrival initialized = message("notifications/initialized", 0);
  initialized.exchange.rpc->id.clear();
  EXPECT_TRUE(passes(initialized));
  EXPECT_TRUE(passes(at(Endpoint::kMcp, "GET")));
  EXPECT_TRUE(passes(message("ping", 1)));
  EXPECT_TRUE(passes(at(Endpoint::kConsent)));
  EXPECT_FALSE(passes(message("tools/list", 1)));
}

TEST_F(StepGateTest, WhatWaitedPassesWhenItsIntentBegins) {
  connects();
  EXPECT_FALSE(passes(message("tools/list", 1)));
  gate_.begin(kList, {});
  EXPECT_FALSE(gate_.holds());
  passed_->wait(false);
  EXPECT_TRUE(*passed_);
}

// The thread of a request may wake late on a busy machine.
TEST_F(StepGateTest, WhatWaitedPassesAlthoughItsIntentIsAnsweredBeforeItWakes) {
  connects();
  for (int time = 0; time < 20; ++time) {
    EXPECT_FALSE(passes(at(Endpoint::kToken)));
    gate_.begin(kConnect, {kList});
    is_served(message("initialize", 0));
    passed_->wait(false);
    EXPECT_TRUE(*passed_);
  }
}

// Else whether its refusal is waited for would depend on which is quicker.
TEST_F(StepGateTest, AStreamIsAwaitedUntilItWasAnswered) {
  connects();
  const Arrival stream = at(Endpoint::kMcp, "GET");
  EXPECT_TRUE(passes(stream));
  EXPECT_FALSE(gate_.await_get_stream(std::chrono::milliseconds{1}));
  is_answered(stream, 405, "");
  EXPECT_TRUE(gate_.await_get_stream(std::chrono::hours{1}));
}

TEST_F(StepGateTest, WhatARefusedStreamCausesBelongsToConnecting) {
  connects();
  EXPECT_FALSE(passes(at(Endpoint::kToken)));
  gate_.begin(kConnect, {kList});
  is_served(message("initialize", 0));
  const Arrival stream = at(Endpoint::kMcp, "GET");
  is_answered(stream, 401, "");
  EXPECT_TRUE(passes(at(Endpoint::kToken)));
  EXPECT_TRUE(passes(stream));
  gate_.await_stream_recovery(std::chrono::milliseconds{1});  // nothing more arrives
  is_answered(stream, 405, "");
  gate_.await_stream_recovery(std::chrono::hours{1});  // it is over
  EXPECT_FALSE(passes(message("tools/list", 1)));
}

TEST_F(StepGateTest, A401IsWhereSigningInBegins) {
  gate_.begin(kConnect, {kList});
  is_answered(message("initialize", 0), 401, "");
  EXPECT_FALSE(gate_.answer().has_value());
  EXPECT_TRUE(passes(at(Endpoint::kProtectedResourceMetadata, "GET")));
  EXPECT_TRUE(passes(at(Endpoint::kToken)));
  EXPECT_TRUE(passes(message("initialize", 0)));
  EXPECT_FALSE(passes(message("tools/list", 1)));  // it goes on without having connected
}

TEST_F(StepGateTest, AHandshakeWhoseStreamWasCutWasAcceptedAllTheSame) {
  gate_.begin(kConnect, {kList});
  is_answered(message("initialize", 0), 401, "");
  EXPECT_FALSE(gate_.has_accepted_handshake());
  is_answered(message("initialize", 0), 200, "id: 1\ndata:\n\n");
  EXPECT_FALSE(gate_.answer().has_value());
  EXPECT_TRUE(gate_.has_accepted_handshake());
}

TEST_F(StepGateTest, PagesOfAListAreOneIntent) {
  gate_.begin(kList, {kList});
  is_served(message("tools/list", 1));
  EXPECT_TRUE(passes(message("tools/list", 2, {{"cursor", "x"}})));
  EXPECT_FALSE(passes(message("tools/list", 3)));
}

TEST_F(StepGateTest, TheSameRequestAgainIsAnotherAttempt) {
  gate_.begin(call("a"), {call("a")});
  is_answered(call_of("a", 1), 401, "");
  EXPECT_FALSE(gate_.answer()->served);
  EXPECT_EQ(gate_.answer()->text, "tools/call was answered with 401");
  EXPECT_TRUE(passes(at(Endpoint::kToken)));
  EXPECT_TRUE(passes(call_of("a", 1)));
  EXPECT_FALSE(passes(call_of("a", 2)));
}

TEST_F(StepGateTest, WhatNobodyAskedForIsNotTheNextIntent) {
  gate_.begin(call("a"), {call("b")});
  is_served(call_of("a", 1));
  EXPECT_TRUE(passes(message("tools/list", 2)));
  EXPECT_TRUE(passes(message("prompts/list", 3)));
  EXPECT_FALSE(passes(message("initialize", 0)));
}

TEST_F(StepGateTest, AfterTheLastIntentNothingWaits) {
  gate_.begin(call("a"), {});
  is_served(call_of("a", 1));
  EXPECT_TRUE(passes(call_of("b", 2)));
  EXPECT_TRUE(passes(at(Endpoint::kToken)));
}

TEST_F(StepGateTest, AfterSuccessEvenARenewalWaits) {
  gate_.begin(call("a"), {call("b")});
  is_served(call_of("a", 1));
  EXPECT_FALSE(passes(at(Endpoint::kToken)));
}

TEST_F(StepGateTest, ARecoveredClientMayAskTheSameThingAnew) {
  gate_.begin(call("a"), {call("b")});
  is_answered(call_of("a", 1), 404, "");
  EXPECT_TRUE(passes(message("initialize", 0)));
  is_served(message("initialize", 0));
  EXPECT_TRUE(passes(call_of("a", 1)));
  EXPECT_TRUE(passes(call_of("a", 7)));
  EXPECT_FALSE(passes(call_of("b", 8)));
}

TEST_F(StepGateTest, WithoutRecoveringTheSameQuestionIsTheNextIntent) {
  gate_.begin(call("a"), {call("b")});
  is_answered(call_of("a", 1), 500, "");
  EXPECT_FALSE(passes(call_of("a", 7)));
}

TEST_F(StepGateTest, ARefusalInAResultEndsAnIntentToo) {
  gate_.begin(call("a"), {});
  Arrival refused = call_of("a", 1);
  refused.exchange.facts["refusal"] = "viewer_cannot_query";
  is_served(refused);
  ASSERT_TRUE(gate_.answer().has_value());
  EXPECT_FALSE(gate_.answer()->served);
  EXPECT_EQ(gate_.answer()->text, "tools/call was refused (viewer_cannot_query, HTTP 200)");
}

TEST_F(StepGateTest, AllOfSeveralCallsAreAwaited) {
  CallAtOnce both{{CallTool{.tool = "getData"}, CallTool{.tool = "getData"}}};
  gate_.begin(both, {kList});
  is_served(call_of("a", 1));
  EXPECT_FALSE(gate_.answer().has_value());
  EXPECT_TRUE(passes(call_of("b", 2)));
  is_served(call_of("b", 2));
  EXPECT_TRUE(gate_.answer().has_value());
}

TEST_F(StepGateTest, CallsAtOnceAreLetInTogether) {
  CallAtOnce both{{CallTool{.tool = "getData"}, CallTool{.tool = "getData"}}};
  gate_.begin(both, {kList});
  std::atomic<int> passed = 0;
  const auto call_on_a_thread = [&](int id) {
    threads_.emplace_back([this, &passed, arrival = call_of("a", id)] {
      gate_.admit(arrival.exchange, arrival.request);
      ++passed;
    });
  };
  call_on_a_thread(1);
  call_on_a_thread(2);
  for (std::thread& waiting : threads_) waiting.join();
  threads_.clear();
  EXPECT_EQ(passed, 2);
}

ProcessSpec busy_program() {
  ProcessSpec spec;
  spec.argv = {"sh", "-c", "while :; do :; done"};
  spec.environment = {{"PATH", "/usr/bin:/bin"}};
  return spec;
}

// On a busy machine a program may have sent one call, and wait for its turn to send the other.
TEST_F(StepGateTest, ACallIsNotTakenToBeAloneWhileTheProgramIsAtWork) {
  const Process program(busy_program());
  gate_.watch(program.id());
  CallAtOnce both{{CallTool{.tool = "getData"}, CallTool{.tool = "getData"}}};
  gate_.begin(both, {kList});
  std::atomic<bool> second_came = false;
  std::atomic<bool> waited_for_it = false;
  threads_.emplace_back([&] {
    const Arrival first = call_of("a", 1);
    gate_.admit(first.exchange, first.request);
    waited_for_it = second_came.load();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(600));  // longer than a silence may last
  second_came = true;
  const Arrival second = call_of("a", 2);
  gate_.admit(second.exchange, second.request);
  threads_.back().join();
  threads_.pop_back();
  EXPECT_TRUE(waited_for_it);
}

// The program of the test before, which may yet open a page for the other call.
TEST_F(StepGateTest, APersonAnswersNoPageWhileTheProgramIsAtWorkOnCallsAtOnce) {
  const Process program(busy_program());
  gate_.watch(program.id());
  std::atomic<bool> is_over = false;
  std::atomic<bool> waited = false;
  const auto visit = [&] {
    gate_.await_calls_at_once();
    waited = is_over.load();
  };
  gate_.begin(CallAtOnce{{CallTool{.tool = "getData"}, CallTool{.tool = "getData"}}}, {kList});
  threads_.emplace_back(visit);
  std::this_thread::sleep_for(std::chrono::milliseconds(600));  // longer than a silence may last
  is_over = true;
  gate_.begin(kList, {});
  threads_.back().join();
  threads_.pop_back();
  EXPECT_TRUE(waited);
  is_over = false;
  visit();  // nobody waits for what is asked one by one
  EXPECT_FALSE(waited);
}

// A client that renews for each call, with the same token, races itself: what comes of the first
// renewal and the refusal of the second one happens in this order in every play.
TEST_F(StepGateTest, OfRenewalsAtOnceTheSecondWaitsForWhatComesOfTheFirst) {
  CallAtOnce both{{CallTool{.tool = "getData"}, CallTool{.tool = "getData"}}};
  gate_.begin(both, {kList});
  for (const int id : {1, 2}) is_answered(call_of("a", id), 401, "");
  Arrival renewal = at(Endpoint::kToken);
  renewal.request.body = "grant_type=refresh_token&refresh_token=x";
  std::atomic<int> passed = 0;
  std::atomic<bool> first_was_answered = false;
  std::atomic<bool> second_waited = false;
  for (int i = 0; i < 2; ++i) {
    threads_.emplace_back([&] {
      gate_.admit(renewal.exchange, renewal.request);
      if (++passed == 2) second_waited = first_was_answered.load();
    });
  }
  while (passed == 0) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(600));  // longer than a silence may last
  first_was_answered = true;
  is_answered(renewal, 200, "{}");
  for (std::thread& renewing : threads_) renewing.join();
  threads_.clear();
  EXPECT_TRUE(second_waited);
}

TEST_F(StepGateTest, AnotherToolEndsAnIntentOnlyOfThoseThatChooseByThemselves) {
  const Arrival other = message("tools/call", 1, {{"name", "add_numbers"}});
  gate_.begin(call("a"), {});
  is_served(other);
  EXPECT_FALSE(gate_.answer().has_value());
  gate_.take_any_tool();
  is_served(other);
  EXPECT_TRUE(gate_.answer().has_value());
}

TEST_F(StepGateTest, AnAnswerThatIsDelayedIsUnderWay) {
  gate_.begin(call("a"), {});
  Exchange slow = call_of("a", 1).exchange;
  slow.request = call_of("a", 1).request;
  slow.response.delivery.delay = std::chrono::seconds(3);
  gate_.answered(slow);
  EXPECT_EQ(gate_.answer()->under_way, std::chrono::seconds(3));
}

TEST(StepGatePerson, AnswersTheProgramsOwnRequestOfTheAuthorizationEndpoint) {
  StepGate gate;
  Arrival page = at(Endpoint::kAuthorize, "GET");
  page.exchange.origin = "http://127.0.0.1:1";
  page.request.target = "/authorize?state=x";
  gate.let_person_answer([&](const std::string& url) {
    EXPECT_EQ(url, "http://127.0.0.1:1/authorize?state=x");
    // The person's browser asks for the same page, which the mock answers.
    EXPECT_FALSE(gate.admit(page.exchange, page.request).has_value());
    Response response;
    response.status = 302;
    return response;
  });
  ASSERT_TRUE(gate.admit(page.exchange, page.request).has_value());
  EXPECT_EQ(gate.admit(page.exchange, page.request)->status, 302);
  const Arrival other = at(Endpoint::kToken);
  EXPECT_FALSE(gate.admit(other.exchange, other.request).has_value());
  gate.let_person_answer({});
  EXPECT_FALSE(gate.admit(page.exchange, page.request).has_value());
}

TEST(StepGateQuestions, TheAnswerComesWhenTheServersQuestionWasAnswered) {
  constexpr std::string_view kServerQuestion =
      "data: {\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"ping\"}\n\n";
  constexpr std::string_view kResult = "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n";
  StepGate gate;
  Exchange call = call_of("a", 1).exchange;
  call.request.method = "POST";
  call.response.headers.add("Content-Type", "text/event-stream");
  call.response.body = std::string(kServerQuestion) + std::string(kResult);
  gate.answered(call);
  ASSERT_NE(call.response.stream, nullptr);
  EXPECT_EQ(call.response.stream->next({}), kServerQuestion);
  Arrival pong = at(Endpoint::kMcp);
  pong.request.body = R"({"jsonrpc":"2.0","id":"q","result":{}})";
  Exchange response = pong.exchange;
  response.request = pong.request;
  response.rpc = summarize_rpc(pong.request.body);
  gate.answered(response);
  EXPECT_EQ(call.response.stream->next({}), kResult);
  EXPECT_EQ(call.response.stream->next({}), std::nullopt);
}

TEST(StepGateQuestions, AnAnswerWithoutQuestionsComesAtOnce) {
  StepGate gate;
  Exchange call = call_of("a", 1).exchange;
  call.request.method = "POST";
  call.response.headers.add("Content-Type", "text/event-stream");
  call.response.body = "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n";
  gate.answered(call);
  EXPECT_EQ(call.response.stream, nullptr);
}

TEST(StepGateBudget, AClientThatRenewsWithoutEndIsStopped) {
  StepGate gate({.requests = 100, .of_a_kind = 2});
  Arrival renewal = at(Endpoint::kToken);
  renewal.request.body = "grant_type=refresh_token&refresh_token=x";
  const auto asks = [&] { return gate.admit(renewal.exchange, renewal.request); };
  EXPECT_FALSE(asks().has_value());
  EXPECT_FALSE(asks().has_value());
  gate.begin_step();
  EXPECT_FALSE(asks().has_value());
  EXPECT_FALSE(asks().has_value());
  EXPECT_EQ(gate.used_up(), "");
  ASSERT_TRUE(asks().has_value());
  EXPECT_EQ(asks()->status, 503);
  EXPECT_EQ(gate.used_up(), "it sent more than 2 requests to renew its token in one step");
}

TEST(StepGateBudget, CountsWhateverIsAskedForInAPlay) {
  StepGate gate({.requests = 2, .of_a_kind = 1});
  const Arrival any = message("tools/list", 1);
  EXPECT_FALSE(gate.admit(any.exchange, any.request).has_value());
  gate.begin_step();
  EXPECT_FALSE(gate.admit(any.exchange, any.request).has_value());
  EXPECT_TRUE(gate.admit(any.exchange, any.request).has_value());
  EXPECT_EQ(gate.used_up(), "it sent more than 2 requests in one play");
}

TEST(StepGateBudget, CountsRegistrationsAndAuthorizationsToo) {
  for (const Endpoint endpoint : {Endpoint::kRegistration, Endpoint::kAuthorize}) {
    StepGate gate({.requests = 100, .of_a_kind = 1});
    const Arrival request = at(endpoint);
    EXPECT_FALSE(gate.admit(request.exchange, request.request).has_value());
    EXPECT_TRUE(gate.admit(request.exchange, request.request).has_value());
  }
}

}  // namespace
}  // namespace conform::clients
