#include "runner/commands/bench/bench_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "foundation/files/atomic_file.hpp"
#include "reports/plots.hpp"
#include "reports/text.hpp"

namespace conform::runner {

using bench::BenchResult;
using bench::BenchRow;
using bench::Cost;
using bench::LoadResult;
using bench::MetricComparison;
using bench::PairedComparison;
using bench::ProfileCost;
using bench::Sweep;
using bench::SweepPoint;
using reports::terminal_line;
using reports::write_bench_page;

namespace {

std::string milliseconds(double us) { return fmt::format("{:.3f}", us / 1000); }
std::string milliseconds(std::int64_t us) { return milliseconds(static_cast<double>(us)); }

void print_latencies(const BenchResult& result, std::ostream& out) {
  out << fmt::format("{:<17}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>10}{:>7}\n", "operation", "p50", "p90",
                     "p99", "±p99", "p99.9", "max", "per s", "errors");
  for (const BenchRow& row : result.rows) {
    const LoadResult total = row.total();
    std::uint64_t errors = 0;
    for (const auto& [kind, count] : total.errors) errors += count;
    const auto at = [&row](double percentile) { return milliseconds(row.median_us(percentile)); };
    out << fmt::format("{:<17}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>10.0f}{:>7}\n", row.operation,
                       at(50), at(90), at(99), milliseconds(row.spread_us(99)), at(99.9), at(100),
                       row.median_rate(), errors);
    for (const auto& [kind, count] : total.errors)
      out << fmt::format("    {} x {}\n", count, terminal_line(kind, 300));
  }
}

// What one operation costs on the wire, and what its mean time is spent on.
void print_costs(const BenchResult& result, std::ostream& out) {
  out << fmt::format("\n{:<17}{:>7}{:>9}{:>9}{:>10}{:>9}{:>12}{:>9}{:>9}\n", "one operation",
                     "trips", "sent", "received", "connect", "TLS", "first byte", "body", "rest");
  for (const BenchRow& row : result.rows) {
    const LoadResult total = row.total();
    if (total.succeeded == 0) continue;
    const Cost& cost = total.cost;
    const auto each = [&total](auto sum) {
      return static_cast<double>(sum) / static_cast<double>(total.succeeded);
    };
    const auto us = [&each](std::chrono::nanoseconds sum) { return each(sum.count()) / 1000; };
    const double rest = std::max(
        0.0, total.latencies.mean_us() - us(cost.connect + cost.tls + cost.first_byte + cost.body));
    out << fmt::format("{:<17}{:>7.1f}{:>9.0f}{:>9.0f}{:>10}{:>9}{:>12}{:>9}{:>9}\n", row.operation,
                       each(cost.round_trips), each(cost.bytes_sent), each(cost.bytes_received),
                       milliseconds(us(cost.connect)), milliseconds(us(cost.tls)),
                       milliseconds(us(cost.first_byte)), milliseconds(us(cost.body)),
                       milliseconds(rest));
  }
}

void print_sweep(const Sweep& sweep, std::ostream& out) {
  out << fmt::format("\n{}, {:>}\n{:>12}{:>10}{:>9}{:>9}{:>8}{:>12}\n", sweep.operation, sweep.over,
                     sweep.over, "per s", "p50", "p99", "errors", "memory MB");
  for (const SweepPoint& point : sweep.points) {
    const std::string memory =
        point.resident_bytes == 0
            ? "-"
            : fmt::format("{:.1f}", static_cast<double>(point.resident_bytes) / 1e6);
    out << fmt::format("{:>12}{:>10.0f}{:>9}{:>9}{:>8}{:>12}\n", point.at, point.rate,
                       milliseconds(point.p50_us), milliseconds(point.p99_us), point.errors,
                       memory);
  }
}

// A client's requests wait for each other, so each is a round trip.
void print_profiles(const std::vector<ProfileCost>& profiles, std::ostream& out) {
  out << fmt::format("\n{:<17}{:>10}{:>12}{:>9}{:>18}{:>9}\n", "to connect", "requests",
                     "in browser", "bytes", "requests again", "bytes");
  for (const ProfileCost& one : profiles) {
    out << fmt::format("{:<17}{:>10}{:>12}{:>9}{:>18}{:>9}\n", one.profile, one.cold.requests,
                       one.cold.pages, one.cold.bytes, one.warm.requests, one.warm.bytes);
    if (!one.problem.empty()) out << fmt::format("    {}\n", terminal_line(one.problem, 300));
  }
}

void write_file(const std::filesystem::path& file, const std::string& text) {
  if (const int error = write_whole_file(file.string(), text); error != 0) {
    throw std::runtime_error(fmt::format("{} could not be written: {}", file.string(),
                                         std::generic_category().message(error)));
  }
}

}  // namespace

void print(const BenchResult& result, std::ostream& out) {
  if (!result.rows.empty()) {
    out << fmt::format(
        "{}, {}, {} at a time; milliseconds, medians of {} repetitions\n\n", result.target,
        result.rate > 0 ? fmt::format("open loop at {:g} a second", result.rate) : "closed loop",
        result.concurrency, result.rows.front().repetitions.size());
    print_latencies(result, out);
    print_costs(result, out);
  }
  for (const Sweep& sweep : result.sweeps) print_sweep(sweep, out);
  if (!result.profiles.empty()) print_profiles(result.profiles, out);
}

void print(const std::vector<MetricComparison>& comparisons, std::ostream& out) {
  out << '\n';
  for (const MetricComparison& one : comparisons) {
    out << fmt::format("{} {:<17} {:<6} {:>10.0f} -> {:<10.0f} {:+.1f} %\n",
                       one.exceeds ? "WORSE" : "ok   ", one.operation, one.metric, one.before,
                       one.now, one.percent);
  }
}

void print(const std::vector<PairedComparison>& comparisons, std::ostream& out) {
  out << fmt::format("\n{:<5} {:<17} {:<6} {:>10}  {:<22}{}\n", "", "operation", "metric", "change",
                     "from pair to pair", "pairs");
  for (const PairedComparison& one : comparisons) {
    out << fmt::format("{} {:<17} {:<6} {:>+8.1f} %  {:<22}{}\n", one.exceeds ? "WORSE" : "ok   ",
                       one.operation, one.metric, one.median,
                       fmt::format("{:+.1f} to {:+.1f} %", one.least, one.greatest), one.pairs);
  }
}

void write_files(const BenchFiles& files, const BenchResult& result,
                 std::ostream& standard_output) {
  if (files.json == "-") {
    standard_output << to_json(result).dump(2) << '\n';
  } else if (!files.json.empty()) {
    write_file(files.json, to_json(result).dump(2) + '\n');
  }
  if (!files.plot.empty()) {
    std::ostringstream page;
    write_bench_page(result, page);
    write_file(files.plot, page.str());
  }
  if (files.hgrm.empty()) return;
  std::filesystem::create_directories(files.hgrm);
  for (const BenchRow& row : result.rows) {
    std::string name = row.operation;
    std::ranges::replace(name, '/', '_');
    std::ostringstream text;
    row.total().latencies.write_hgrm(text);
    write_file(std::filesystem::path(files.hgrm) / (name + ".hgrm"), text.str());
  }
}

}  // namespace conform::runner
