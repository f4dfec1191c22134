// What a run of `omni-conform bench` measured: one row an operation, each measured several times.
// Plain data; its JSON is what `--compare` reads again.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/load.hpp"
#include "foundation/json/json.hpp"

namespace conform::bench {

struct BenchRow {
  std::string operation;
  std::vector<LoadResult> repetitions;  // at least one

  [[nodiscard]] LoadResult total() const;
  // Of the repetitions' percentiles, in µs; rate in operations a second.
  [[nodiscard]] std::int64_t median_us(double percentile) const;
  [[nodiscard]] std::int64_t spread_us(double percentile) const;  // greatest less least
  [[nodiscard]] double median_rate() const;
};

// One operation again and again, with more connections or with more that is recorded already.
struct SweepPoint {
  std::uint64_t at = 0;  // connections, or exchanges recorded so far
  double rate = 0;       // operations a second
  std::int64_t p50_us = 0;
  std::int64_t p99_us = 0;
  std::uint64_t errors = 0;
  std::uint64_t resident_bytes = 0;  // of the server; 0 when it is not ours
};
struct Sweep {
  std::string operation;
  std::string over;  // "connections" or "exchanges"
  std::vector<SweepPoint> points;
};

// What a client does until it has the list of tools.
struct ConnectCost {
  std::uint64_t requests = 0;  // of the client itself
  std::uint64_t pages = 0;     // requests of the browser
  std::uint64_t bytes = 0;     // of both, sent and received
};
// Nothing known before, and started again with what the client kept.
struct ProfileCost {
  std::string profile;
  std::string title;
  ConnectCost cold;
  ConnectCost warm;
  std::string problem;  // how it ended when it did not connect
};

struct BenchResult {
  std::string version;
  std::string target;
  std::size_t concurrency = 1;
  double rate = 0;  // 0: closed loop
  std::vector<BenchRow> rows;
  std::vector<Sweep> sweeps = {};
  std::vector<ProfileCost> profiles = {};
};

Json to_json(const BenchResult& result);
// Throws std::runtime_error that names the file and what is wrong with it.
BenchResult read_bench_result(const std::filesystem::path& file);

// "p99>+20%": a metric (p50, p90, p99, p99.9, max, rate) that must not get worse by more than so
// much. Of a rate, worse is less.
struct Tolerance {
  std::string metric;
  double percent = 0;
  std::string text;  // as it was written
};
// Throws std::runtime_error that says the form.
Tolerance read_tolerance(const std::string& text);

// A tolerance's metric of one repetition: µs, or operations a second.
double value_of(const LoadResult& repetition, std::string_view metric);

// How a row got on, by one metric.
struct MetricComparison {
  std::string operation;
  std::string metric;
  double before = 0;
  double now = 0;
  double percent = 0;  // worse is positive
  bool exceeds = false;
};
std::vector<MetricComparison> compare(const BenchResult& before, const BenchResult& now,
                                      const std::vector<Tolerance>& tolerances);

}  // namespace conform::bench
