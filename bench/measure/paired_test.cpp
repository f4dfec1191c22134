#include "bench/measure/paired.hpp"

#include <gtest/gtest.h>

namespace conform::bench {
namespace {

// A repetition in which everything took so long.
LoadResult taking(std::int64_t us) {
  LoadResult result;
  for (int i = 0; i < 100; ++i) result.latencies.record(std::chrono::microseconds(us));
  result.succeeded = 100;
  result.took = std::chrono::microseconds(us * 100);
  return result;
}

BenchResult side(const std::vector<std::int64_t>& repetitions) {
  BenchRow row{"tools/list", {}};
  for (const std::int64_t us : repetitions) row.repetitions.push_back(taking(us));
  return {"1", "", 1, 0, {row}};
}

PairedComparison compared(const std::vector<std::int64_t>& base,
                          const std::vector<std::int64_t>& now, const char* tolerance) {
  return compare_paired(side(base), side(now), {read_tolerance(tolerance)}).front();
}

TEST(Paired, WhatDisturbsBothSidesDisturbsNoPair) {
  // The machine gets three times as slow on the way; side by side nothing changes.
  const PairedComparison same = compared({100, 200, 300}, {102, 202, 303}, "p99>+20%");
  EXPECT_FALSE(same.exceeds);
  EXPECT_NEAR(same.median, 1, 0.6);
  EXPECT_EQ(same.pairs, 3U);
}

TEST(Paired, OneBadPairDecidesNothingButIsShown) {
  const PairedComparison one =
      compared({100, 100, 100, 100, 100}, {100, 101, 900, 99, 100}, "p99>+20%");
  EXPECT_FALSE(one.exceeds);
  EXPECT_GT(one.greatest, 700);
  EXPECT_LT(one.least, 0);
}

TEST(Paired, SlowerThroughoutIsWorse) {
  EXPECT_TRUE(compared({100, 200, 300}, {140, 280, 420}, "p50>+20%").exceeds);
  EXPECT_TRUE(compared({100, 200, 300}, {140, 280, 420}, "rate>+20%").exceeds);
  EXPECT_FALSE(compared({140, 280, 420}, {100, 200, 300}, "rate>+20%").exceeds);
}

TEST(Paired, ASideWithoutAnswersIsNoPair) {
  BenchResult none = side({100});
  none.rows.front().repetitions = {LoadResult()};
  EXPECT_TRUE(compare_paired(none, side({100}), {read_tolerance("p50>+1%")}).empty());
}

}  // namespace
}  // namespace conform::bench
