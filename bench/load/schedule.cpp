#include "bench/load/schedule.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace conform::bench {

Schedule::Schedule(const LoadPlan& plan, std::stop_token stop)
    : plan_(plan),
      stop_(std::move(stop)),
      begin_(SteadyClock::now()),
      counted_from_(begin_ + plan.warm_up),
      end_(counted_from_ + plan.duration) {}

std::optional<Schedule::Moment> Schedule::next() {
  if (is_over()) return std::nullopt;
  if (!plan_.rate) return SteadyClock::now();
  const Moment due = due_of(arrivals_.fetch_add(1));
  if (due >= end_ || !wait_until(due)) return std::nullopt;
  return due;
}

std::optional<Schedule::Moment> Schedule::take(Moment now) {
  if (is_over()) return std::nullopt;
  if (!plan_.rate) return now;
  const Moment due = next_due();
  if (due > now) return std::nullopt;
  ++arrivals_;
  return due;
}

Schedule::Moment Schedule::next_due() const {
  return plan_.rate ? due_of(arrivals_) : SteadyClock::now();
}

bool Schedule::is_over() const {
  const bool enough = plan_.most_operations > 0 && operations_ >= plan_.most_operations;
  if (enough || is_stopped()) return true;
  // What fell due is sent, however late: leaving it out would hide the stall that made it late.
  return next_due() >= end_;
}

double Schedule::share() const {
  const std::chrono::duration<double> passed = SteadyClock::now() - begin_;
  return std::min(1.0, passed / (end_ - begin_));
}

bool Schedule::wait_until(Moment due) const {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_until(lock, stop_, due, [] { return false; });
  return !is_stopped();
}

Schedule::Moment Schedule::due_of(std::uint64_t number) const {
  const std::chrono::duration<double> after(static_cast<double>(number) / *plan_.rate);
  return begin_ + std::chrono::duration_cast<SteadyClock::duration>(after);
}

}  // namespace conform::bench
