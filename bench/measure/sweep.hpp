// One operation again and again: with more and more connections, or with more and more recorded
// already. Real time.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "bench/load/load.hpp"
#include "bench/measure/bench_result.hpp"
#include "bench/measure/operations.hpp"

namespace conform::bench {

// Where a sweep gets its server.
struct SweepServer {
  // A fresh one where it can be had: what an earlier point left must not count.
  std::function<const Target&()> fresh;
  std::function<std::uint64_t()> resident_bytes;  // of that one; 0: unknown
};

// A point for each number of connections, all at once in a closed loop; `plan` says how long.
// A stop ends it with the points that there are.
Sweep sweep_connections(const Measurable& measurable, const SweepServer& server,
                        const std::vector<std::uint64_t>& connections, LoadPlan plan,
                        const std::stop_token& stop, const LoadProgress& progress = {});

// A point each time so many exchanges (rising) are over, about the stretch since the one before.
// All on one server.
Sweep sweep_exchanges(const Measurable& measurable, const SweepServer& server,
                      const std::vector<std::uint64_t>& exchanges, LoadPlan plan,
                      const std::stop_token& stop, const LoadProgress& progress = {});

}  // namespace conform::bench
