#include "bench/load/timeline.hpp"

#include <algorithm>

namespace conform::bench {

Timeline::Timeline(std::chrono::nanoseconds length)
    : slice_length_(
          std::max<std::chrono::nanoseconds>(length / kSlices, std::chrono::microseconds(1))),
      slices_(kSlices) {}

std::chrono::microseconds Timeline::slice_length() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(slice_length_);
}

std::vector<TimeSlice> Timeline::slices() const {
  std::vector<TimeSlice> result;
  result.reserve(slices_.size());
  for (const Slice& slice : slices_) {
    const LatencyHistogram& latencies = slice.latencies;
    result.push_back({latencies.count(), slice.errors, latencies.at_percentile(50),
                      latencies.at_percentile(99), latencies.max_us()});
  }
  while (!result.empty() && result.back().operations + result.back().errors == 0) result.pop_back();
  return result;
}

void Timeline::Writer::succeeded(std::chrono::nanoseconds begun, std::chrono::nanoseconds latency) {
  go_to(begun);
  latencies_.record(latency);
}

void Timeline::Writer::failed(std::chrono::nanoseconds begun) {
  go_to(begun);
  ++errors_;
}

void Timeline::Writer::go_to(std::chrono::nanoseconds begun) {
  const auto slice = static_cast<std::size_t>(
      std::max<std::chrono::nanoseconds::rep>(0, begun / timeline_.slice_length_));
  const std::size_t now = std::min(slice, kSlices - 1);
  if (now == at_) return;
  flush();
  at_ = now;
}

void Timeline::Writer::flush() {
  if (latencies_.count() + errors_ == 0) return;
  const std::lock_guard lock(timeline_.mutex_);
  Slice& slice = timeline_.slices_[at_];
  slice.latencies.add(latencies_);
  slice.errors += errors_;
  latencies_.clear();
  errors_ = 0;
}

}  // namespace conform::bench
