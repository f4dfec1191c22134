#include "bench/load.hpp"

#include <sys/prctl.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace conform {
namespace {

using SteadyClock = std::chrono::steady_clock;

// What the workers of a run share.
class Schedule {
 public:
  Schedule(const LoadPlan& plan, std::stop_token stop)
      : plan_(plan),
        stop_(std::move(stop)),
        begin_(SteadyClock::now()),
        counted_from_(begin_ + plan.warm_up),
        end_(counted_from_ + plan.duration) {}

  // The moment from which the next operation counts, waited for; nullopt when all is over.
  std::optional<SteadyClock::time_point> next() {
    if (is_over()) return std::nullopt;
    if (!plan_.rate) return SteadyClock::now();
    const auto due = due_of(arrivals_.fetch_add(1));
    if (due >= end_ || !wait_until(due)) return std::nullopt;
    return due;
  }

  bool counts(SteadyClock::time_point begun) const { return begun >= counted_from_; }
  void count() { ++operations_; }
  std::uint64_t operations() const { return operations_; }
  bool is_over() const {
    const bool enough = plan_.most_operations > 0 && operations_ >= plan_.most_operations;
    if (enough || stop_.stop_requested()) return true;
    // What fell due is sent, however late: leaving it out would hide the stall that made it late.
    return (plan_.rate ? due_of(arrivals_) : SteadyClock::now()) >= end_;
  }
  double share() const {
    const std::chrono::duration<double> passed = SteadyClock::now() - begin_;
    return std::min(1.0, passed / (end_ - begin_));
  }
  SteadyClock::time_point counted_from() const { return counted_from_; }
  std::chrono::nanoseconds into_it(SteadyClock::time_point begun) const {
    return begun - counted_from_;
  }

  // False when a stop was requested before.
  bool wait_until(SteadyClock::time_point due) const {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait_until(lock, stop_, due, [] { return false; });
    return !stop_.stop_requested();
  }

 private:
  SteadyClock::time_point due_of(std::uint64_t number) const {
    const std::chrono::duration<double> after(static_cast<double>(number) / *plan_.rate);
    return begin_ + std::chrono::duration_cast<SteadyClock::duration>(after);
  }

  const LoadPlan& plan_;
  std::stop_token stop_;
  SteadyClock::time_point begin_;
  SteadyClock::time_point counted_from_;
  SteadyClock::time_point end_;
  std::atomic<std::uint64_t> arrivals_ = 0;
  std::atomic<std::uint64_t> operations_ = 0;
};

// Linux lets a sleeper oversleep by 50 µs to save power; in an open loop that would be latency.
void wake_in_time() { ::prctl(PR_SET_TIMERSLACK, 1UL); }

void work(Schedule& schedule, Operation& operation, Timeline& timeline, LoadResult& result) {
  wake_in_time();
  Timeline::Writer over_time(timeline);
  while (const auto begun = schedule.next()) {
    const bool counts = schedule.counts(*begun);
    try {
      const Cost cost = operation.perform();
      const auto latency = cost.answered.value_or(SteadyClock::now()) - *begun;
      if (!counts) continue;
      result.latencies.record(latency);
      over_time.succeeded(schedule.into_it(*begun), latency);
      result.cost += cost;
      ++result.succeeded;
    } catch (const std::exception& error) {
      if (!counts) continue;
      ++result.errors[error.what()];
      over_time.failed(schedule.into_it(*begun));
    }
    schedule.count();
  }
}

}  // namespace

Cost& Cost::operator+=(const Cost& other) {
  round_trips += other.round_trips;
  bytes_sent += other.bytes_sent;
  bytes_received += other.bytes_received;
  connect += other.connect;
  tls += other.tls;
  first_byte += other.first_byte;
  body += other.body;
  return *this;
}

double LoadResult::per_second() const {
  const double seconds = std::chrono::duration<double>(took).count();
  return seconds > 0 ? static_cast<double>(succeeded) / seconds : 0;
}

void LoadResult::add(const LoadResult& other) {
  latencies.add(other.latencies);
  cost += other.cost;
  succeeded += other.succeeded;
  for (const auto& [kind, count] : other.errors) errors[kind] += count;
  took += other.took;
}

LoadResult run_load(const LoadPlan& plan, const MakeOperation& make, const std::stop_token& stop,
                    const LoadProgress& progress) {
  // Made before the clock starts: what an operation needs once is no part of it.
  std::vector<std::unique_ptr<Operation>> operations;
  operations.reserve(plan.concurrency);
  for (std::size_t i = 0; i < plan.concurrency; ++i) operations.push_back(make());
  std::vector<LoadResult> results(plan.concurrency);
  Timeline timeline(plan.duration);
  Schedule schedule(plan, stop);
  {
    std::vector<std::jthread> threads;
    threads.reserve(plan.concurrency);
    for (std::size_t i = 0; i < plan.concurrency; ++i) {
      threads.emplace_back([&, i] { work(schedule, *operations[i], timeline, results[i]); });
    }
    constexpr std::chrono::milliseconds kBetweenReports(200);
    while (progress && !schedule.is_over()) {
      progress(schedule.operations(), schedule.share());
      if (!schedule.wait_until(SteadyClock::now() + kBetweenReports)) break;
    }
  }
  const auto ended = SteadyClock::now();
  LoadResult total;
  for (const LoadResult& result : results) total.add(result);
  total.took = std::max(std::chrono::nanoseconds(0),
                        std::chrono::nanoseconds(ended - schedule.counted_from()));
  total.slice_length = timeline.slice_length();
  total.slices = timeline.slices();
  return total;
}

}  // namespace conform
