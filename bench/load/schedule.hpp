// When the operations of a load begin: one after the other, or at a fixed rate. Real time, by the
// steady clock. Thread-safe; the plan must outlive it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>

#include "bench/load/load.hpp"

namespace conform::bench {

class Schedule {
 public:
  using SteadyClock = std::chrono::steady_clock;
  using Moment = SteadyClock::time_point;

  // Begins now.
  Schedule(const LoadPlan& plan, std::stop_token stop);

  // The moment from which the next operation counts, waited for; nullopt when all is over.
  std::optional<Moment> next();
  // The same without waiting: nullopt also when none is due yet, which may be asked for then.
  std::optional<Moment> take(Moment now);
  [[nodiscard]] Moment next_due() const;

  [[nodiscard]] bool counts(Moment begun) const { return begun >= counted_from_; }
  void count() { ++operations_; }
  [[nodiscard]] std::uint64_t operations() const { return operations_; }
  [[nodiscard]] bool is_stopped() const { return stop_.stop_requested(); }
  [[nodiscard]] bool is_over() const;
  [[nodiscard]] double share() const;  // of the time, 0 to 1
  [[nodiscard]] Moment counted_from() const { return counted_from_; }
  [[nodiscard]] std::chrono::nanoseconds into_it(Moment begun) const {
    return begun - counted_from_;
  }

  // False when a stop was requested before.
  [[nodiscard]] bool wait_until(Moment due) const;

 private:
  [[nodiscard]] Moment due_of(std::uint64_t number) const;

  const LoadPlan& plan_;
  std::stop_token stop_;
  Moment begin_;
  Moment counted_from_;
  Moment end_;
  std::atomic<std::uint64_t> arrivals_ = 0;
  std::atomic<std::uint64_t> operations_ = 0;
};

}  // namespace conform::bench
