// Latencies with three significant digits from 1 µs to 1 h, in HdrHistogram's layout: buckets whose
// width doubles, each with the same number of cells. Constant memory, no sampling. Not thread-safe:
// one a worker, added up at the end.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <vector>

#include "foundation/json/json.hpp"

namespace conform::bench {

class LatencyHistogram {
 public:
  static constexpr std::int64_t kHighestUs = 3'600'000'000;  // longer latencies count as this

  LatencyHistogram();

  // Below 1 µs counts as 0, above one hour as one hour.
  void record(std::chrono::nanoseconds latency);
  void add(const LatencyHistogram& other);
  void clear();

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::int64_t max_us() const { return max_us_; }
  [[nodiscard]] double mean_us() const;
  // The latency that `percentile` (0 to 100) of the recorded ones do not exceed, in µs, exact to
  // three significant digits. 0 when nothing was recorded.
  [[nodiscard]] std::int64_t at_percentile(double percentile) const;

  // HdrHistogram's percentile distribution (".hgrm"), in milliseconds, as its plotters read it.
  void write_hgrm(std::ostream& out) const;
  // {"unit": "us", "counts": [[highest equivalent value, count], …]} of cells that are not empty.
  [[nodiscard]] Json to_json() const;
  // Throws std::runtime_error when the JSON is no such object.
  static LatencyHistogram from_json(const Json& json);

 private:
  // Three digits need 2 * 10^3 cells, rounded up to a power of two.
  static constexpr int kCellBits = 11;
  static constexpr std::int64_t kCells = std::int64_t{1} << kCellBits;
  static constexpr std::int64_t kHalf = kCells / 2;

  static std::size_t index_of(std::int64_t us);
  static std::int64_t highest_of(std::size_t index);
  void record_us(std::int64_t us, std::uint64_t times);

  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  std::int64_t max_us_ = 0;
};

}  // namespace conform::bench
