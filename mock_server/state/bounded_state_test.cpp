// What is kept only up to a bound: jobs and the counts of the rate limit.
#include <gtest/gtest.h>

#include <thread>

#include "mock_server/state/jobs.hpp"
#include "mock_server/state/rate_limiter.hpp"
#include "mock_server/state/state.hpp"

namespace conform::mock {
namespace {

using std::chrono::seconds;

TEST(Jobs, KeepsTheNewestOnly) {
  ManualClock clock;
  Ids ids(1);
  Jobs jobs(clock, ids);
  const JobOwner owner{"acme", "member"};
  const std::string first = jobs.submit(owner, "", {})->id;
  EXPECT_TRUE(jobs.find(first, owner).has_value());
  for (std::size_t i = 1; i < Jobs::kMost; ++i) {
    EXPECT_TRUE(jobs.submit(owner, "", {}));
  }
  EXPECT_TRUE(jobs.find(first, owner).has_value());
  const std::string last = jobs.submit(owner, "", {})->id;
  EXPECT_FALSE(jobs.find(first, owner).has_value());
  EXPECT_TRUE(jobs.find(last, owner).has_value());
}

TEST(Jobs, CanBeSubmittedFromManyThreads) {
  ManualClock clock;
  Ids ids(1);
  Jobs jobs(clock, ids);
  std::vector<std::string> submitted(4);
  {
    std::vector<std::jthread> threads;
    threads.reserve(submitted.size());
    for (std::string& id : submitted) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) id = jobs.submit({"acme", "m"}, "", {})->id;
      });
    }
  }
  for (const std::string& id : submitted) EXPECT_TRUE(jobs.find(id, {"acme", "m"}).has_value());
}

TEST(State, KeepsTheNewestTicketsAndCodesOnly) {
  ManualClock clock;
  Ids ids(1);
  State state(clock, ids);
  const std::string first = state.park({});
  for (std::size_t i = 1; i < State::kMostOfAKind; ++i) state.park({});
  EXPECT_TRUE(state.parked(first).has_value());
  state.park({});
  EXPECT_FALSE(state.parked(first).has_value());

  const auto issue = [&] { return state.issue_code({}, "quinn", "acme", seconds(60)); };
  const auto known = [&](const std::string& code) {
    State::CodeUse use;
    use.code = code;
    return state.redeem(use, {}, [](const Grant&) {}).error() != CodeFailure::kUnknown;
  };
  const std::string oldest = issue();
  const std::string second = issue();
  for (std::size_t i = 2; i <= State::kMostOfAKind; ++i) issue();
  EXPECT_FALSE(known(oldest));
  EXPECT_TRUE(known(second));
}

TEST(State, KeepsTheNewestSessionsOnly) {
  ManualClock clock;
  Ids ids(1);
  State state(clock, ids);
  const std::string first = state.sign_in("acme", "quinn");
  for (std::size_t i = 1; i < State::kMostGrants; ++i) state.sign_in("acme", "quinn");
  EXPECT_TRUE(state.signed_in_user("acme", first).has_value());
  state.sign_in("acme", "quinn");
  EXPECT_FALSE(state.signed_in_user("acme", first).has_value());
}

TEST(RateLimiter, CountsEachValueByItself) {
  ManualClock clock;
  RateLimiter limiter(clock);
  EXPECT_EQ(limiter.wait_for("Bearer a", 2), std::nullopt);
  EXPECT_EQ(limiter.wait_for("Bearer a", 2), std::nullopt);
  EXPECT_EQ(limiter.wait_for("Bearer a", 2), seconds(60));
  EXPECT_EQ(limiter.wait_for("Bearer b", 2), std::nullopt);
  EXPECT_EQ(limiter.wait_for("bearer a", 2), std::nullopt);  // the exact value counts
}

TEST(RateLimiter, BeginsAnewAfterAMinute) {
  ManualClock clock;
  RateLimiter limiter(clock);
  EXPECT_EQ(limiter.wait_for("a", 1), std::nullopt);
  clock.advance(Duration(59'001));
  EXPECT_EQ(limiter.wait_for("a", 1), seconds(1));  // rounded up
  clock.advance(Duration(999));
  EXPECT_EQ(limiter.wait_for("a", 1), std::nullopt);
  EXPECT_EQ(limiter.wait_for("a", 1), seconds(60));
}

TEST(RateLimiter, ForgetsTheOldestWhenItIsFull) {
  ManualClock clock;
  RateLimiter limiter(clock);
  limiter.wait_for("first", 1);
  clock.advance(Duration(1));
  for (std::size_t i = 1; i < RateLimiter::kMost; ++i) limiter.wait_for(std::to_string(i), 1);
  EXPECT_NE(limiter.wait_for("first", 1), std::nullopt);
  limiter.wait_for("one more", 1);
  EXPECT_EQ(limiter.wait_for("first", 1), std::nullopt);  // forgotten, so it begins anew
}

}  // namespace
}  // namespace conform::mock
