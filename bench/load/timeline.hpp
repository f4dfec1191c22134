// How a measurement went over its time: slices of equal length, each with its operations, errors
// and latencies. Thread-safe; every worker writes through a Writer of its own, which locks only
// when a slice is over.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <vector>

#include "bench/load/latency_histogram.hpp"

namespace conform::bench {

struct TimeSlice {
  std::uint64_t operations = 0;  // that succeeded
  std::uint64_t errors = 0;
  std::int64_t p50_us = 0;
  std::int64_t p99_us = 0;
  std::int64_t max_us = 0;
};

class Timeline {
 public:
  static constexpr std::size_t kSlices = 60;

  // Of a measurement that takes so long; what comes later counts to the last slice.
  explicit Timeline(std::chrono::nanoseconds length);

  [[nodiscard]] std::chrono::microseconds slice_length() const;
  // Without the empty slices of a measurement that ended early. Once all writers are gone.
  [[nodiscard]] std::vector<TimeSlice> slices() const;

  // Times are when an operation began, counted from the beginning. Each change of slice costs a
  // lock: times that go to and fro between two slices are counted right, but slowly.
  class Writer {
   public:
    explicit Writer(Timeline& timeline) : timeline_(timeline) {}
    ~Writer() { flush(); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void succeeded(std::chrono::nanoseconds begun, std::chrono::nanoseconds latency);
    void failed(std::chrono::nanoseconds begun);

   private:
    void go_to(std::chrono::nanoseconds begun);
    void flush();

    Timeline& timeline_;
    std::size_t at_ = 0;
    std::uint64_t errors_ = 0;
    LatencyHistogram latencies_;
  };

 private:
  struct Slice {
    std::uint64_t errors = 0;
    LatencyHistogram latencies;
  };

  std::chrono::nanoseconds slice_length_;
  std::mutex mutex_;
  std::vector<Slice> slices_;
};

}  // namespace conform::bench
