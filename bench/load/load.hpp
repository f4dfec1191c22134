// The load generator: closed loop (so many at a time, one after the other) or open loop (arrivals
// by schedule, latency counted from the moment an operation should have begun, so that a stall
// shows on everything that had to wait for it). Real time, by the steady clock.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/latency_histogram.hpp"
#include "bench/load/repeated_request.hpp"
#include "bench/load/timeline.hpp"

namespace conform::bench {

// What one operation cost beside its time.
struct Cost {
  std::uint64_t round_trips = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  // When the last answer was complete: latency ends there, and what the client makes of the answer
  // is its own affair. Nobody says so: it ends with the operation. Not summed up.
  std::optional<std::chrono::steady_clock::time_point> answered = std::nullopt;
  // Sums over its requests.
  std::chrono::nanoseconds connect{0};
  std::chrono::nanoseconds tls{0};
  std::chrono::nanoseconds first_byte{0};
  std::chrono::nanoseconds body{0};

  Cost& operator+=(const Cost& other);
};

// One worker's way to perform an operation; used by one thread.
class Operation {
 public:
  virtual ~Operation() = default;
  // Throws std::exception whose text is the kind of error.
  virtual Cost perform() = 0;
  // What perform() does, when that is one request that can be sent as it is.
  virtual std::optional<RepeatedRequest> as_one_request() { return std::nullopt; }
};
using MakeOperation = std::function<std::unique_ptr<Operation>()>;

struct LoadPlan {
  std::size_t concurrency = 1;             // workers; in an open loop the most that are under way
  std::optional<double> rate;              // operations a second: open loop
  std::chrono::milliseconds warm_up{500};  // not counted
  // Of a closed loop; an open one goes on until all that fell due in it is answered.
  std::chrono::milliseconds duration{2000};
  std::uint64_t most_operations = 0;  // ends earlier after so many; 0: no limit
};

struct LoadResult {
  LatencyHistogram latencies;  // of operations that succeeded
  Cost cost;                   // of the same
  std::uint64_t succeeded = 0;
  std::map<std::string, std::uint64_t> errors;  // by kind
  std::chrono::nanoseconds took{0};             // without the warm-up
  // How it went over that time. Of one run: add() leaves it alone.
  std::chrono::microseconds slice_length{0};
  std::vector<TimeSlice> slices;

  // A kind holds what a server said: so many bytes of each are kept, and so many kinds; what else
  // there is counts together.
  static constexpr std::size_t kLongestKind = 200;
  static constexpr std::size_t kMostKinds = 50;
  static constexpr const char* kOtherKinds = "other errors";

  [[nodiscard]] double per_second() const;
  void failed(std::string_view kind, std::uint64_t times = 1);
  void add(const LoadResult& other);
};

// Called now and then with the operations so far and the share of the time that is over.
using LoadProgress = std::function<void(std::uint64_t operations, double share)>;

// Runs until the time is over or a stop is requested; what was measured so far is returned.
// Operations that are one request each are sent by one thread (wire_load.hpp), others by a thread
// each.
LoadResult run_load(const LoadPlan& plan, const MakeOperation& make, const std::stop_token& stop,
                    const LoadProgress& progress = {});

}  // namespace conform::bench
