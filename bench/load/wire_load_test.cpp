// The load of single requests, against a mock that is served.
#include "bench/load/wire_load.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <set>

#include "bench/load/load.hpp"
#include "bench/measure/operations.hpp"
#include "foundation/json/json_reader.hpp"
#include "mock_server/serving/omni_server.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::bench {

using mock::Fixtures;
using mock::load_world;
using mock::MockOmni;
using mock::OmniServer;
using mock::read_fault;
using mock::World;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class WireLoadTest : public testing::TestWithParam<std::string> {
 protected:
  WireLoadTest()
      : fixtures_(std::make_shared<const Fixtures>(CONFORM_SOURCE_DIR "/fixtures")),
        server_(load_world(fixtures_->folder / "worlds" / "acme.json"), fixtures_,
                std::make_shared<SystemClock>(), 1) {
    server_.listen();
    target_ = target_of(mock_);
  }

  // Nothing but the operations themselves ends it.
  static LoadPlan plan_of(std::uint64_t operations, std::size_t concurrency) {
    LoadPlan plan;
    plan.concurrency = concurrency;
    plan.warm_up = std::chrono::milliseconds(0);
    plan.duration = std::chrono::hours(1);
    plan.most_operations = operations;
    return plan;
  }

  LoadResult measured(const std::string& name, const LoadPlan& plan) {
    return run_load(plan, [&] { return find_measurable(name)->make(target_, name); }, {});
  }

  void arrange(const char* fault) {
    const Json json = Json::parse(fault);
    mock_.live().change({"a fault", [&json](World& world) {
                           world.faults = {read_fault(JsonReader(json, "test"), 0)};
                         }});
  }

  // Bodies of the requests for a tool.
  [[nodiscard]] std::vector<Json> calls() const {
    std::vector<Json> found;
    for (const Entry& entry : mock_.transcript().entries()) {
      const auto* exchange = std::get_if<Exchange>(&entry);
      if (exchange == nullptr) continue;
      Json message = Json::parse(exchange->request.body, nullptr, false);
      if (message.is_object() && message.value("method", "") == "tools/call") {
        found.push_back(std::move(message));
      }
    }
    return found;
  }

  std::shared_ptr<const Fixtures> fixtures_;
  OmniServer server_;
  MockOmni& mock_ = server_.mock();
  Target target_;
};

TEST_F(WireLoadTest, EveryRequestReachesTheMockOnceWithAnIdOfItsOwn) {
  const LoadResult result = measured("pickModel", plan_of(50, 4));
  EXPECT_THAT(result.errors, testing::IsEmpty());
  EXPECT_GE(result.succeeded, 50U);
  EXPECT_EQ(result.latencies.count(), result.succeeded);
  EXPECT_EQ(result.cost.round_trips, result.succeeded);
  EXPECT_GT(result.cost.bytes_received, result.succeeded * 100);
  const std::vector<Json> seen = calls();
  EXPECT_EQ(seen.size(), result.succeeded);
  for (const Json& call : seen) EXPECT_EQ(call.at("params"), seen.front().at("params"));
  std::set<std::int64_t> ids;
  for (const Json& call : seen) ids.insert(call.at("id").get<std::int64_t>());
  EXPECT_GE(ids.size(), result.succeeded / 4);  // each connection counts for itself
}

TEST_F(WireLoadTest, ARequestIsWhatTheHttpLibrarySends) {
  find_measurable("pickModel")->make(target_, "pickModel")->perform();
  measured("pickModel", plan_of(1, 1));
  std::vector<const Exchange*> posts;
  const std::vector<Entry> entries = mock_.transcript().entries();
  for (const Entry& entry : entries) {
    const auto* exchange = std::get_if<Exchange>(&entry);
    if (exchange != nullptr && exchange->request.body.contains("tools/call")) {
      posts.push_back(exchange);
    }
  }
  ASSERT_EQ(posts.size(), 2U);
  const auto sorted = [](const Request& request) {
    std::multiset<std::string> fields;
    for (const Header& field : request.headers) {
      if (field.name != "Content-Length") fields.insert(field.name + ": " + field.value);
    }
    return fields;
  };
  EXPECT_EQ(posts[0]->request.target, posts[1]->request.target);
  EXPECT_EQ(sorted(posts[0]->request), sorted(posts[1]->request));
}

TEST_F(WireLoadTest, AnArrivalEachSoOften) {
  LoadPlan plan;
  plan.concurrency = 3;
  plan.rate = 1000;
  plan.warm_up = std::chrono::milliseconds(50);
  plan.duration = std::chrono::milliseconds(50);
  const LoadResult result = measured("tools/list", plan);
  EXPECT_EQ(result.succeeded, 50U);
  EXPECT_THAT(result.errors, testing::IsEmpty());
}

