#include "bench/load/load.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

namespace conform::bench {
namespace {

// Counts how often it is performed; every nth time it fails.
class Counted final : public Operation {
 public:
  Counted(std::atomic<std::uint64_t>& count, std::uint64_t fails_every)
      : count_(count), fails_every_(fails_every) {}
  Cost perform() override {
    const std::uint64_t number = ++count_;
    if (fails_every_ > 0 && number % fails_every_ == 0) throw std::runtime_error("no answer");
    Cost cost;
    cost.round_trips = 2;
    cost.bytes_sent = 10;
    return cost;
  }

 private:
  std::atomic<std::uint64_t>& count_;
  std::uint64_t fails_every_;
};

MakeOperation counted(std::atomic<std::uint64_t>& count, std::uint64_t fails_every = 0) {
  return [&count, fails_every] { return std::make_unique<Counted>(count, fails_every); };
}

LoadPlan plan_of(std::uint64_t operations) {
  LoadPlan plan;
  plan.warm_up = std::chrono::milliseconds(0);
  plan.duration = std::chrono::hours(1);
  plan.most_operations = operations;
  return plan;
}

TEST(Load, ClosedLoopCountsEachOperationOnceAndSumsItsCost) {
  std::atomic<std::uint64_t> count = 0;
  const LoadResult result = run_load(plan_of(100), counted(count), {});
  EXPECT_EQ(result.succeeded, count);
  EXPECT_EQ(result.latencies.count(), result.succeeded);
  EXPECT_EQ(result.cost.round_trips, 2 * result.succeeded);
  EXPECT_EQ(result.cost.bytes_sent, 10 * result.succeeded);
  EXPECT_EQ(result.succeeded, 100U);
}

TEST(Load, ErrorsAreCountedByKindAndAreNoLatency) {
  std::atomic<std::uint64_t> count = 0;
  const LoadResult result = run_load(plan_of(100), counted(count, 4), {});
  EXPECT_EQ(result.errors.at("no answer"), 25U);
  EXPECT_EQ(result.succeeded, 75U);
  EXPECT_EQ(result.latencies.count(), 75U);
}

// Whose last answer was complete at another time than that at which it comes back: here, later.
class Answered final : public Operation {
 public:
  Cost perform() override {
    Cost cost;
    cost.answered = std::chrono::steady_clock::now() + std::chrono::minutes(10);
    return cost;
  }
};

// A server may say something else each time, as much as it likes.
TEST(Load, OfErrorsTheFirstKindsAreKeptAndTheBeginningOfEach) {
  LoadResult result;
  for (std::size_t i = 0; i < 2 * LoadResult::kMostKinds; ++i) {
    result.failed(std::to_string(i) + std::string(1'000'000, 'x'));
  }
  EXPECT_EQ(result.errors.size(), LoadResult::kMostKinds + 1);
  EXPECT_EQ(result.errors.at(LoadResult::kOtherKinds), LoadResult::kMostKinds);
  for (const auto& [kind, count] : result.errors) EXPECT_LE(kind.size(), LoadResult::kLongestKind);
  LoadResult more;
  more.failed(std::string(199, 'x') + "\xc3\xa9");
  EXPECT_EQ(more.errors.begin()->first, std::string(199, 'x'));
  result.add(more);
  EXPECT_EQ(result.errors.at(LoadResult::kOtherKinds), LoadResult::kMostKinds + 1);
}

TEST(Load, LatencyEndsWithTheLastAnswer) {
  const LoadResult result = run_load(plan_of(10), [] { return std::make_unique<Answered>(); }, {});
  EXPECT_GE(result.latencies.at_percentile(0), 600'000'000);
}

TEST(Load, WorkersShareTheWork) {
  std::atomic<std::uint64_t> count = 0;
  LoadPlan plan = plan_of(1000);
  plan.concurrency = 4;
  const LoadResult result = run_load(plan, counted(count), {});
  EXPECT_EQ(result.succeeded, count);
  EXPECT_GE(result.succeeded, 1000U);
  EXPECT_LE(result.succeeded, 1003U);
}

TEST(Load, AStopEndsItWithWhatThereIs) {
  std::atomic<std::uint64_t> count = 0;
  std::stop_source stop;
  LoadPlan plan = plan_of(0);
  plan.rate = 0.001;  // the second arrival is a quarter of an hour away
  std::jthread stopper([&] {
    while (count == 0) std::this_thread::yield();
    stop.request_stop();
  });
  const LoadResult result = run_load(plan, counted(count), stop.get_token());
  EXPECT_EQ(result.succeeded, 1U);
}

// One operation that holds everything up: in an open loop all that had to wait for it show the
// stall, each by the time that was left of it.
class Stalls final : public Operation {
 public:
  explicit Stalls(std::atomic<std::uint64_t>& count) : count_(count) {}
  Cost perform() override {
    if (++count_ == 5) std::this_thread::sleep_for(std::chrono::milliseconds(200));
    return {};
  }

 private:
  std::atomic<std::uint64_t>& count_;
};

TEST(Load, AStallShowsOnEverythingThatWaitedForIt) {
  std::atomic<std::uint64_t> count = 0;
  LoadPlan plan = plan_of(100);
  plan.rate = 200;  // one worker, an arrival each 5 ms: about 40 have to wait during the stall
  const LoadResult result =
      run_load(plan, [&count] { return std::make_unique<Stalls>(count); }, {});
  // Whatever else delays this machine makes it more, never fewer.
  EXPECT_GE(result.latencies.at_percentile(100), 200'000);
  EXPECT_GE(result.latencies.at_percentile(72), 30'000);
}

// The stall outlasts the run: what fell due meanwhile is sent all the same.
TEST(Load, AStallAtTheEndLosesNoArrival) {
  std::atomic<std::uint64_t> count = 0;
  LoadPlan plan;
  plan.rate = 200;
  plan.warm_up = std::chrono::milliseconds(0);
  plan.duration = std::chrono::milliseconds(50);
  const LoadResult result =
      run_load(plan, [&count] { return std::make_unique<Stalls>(count); }, {});
  EXPECT_EQ(count, 10U);
  EXPECT_EQ(result.succeeded, 10U);
}

TEST(Load, TheWarmUpDoesNotCount) {
  std::atomic<std::uint64_t> count = 0;
  LoadPlan plan;
  plan.rate = 1000;
  plan.warm_up = std::chrono::milliseconds(50);
  plan.duration = std::chrono::milliseconds(50);
  const LoadResult result = run_load(plan, counted(count), {});
  EXPECT_EQ(count, 100U);
  EXPECT_EQ(result.succeeded, 50U);
}

}  // namespace
}  // namespace conform::bench
