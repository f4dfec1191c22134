// How much a server that is not ours may be asked: so many requests in all, and so many a second.
// Every request takes one; what is over is refused, whatever the plan of the load was. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stdexcept>

namespace conform::bench {

// No more requests may be sent; what() says which limit was reached.
struct BudgetSpent : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class RequestBudget {
 public:
  using Time = std::chrono::steady_clock::time_point;

  RequestBudget(std::uint64_t in_all, std::uint64_t in_a_second)
      : left_(in_all), in_a_second_(in_a_second) {}

  // Takes one request at that moment; moments rise. Throws BudgetSpent.
  void take(Time now);

 private:
  std::mutex mutex_;
  std::uint64_t left_;
  std::uint64_t in_a_second_;
  Time second_begins_{};
  std::uint64_t taken_in_second_ = 0;
};

}  // namespace conform::bench