TEST_F(WireLoadTest, AStallShowsOnEverythingThatWaitedForIt) {
  arrange(
      R"({"on": {"endpoint": "mcp", "rpc": "tools/call", "from": 5, "times": 1}, "do": {"delay_ms": 200}})");
  LoadPlan plan = plan_of(100, 1);
  plan.rate = 200;  // one connection, an arrival each 5 ms: about 40 have to wait during the stall
  const LoadResult result = measured("pickModel", plan);
  // Whatever else delays this machine makes it more, never fewer.
  EXPECT_GE(result.latencies.at_percentile(100), 200'000);
  EXPECT_GE(result.latencies.at_percentile(72), 30'000);
}

TEST_F(WireLoadTest, AnErrorIsOfTheKindThatTheOperationItselfNames) {
  arrange(R"({"on": {"endpoint": "mcp", "rpc": "tools/call"}, "do": {"status": 500}})");
  std::string kind;
  try {
    find_measurable("pickModel")->make(target_, "pickModel")->perform();
  } catch (const std::exception& error) {
    kind = error.what();
  }
  EXPECT_EQ(kind, "pickModel: HTTP 500");
  const LoadResult result = measured("pickModel", plan_of(10, 1));
  EXPECT_THAT(result.errors, ElementsAre(Pair(kind, 10)));
  EXPECT_EQ(result.succeeded, 0U);
}

TEST_F(WireLoadTest, AConnectionThatBreaksIsAnErrorAndIsOpenedAnew) {
  arrange(
      R"({"on": {"endpoint": "mcp", "rpc": "tools/call", "from": 3, "times": 1}, "do": {"reset": "before"}})");
  const LoadResult result = measured("pickModel", plan_of(10, 1));
  EXPECT_EQ(result.succeeded, 9U);
  ASSERT_EQ(result.errors.size(), 1U);
  EXPECT_THAT(result.errors.begin()->first, HasSubstr("no answer from http://127.0.0.1:"));
  EXPECT_GT(result.cost.connect.count(), 0);
}

TEST_F(WireLoadTest, AServerThatIsGoneIsAnErrorEachTime) {
  std::unique_ptr<Operation> operation = find_measurable("tools/list")->make(target_, "tools/list");
  std::vector<RepeatedRequest> requests;
  requests.push_back(operation->as_one_request().value());
  server_.stop();
  const LoadPlan plan = plan_of(5, 1);
  Schedule schedule(plan, {});
  Timeline timeline(plan.duration);
  const LoadResult result = run_wire_load(schedule, std::move(requests), timeline);
  EXPECT_EQ(result.succeeded, 0U);
  ASSERT_EQ(result.errors.size(), 1U);
  EXPECT_EQ(result.errors.begin()->second, 5U);
}

TEST_F(WireLoadTest, AStopLeavesWhatThereIs) {
  std::stop_source stop;
  LoadPlan plan = plan_of(0, 2);
  const auto make = [&] { return find_measurable("pickModel")->make(target_, "pickModel"); };
  const LoadResult result = run_load(plan, make, stop.get_token(), [&](std::uint64_t done, double) {
    if (done > 0) stop.request_stop();
  });
  EXPECT_GT(result.succeeded, 0U);
  EXPECT_THAT(result.errors, testing::IsEmpty());
}

// Another answer than the last good one is looked at again.
TEST(RepeatedRequestTest, ADifferentAnswerIsJudged) {
  int judged = 0;
  Request request;
  request.method = "POST";
  request.body = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";
  RepeatedRequest repeated(*Url::parse("http://127.0.0.1:1/mcp"), request,
                           [&](const Response&, const Json&) { ++judged; });
  const auto answer = [&](std::uint64_t number, const std::string& result) {
    const std::string sent = repeated.bytes(number);
    const Json message = Json::parse(sent.substr(sent.find("\r\n\r\n") + 4));
    return Response{200, {}, Json({{"id", message["id"]}, {"result", result}}).dump(), {}, nullptr};
  };
  repeated.judge(answer(1, "a"), 1);
  repeated.judge(answer(2, "a"), 2);
  EXPECT_EQ(judged, 1);
  repeated.judge(answer(3, "b"), 3);
  EXPECT_EQ(judged, 2);
  repeated.judge(answer(3, "b"), 4);  // the id of another request
  EXPECT_EQ(judged, 3);
}

TEST(RepeatedRequestTest, OnlyARequestToLoopbackCanBeRepeated) {
  Request request;
  request.method = "POST";
  request.body = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";
  const auto make = [&](const char* url) { RepeatedRequest(*Url::parse(url), request, {}); };
  EXPECT_NO_THROW(make("http://127.0.0.1:1/mcp"));
  EXPECT_THROW(make("https://127.0.0.1:1/mcp"), std::logic_error);
  EXPECT_THROW(make("http://acme.example/mcp"), std::logic_error);
  request.body = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";
  EXPECT_THROW(make("http://127.0.0.1:1/mcp"), std::logic_error);
}

}  // namespace
}  // namespace conform::bench
