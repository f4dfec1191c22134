#include "reports/plots.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <ostream>

#include "reports/html_assets.hpp"
#include "reports/html_page.hpp"
#include "reports/text.hpp"

namespace conform::reports {

using bench::BenchResult;
using bench::BenchRow;
using bench::Cost;
using bench::LatencyHistogram;
using bench::LoadResult;
using bench::TimeSlice;

namespace {

// The percentiles of a curve: each step halves the distance to 100 and has ten points, as long as
// there are enough operations to tell the points apart. The last point is 100.
Json percentile_curve(const LatencyHistogram& latencies) {
  constexpr int kTicksPerHalf = 10;
  Json curve = Json::array();
  double left = 100;
  const double least = 100 / static_cast<double>(std::max<std::uint64_t>(latencies.count(), 1));
  while (left > least) {
    for (int tick = 0; tick < kTicksPerHalf; ++tick) {
      const double percentile = 100 - left + left / 2 * tick / kTicksPerHalf;
      curve.push_back(Json::array({percentile, latencies.at_percentile(percentile)}));
    }
    left /= 2;
  }
  curve.push_back(Json::array({100, latencies.max_us()}));
  return curve;
}

// [from, to, count] in bins of equal width on a logarithmic axis, without gaps.
Json bins_of(const LatencyHistogram& latencies) {
  constexpr int kBinsPerDecade = 24;
  std::map<int, std::uint64_t> counts;
  const Json cells = latencies.to_json();
  for (const Json& cell : cells.at("counts")) {
    const double us = std::max(1.0, cell.at(0).get<double>());
    counts[static_cast<int>(std::floor(std::log10(us) * kBinsPerDecade))] +=
        cell.at(1).get<std::uint64_t>();
  }
  Json bins = Json::array();
  if (counts.empty()) return bins;
  const auto edge = [](int bin) { return std::pow(10, static_cast<double>(bin) / kBinsPerDecade); };
  for (int bin = counts.begin()->first; bin <= counts.rbegin()->first; ++bin) {
    const auto found = counts.find(bin);
    bins.push_back(
        Json::array({edge(bin), edge(bin + 1), found == counts.end() ? 0 : found->second}));
  }
  return bins;
}

// What the mean time of one operation was spent on.
Json time_of(const LoadResult& total) {
  const double operations = static_cast<double>(std::max<std::uint64_t>(total.succeeded, 1));
  const auto each = [operations](std::chrono::nanoseconds sum) {
    return std::chrono::duration<double, std::micro>(sum).count() / operations;
  };
  const Cost& cost = total.cost;
  const double parts = each(cost.connect + cost.tls + cost.first_byte + cost.body);
  return {{"connect", each(cost.connect)},
          {"tls", each(cost.tls)},
          {"first_byte", each(cost.first_byte)},
          {"body", each(cost.body)},
          {"own", std::max(0.0, total.latencies.mean_us() - parts)}};
}

Json runs_of(const BenchRow& row) {
  Json runs = Json::array();
  for (const LoadResult& one : row.repetitions) {
    Json slices = Json::array();
    for (const TimeSlice& slice : one.slices) {
      slices.push_back(
          Json::array({slice.operations, slice.errors, slice.p50_us, slice.p99_us, slice.max_us}));
    }
    runs.push_back({{"slice_us", one.slice_length.count()}, {"slices", std::move(slices)}});
  }
  return runs;
}

Json operation_of(const BenchRow& row) {
  const LoadResult total = row.total();
  const double operations = static_cast<double>(std::max<std::uint64_t>(total.succeeded, 1));
  Json errors = Json::object();
  std::uint64_t failed = 0;
  for (const auto& [kind, count] : total.errors) {
    errors[visible(kind)] = count;
    failed += count;
  }
  return {{"name", visible(row.operation)},
          {"p50", row.median_us(50)},
          {"p90", row.median_us(90)},
          {"p99", row.median_us(99)},
          {"p999", row.median_us(99.9)},
          {"max", row.median_us(100)},
          {"spread99", row.spread_us(99)},
          {"rate", row.median_rate()},
          {"failed", failed},
          {"errors", std::move(errors)},
          {"trips", static_cast<double>(total.cost.round_trips) / operations},
          {"sent", static_cast<double>(total.cost.bytes_sent) / operations},
          {"received", static_cast<double>(total.cost.bytes_received) / operations},
          {"time", time_of(total)},
          {"curve", percentile_curve(total.latencies)},
          {"bins", bins_of(total.latencies)},
          {"runs", runs_of(row)}};
}

}  // namespace

Json plot_data(const BenchResult& result) {
  Json operations = Json::array();
  for (const BenchRow& row : result.rows) operations.push_back(operation_of(row));
  const Json whole = to_json(result);
  return {{"version", visible(result.version)},  {"target", visible(result.target)},
          {"concurrency", result.concurrency},   {"rate", result.rate},
          {"operations", std::move(operations)}, {"sweeps", whole.at("sweeps")},
          {"profiles", whole.at("profiles")}};
}

void write_bench_page(const BenchResult& result, std::ostream& out) {
  write_html_page({.script = html_assets::bench_script, .draws = true},
                  {html_data_block("bench", plot_data(result))}, out);
}

}  // namespace conform::reports
