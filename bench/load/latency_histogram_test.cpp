#include "bench/load/latency_histogram.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <sstream>

namespace conform::bench {
namespace {

using std::chrono::microseconds;

TEST(LatencyHistogram, IsEmptyAtFirst) {
  const LatencyHistogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.at_percentile(99), 0);
  EXPECT_EQ(histogram.mean_us(), 0);
}

TEST(LatencyHistogram, SmallValuesAreExact) {
  LatencyHistogram histogram;
  for (int us = 1; us <= 1000; ++us) histogram.record(microseconds(us));
  EXPECT_EQ(histogram.at_percentile(50), 500);
  EXPECT_EQ(histogram.at_percentile(99.9), 999);
  EXPECT_EQ(histogram.at_percentile(100), 1000);
  EXPECT_DOUBLE_EQ(histogram.mean_us(), 500.5);
}

// Each value comes back within one part in a thousand, over the whole range.
TEST(LatencyHistogram, KeepsThreeSignificantDigits) {
  for (double us = 1; us < 3.6e9; us *= 1.07) {
    LatencyHistogram histogram;
    const auto value = static_cast<std::int64_t>(us);
    histogram.record(microseconds(value));
    histogram.record(microseconds(LatencyHistogram::kHighestUs));
    const auto seen = static_cast<double>(histogram.at_percentile(50));
    EXPECT_NEAR(seen, static_cast<double>(value), static_cast<double>(value) / 1000 + 0.5);
    EXPECT_GE(seen, static_cast<double>(value));
  }
}

TEST(LatencyHistogram, AgreesWithASortedListOfTheSame) {
  std::mt19937 generator(1);
  std::lognormal_distribution<double> latencies(6, 1.5);
  LatencyHistogram histogram;
  std::vector<std::int64_t> sorted;
  for (int i = 0; i < 20'000; ++i) {
    sorted.push_back(static_cast<std::int64_t>(latencies(generator)));
    histogram.record(microseconds(sorted.back()));
  }
  std::ranges::sort(sorted);
  for (const double percentile : {10.0, 50.0, 90.0, 99.0, 99.9}) {
    const auto at = static_cast<std::size_t>(std::lround(percentile * 200)) - 1;
    const auto expected = static_cast<double>(sorted[at]);
    EXPECT_NEAR(static_cast<double>(histogram.at_percentile(percentile)), expected,
                expected / 1000 + 1);
  }
}

TEST(LatencyHistogram, ClampsWhatIsOutOfRange) {
  LatencyHistogram histogram;
  histogram.record(std::chrono::nanoseconds(10));
  histogram.record(std::chrono::hours(5));
  EXPECT_EQ(histogram.at_percentile(50), 0);
  EXPECT_EQ(histogram.max_us(), LatencyHistogram::kHighestUs);
}

TEST(LatencyHistogram, AddsUpAndSurvivesJson) {
  LatencyHistogram first;
  LatencyHistogram second;
  first.record(microseconds(100));
  second.record(microseconds(123'456));
  first.add(second);
  EXPECT_EQ(first.count(), 2U);
  const LatencyHistogram again = LatencyHistogram::from_json(first.to_json());
  EXPECT_EQ(again.to_json(), first.to_json());
  EXPECT_EQ(again.max_us(), 123'456);
  EXPECT_THROW(LatencyHistogram::from_json(Json{{"unit", "ms"}}), std::runtime_error);
  EXPECT_THROW(LatencyHistogram::from_json(Json::array()), std::runtime_error);
  const auto with = [](std::uint64_t times, std::int64_t max) {
    return Json{{"unit", "us"}, {"max", max}, {"counts", {{3, times}, {4, 2}}}};
  };
  EXPECT_EQ(LatencyHistogram::from_json(with(1, 4)).at_percentile(100), 4);
  EXPECT_THROW(LatencyHistogram::from_json(with(1, -5)), std::runtime_error);
  EXPECT_THROW(LatencyHistogram::from_json(with(1, INT64_MAX)), std::runtime_error);
  EXPECT_THROW(LatencyHistogram::from_json(with(UINT64_MAX, 4)), std::runtime_error);
  EXPECT_THROW(LatencyHistogram::from_json(with((1UL << 53U) - 1, 4)), std::runtime_error);
}

TEST(LatencyHistogram, WritesADistributionThatRises) {
  LatencyHistogram histogram;
  for (int us = 1; us <= 10'000; ++us) histogram.record(microseconds(us));
  std::ostringstream out;
  histogram.write_hgrm(out);
  std::istringstream in(out.str());
  std::string line;
  double before = -1;
  int rows = 0;
  while (std::getline(in, line)) {
    double value = 0;
    double percentile = 0;
    std::uint64_t total = 0;
    if (!(std::istringstream(line) >> value >> percentile >> total)) continue;
    EXPECT_GE(value, before);
    EXPECT_NEAR(static_cast<double>(total), value * 1000, 12);
    before = value;
    ++rows;
  }
  EXPECT_GT(rows, 30);
  EXPECT_NE(out.str().find("#[Mean    ="), std::string::npos);
}

}  // namespace
}  // namespace conform::bench
