#include "bench/load/load.hpp"

#include <sys/prctl.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <exception>
#include <thread>
#include <utility>
#include <vector>

#include "bench/load/schedule.hpp"
#include "bench/load/wire_load.hpp"

namespace conform::bench {
namespace {

// Linux lets a sleeper oversleep by 50 µs to save power; in an open loop that would be latency.
void wake_in_time() { ::prctl(PR_SET_TIMERSLACK, 1UL); }

LoadResult work(Schedule& schedule, Operation& operation, Timeline& timeline) {
  LoadResult result;
  Timeline::Writer over_time(timeline);
  while (const auto begun = schedule.next()) {
    const bool counts = schedule.counts(*begun);
    try {
      const Cost cost = operation.perform();
      const auto latency = cost.answered.value_or(Schedule::SteadyClock::now()) - *begun;
      if (!counts) continue;
      result.latencies.record(latency);
      over_time.succeeded(schedule.into_it(*begun), latency);
      result.cost += cost;
      ++result.succeeded;
    } catch (const std::exception& error) {
      if (!counts) continue;
      result.failed(error.what());
      over_time.failed(schedule.into_it(*begun));
    }
    schedule.count();
  }
  return result;
}

// All of them as one request each, or none.
std::vector<RepeatedRequest> one_request_each(
    const std::vector<std::unique_ptr<Operation>>& operations) {
  std::vector<RepeatedRequest> requests;
  for (const auto& operation : operations) {
    auto request = operation->as_one_request();
    if (!request) return {};
    requests.push_back(std::move(*request));
  }
  return requests;
}

// Threads that work, each into a result of its own.
class Workers {
 public:
  // Ends with an exception: the first one is thrown by join().
  void start(std::function<LoadResult()> body) {
    LoadResult& result = results_.emplace_back();
    std::exception_ptr& failure = failures_.emplace_back();
    threads_.emplace_back([this, &result, &failure, body = std::move(body)] {
      wake_in_time();
      try {
        result = body();
      } catch (...) {
        failure = std::current_exception();
        failed_ = true;
      }
    });
  }

  [[nodiscard]] bool failed() const { return failed_; }

  LoadResult join() {
    threads_.clear();
    for (const std::exception_ptr& failure : failures_) {
      if (failure) std::rethrow_exception(failure);
    }
    LoadResult total;
    for (const LoadResult& result : results_) total.add(result);
    return total;
  }

 private:
  // Deques: what they hold stays where it is.
  std::deque<LoadResult> results_;
  std::deque<std::exception_ptr> failures_;
  std::atomic<bool> failed_ = false;
  std::vector<std::jthread> threads_;
};

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

void LoadResult::failed(std::string_view kind, std::uint64_t times) {
  std::size_t end = std::min(kind.size(), kLongestKind);
  // Not in the middle of a character, of which UTF-8 makes four bytes at most.
  const auto is_inside = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
  };
  for (int back = 0; back < 3 && end < kind.size() && end > 0 && is_inside(kind[end]); ++back)
    --end;
  std::string shown(kind.substr(0, end));
  if (errors.size() >= kMostKinds && !errors.contains(shown)) shown = kOtherKinds;
  errors[shown] += times;
}

void LoadResult::add(const LoadResult& other) {
  latencies.add(other.latencies);
  cost += other.cost;
  succeeded += other.succeeded;
  for (const auto& [kind, count] : other.errors) failed(kind, count);
  took += other.took;
}

LoadResult run_load(const LoadPlan& plan, const MakeOperation& make, const std::stop_token& stop,
                    const LoadProgress& progress) {
  // Made before the clock starts: what an operation needs once is no part of it.
  std::vector<std::unique_ptr<Operation>> operations;
  operations.reserve(plan.concurrency);
  for (std::size_t i = 0; i < plan.concurrency; ++i) operations.push_back(make());
  std::vector<RepeatedRequest> requests = one_request_each(operations);
  Timeline timeline(plan.duration);
  Schedule schedule(plan, stop);
  Workers workers;
  if (!requests.empty()) {
    workers.start([&] { return run_wire_load(schedule, std::move(requests), timeline); });
  } else {
    for (const auto& operation : operations) {
      workers.start([&] { return work(schedule, *operation, timeline); });
    }
  }
  constexpr std::chrono::milliseconds kBetweenReports(200);
  while (progress && !schedule.is_over() && !workers.failed()) {
    progress(schedule.operations(), schedule.share());
    if (!schedule.wait_until(Schedule::SteadyClock::now() + kBetweenReports)) break;
  }
  LoadResult total = workers.join();
  total.took =
      std::max(std::chrono::nanoseconds(0),
               std::chrono::nanoseconds(Schedule::SteadyClock::now() - schedule.counted_from()));
  total.slice_length = timeline.slice_length();
  total.slices = timeline.slices();
  return total;
}

}  // namespace conform::bench
