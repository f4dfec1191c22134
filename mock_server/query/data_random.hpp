// Numbers drawn by integer arithmetic of our own, so that the same seed gives the same data on
// every platform. Not thread-safe; not for secrets.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace conform::mock {

// splitmix64 (Steele, Lea and Flood 2014): a few lines of integer arithmetic, alike everywhere.
class DataRandom {
 public:
  explicit DataRandom(std::uint64_t seed) : state_(seed) {}

  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(limit));
  }
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + below(most - least + 1);
  }
  bool chance(std::int64_t percent) { return below(100) < percent; }

  // A position, drawn by its weight.
  std::size_t weighted(const std::vector<std::int64_t>& running_totals) {
    const std::int64_t at = below(running_totals.back());
    return static_cast<std::size_t>(
        std::upper_bound(running_totals.begin(), running_totals.end(), at) -
        running_totals.begin());
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  std::uint64_t state_;
};

}  // namespace conform::mock
