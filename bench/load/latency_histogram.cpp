#include "bench/load/latency_histogram.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace conform::bench {
namespace {

// Percentiles get closer to 100 in halves of what is left, five to each half.
constexpr int kTicksPerHalf = 5;
// What a double counts exactly: percentiles are shares of it.
constexpr std::uint64_t kMost = std::uint64_t{1} << 53U;

}  // namespace

LatencyHistogram::LatencyHistogram() : counts_(index_of(kHighestUs) + 1) {}

std::size_t LatencyHistogram::index_of(std::int64_t us) {
  // The bucket is how far the value's highest bit lies above the first bucket's.
  const int width = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(us)));
  const int bucket = std::max(0, width - kCellBits);
  const std::int64_t cell = us >> bucket;
  // All buckets but the first use only their upper half: the lower one would repeat the bucket
  // before.
  return static_cast<std::size_t>(bucket * kHalf + cell);
}

std::int64_t LatencyHistogram::highest_of(std::size_t index) {
  const auto at = static_cast<std::int64_t>(index);
  if (at < kCells) return at;
  const std::int64_t bucket = (at - kHalf) / kHalf;
  const std::int64_t cell = (at - kHalf) % kHalf + kHalf;
  return ((cell + 1) << bucket) - 1;
}

void LatencyHistogram::record_us(std::int64_t us, std::uint64_t times) {
  us = std::clamp<std::int64_t>(us, 0, kHighestUs);
  counts_[index_of(us)] += times;
  count_ += times;
  max_us_ = std::max(max_us_, us);
}

void LatencyHistogram::record(std::chrono::nanoseconds latency) {
  record_us(std::chrono::duration_cast<std::chrono::microseconds>(latency).count(), 1);
}

void LatencyHistogram::add(const LatencyHistogram& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  max_us_ = std::max(max_us_, other.max_us_);
}

void LatencyHistogram::clear() {
  std::ranges::fill(counts_, 0);
  count_ = 0;
  max_us_ = 0;
}

double LatencyHistogram::mean_us() const {
  if (count_ == 0) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    sum += static_cast<double>(counts_[i]) * static_cast<double>(highest_of(i));
  }
  return sum / static_cast<double>(count_);
}

std::int64_t LatencyHistogram::at_percentile(double percentile) const {
  if (count_ == 0) return 0;
  const double share = std::clamp(percentile, 0.0, 100.0) / 100;
  // 0.999 * 1000 is a little more than 999 in binary.
  constexpr double kRounding = 1e-6;
  const auto wanted = std::max<std::uint64_t>(
      1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_) - kRounding)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= wanted) return std::min(highest_of(i), max_us_);
  }
  return max_us_;
}

void LatencyHistogram::write_hgrm(std::ostream& out) const {
  fmt::print(out, "{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount",
             "1/(1-Percentile)");
  double percentile = 0;
  while (count_ > 0 && percentile < 100) {
    const std::int64_t value = at_percentile(percentile);
    std::uint64_t below = 0;
    for (std::size_t i = 0; i <= index_of(value); ++i) below += counts_[i];
    fmt::print(out, "{:>12.3f} {:>14.12f} {:>10} {:>14.2f}\n", static_cast<double>(value) / 1000,
               percentile / 100, below, 100 / (100 - percentile));
    if (below == count_) break;
    const double halves = std::floor(std::log2(100 / (100 - percentile))) + 1;
    percentile += 100 / (std::exp2(halves) * kTicksPerHalf);
  }
  fmt::print(out, "{:>12.3f} {:>14.12f} {:>10}\n", static_cast<double>(max_us_) / 1000, 1.0,
             count_);
  fmt::print(out, "#[Mean    = {:>12.3f}]\n#[Max     = {:>12.3f}, Total count    = {:>12}]\n",
             mean_us() / 1000, static_cast<double>(max_us_) / 1000, count_);
}

Json LatencyHistogram::to_json() const {
  Json counts = Json::array();
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] > 0) counts.push_back(Json::array({highest_of(i), counts_[i]}));
  }
  return {{"unit", "us"}, {"max", max_us_}, {"counts", std::move(counts)}};
}

LatencyHistogram LatencyHistogram::from_json(const Json& json) {
  LatencyHistogram histogram;
  try {
    if (json.at("unit") != "us") throw std::runtime_error("the unit of a histogram must be us");
    for (const Json& cell : json.at("counts")) {
      const auto times = cell.at(1).get<std::uint64_t>();
      if (times > kMost || histogram.count_ + times > kMost) {
        throw std::runtime_error("a histogram can't count so much");
      }
      histogram.record_us(cell.at(0).get<std::int64_t>(), times);
    }
    histogram.max_us_ = json.at("max").get<std::int64_t>();
    if (histogram.max_us_ < 0 || histogram.max_us_ > kHighestUs) {
      throw std::runtime_error("the longest latency of a histogram must be one that it can hold");
    }
  } catch (const Json::exception& error) {
    throw std::runtime_error(fmt::format("that is no histogram: {}", error.what()));
  }
  return histogram;
}

}  // namespace conform::bench
