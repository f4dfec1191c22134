#include "bench/measure/sweep.hpp"

#include <algorithm>

namespace conform::bench {
namespace {

// Runs once, and keeps the most memory that the server was seen to hold while it ran.
SweepPoint measured(std::uint64_t at, const Measurable& measurable, const Target& target,
                    const SweepServer& server, const LoadPlan& plan, const std::stop_token& stop,
                    const LoadProgress& progress) {
  std::uint64_t resident = 0;
  const auto look = [&] { resident = std::max(resident, server.resident_bytes()); };
  const LoadResult result = run_load(
      plan, [&] { return measurable.make(target, measurable.name); }, stop,
      [&](std::uint64_t operations, double share) {
        look();
        if (progress) progress(operations, share);
      });
  look();
  std::uint64_t errors = 0;
  for (const auto& [kind, count] : result.errors) errors += count;
  return {at,
          result.per_second(),
          result.latencies.at_percentile(50),
          result.latencies.at_percentile(99),
          errors,
          resident};
}

}  // namespace

Sweep sweep_connections(const Measurable& measurable, const SweepServer& server,
                        const std::vector<std::uint64_t>& connections, LoadPlan plan,
                        const std::stop_token& stop, const LoadProgress& progress) {
  Sweep sweep{measurable.name, "connections", {}};
  plan.rate.reset();
  for (const std::uint64_t count : connections) {
    if (stop.stop_requested()) break;
    plan.concurrency = count;
    const Target& target = server.fresh();
    sweep.points.push_back(measured(count, measurable, target, server, plan, stop, progress));
  }
  return sweep;
}

Sweep sweep_exchanges(const Measurable& measurable, const SweepServer& server,
                      const std::vector<std::uint64_t>& exchanges, LoadPlan plan,
                      const std::stop_token& stop, const LoadProgress& progress) {
  Sweep sweep{measurable.name, "exchanges", {}};
  plan.rate.reset();
  plan.warm_up = std::chrono::milliseconds(0);
  plan.duration = std::chrono::hours(1);
  const Target& target = server.fresh();
  std::uint64_t before = 0;
  for (const std::uint64_t count : exchanges) {
    if (stop.stop_requested() || count <= before) break;
    plan.most_operations = count - before;
    sweep.points.push_back(measured(count, measurable, target, server, plan, stop, progress));
    before = count;
  }
  return sweep;
}

}  // namespace conform::bench
