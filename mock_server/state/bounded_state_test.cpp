// What is kept only up to a bound: jobs and the counts of the rate limit.
#include <gtest/gtest.h>

#include <thread>

#include "mock_server/state/jobs.hpp"
#include "mock_server/state/rate_limiter.hpp"

namespace conform {
namespace {

using std::chrono::seconds;

TEST(Jobs, KeepsTheNewestOnly) {
  ManualClock clock;
  Ids ids(1);
  Jobs jobs(clock, ids);
  const JobOwner owner{"acme", "member"};
  const std::string first = jobs.submit(owner, "", {})->id;
  EXPECT_TRUE(jobs.find(first, owner).has_value());
  for (std::size_t i = 1; i < Jobs::kMost; ++i) jobs.submit(owner, "", {});
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
}  // namespace conform
