#include "bench/measure/bench_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "foundation/json/json_reader.hpp"

namespace conform::bench {
namespace {

constexpr int kFormat = 1;

template <typename Value>
Value median(std::vector<Value> values) {
  std::ranges::sort(values);
  return values.empty() ? Value() : values[values.size() / 2];
}

std::vector<std::int64_t> percentiles(const BenchRow& row, double percentile) {
  std::vector<std::int64_t> values;
  values.reserve(row.repetitions.size());
  for (const LoadResult& one : row.repetitions) {
    values.push_back(one.latencies.at_percentile(percentile));
  }
  return values;
}

// "p99.9" -> 99.9; "max" -> 100.
double percentile_of(std::string_view metric) {
  if (metric == "max") return 100;
  double percentile = 0;
  std::from_chars(metric.data() + 1, metric.data() + metric.size(), percentile);
  return percentile;
}

double metric_of(const BenchRow& row, std::string_view metric) {
  if (metric == "rate") return row.median_rate();
  return static_cast<double>(row.median_us(percentile_of(metric)));
}

Json to_json(const std::vector<TimeSlice>& slices) {
  Json rows = Json::array();
  for (const TimeSlice& one : slices) {
    rows.push_back(Json::array({one.operations, one.errors, one.p50_us, one.p99_us, one.max_us}));
  }
  return rows;
}

Json to_json(const Sweep& sweep) {
  Json points = Json::array();
  for (const SweepPoint& one : sweep.points) {
    points.push_back({{"at", one.at},
                      {"rate", one.rate},
                      {"p50_us", one.p50_us},
                      {"p99_us", one.p99_us},
                      {"errors", one.errors},
                      {"resident_bytes", one.resident_bytes}});
  }
  return {{"operation", sweep.operation}, {"over", sweep.over}, {"points", std::move(points)}};
}

Json to_json(const ConnectCost& cost) {
  return {{"requests", cost.requests}, {"pages", cost.pages}, {"bytes", cost.bytes}};
}

Json to_json(const ProfileCost& cost) {
  Json json = {{"profile", cost.profile},
               {"title", cost.title},
               {"cold", to_json(cost.cold)},
               {"warm", to_json(cost.warm)}};
  if (!cost.problem.empty()) json["problem"] = cost.problem;
  return json;
}

template <typename Value>
Json to_json_array(const std::vector<Value>& values) {
  Json array = Json::array();
  for (const Value& value : values) array.push_back(to_json(value));
  return array;
}

Json to_json(const LoadResult& result) {
  const auto us = [](std::chrono::nanoseconds time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
  };
  return {{"succeeded", result.succeeded},
          {"errors", result.errors},
          {"took_us", us(result.took)},
          {"round_trips", result.cost.round_trips},
          {"bytes_sent", result.cost.bytes_sent},
          {"bytes_received", result.cost.bytes_received},
          {"connect_us", us(result.cost.connect)},
          {"tls_us", us(result.cost.tls)},
          {"first_byte_us", us(result.cost.first_byte)},
          {"body_us", us(result.cost.body)},
          {"latencies", result.latencies.to_json()},
          {"slice_us", result.slice_length.count()},
          {"slices", to_json(result.slices)}};
}

std::uint64_t natural(const JsonReader& json) {
  const std::int64_t number = json.integer();
  if (number < 0) json.fail("must be 0 or more");
  return static_cast<std::uint64_t>(number);
}

double number(const JsonReader& json) {
  if (!json.json().is_number()) json.fail("must be a number");
  return json.json().get<double>();
}

// [operations, errors, p50, p99, max]
TimeSlice read_slice(const JsonReader& json) {
  const std::vector<JsonReader> parts = json.elements();
  if (parts.size() != 5) json.fail("must have five numbers");
  return {natural(parts[0]), natural(parts[1]), parts[2].integer(), parts[3].integer(),
          parts[4].integer()};
}

Sweep read_sweep(const JsonReader& json) {
  Sweep sweep{json.at("operation").text(), json.at("over").text(), {}};
  for (const JsonReader& one : json.at("points").elements()) {
    sweep.points.push_back({natural(one.at("at")), number(one.at("rate")),
                            one.at("p50_us").integer(), one.at("p99_us").integer(),
                            natural(one.at("errors")), natural(one.at("resident_bytes"))});
  }
  return sweep;
}

ConnectCost read_connect_cost(const JsonReader& json) {
  return {natural(json.at("requests")), natural(json.at("pages")), natural(json.at("bytes"))};
}

ProfileCost read_profile_cost(const JsonReader& json) {
  const auto problem = json.find("problem");
  return {json.at("profile").text(), json.at("title").text(), read_connect_cost(json.at("cold")),
          read_connect_cost(json.at("warm")), problem ? problem->text() : ""};
}

LoadResult read_load(const JsonReader& json) {
  const auto us = [&json](const char* member) {
    return std::chrono::microseconds(natural(json.at(member)));
  };
  LoadResult result;
  result.succeeded = natural(json.at("succeeded"));
  for (const auto& [kind, count] : json.at("errors").members())
    result.errors[kind] = natural(count);
  result.took = us("took_us");
  result.cost.round_trips = natural(json.at("round_trips"));
  result.cost.bytes_sent = natural(json.at("bytes_sent"));
  result.cost.bytes_received = natural(json.at("bytes_received"));
  result.cost.connect = us("connect_us");
  result.cost.tls = us("tls_us");
  result.cost.first_byte = us("first_byte_us");
  result.cost.body = us("body_us");
  try {
    result.latencies = LatencyHistogram::from_json(json.at("latencies").json());
  } catch (const std::runtime_error& error) {
    json.at("latencies").fail(error.what());
  }
  // Results of older versions have no more than this.
  if (!json.has("slices")) return result;
  result.slice_length = us("slice_us");
  for (const JsonReader& one : json.at("slices").elements()) {
    result.slices.push_back(read_slice(one));
  }
  return result;
}

}  // namespace

LoadResult BenchRow::total() const {
  LoadResult sum;
  for (const LoadResult& one : repetitions) sum.add(one);
  return sum;
}

std::int64_t BenchRow::median_us(double percentile) const {
  return median(percentiles(*this, percentile));
}

std::int64_t BenchRow::spread_us(double percentile) const {
  const std::vector<std::int64_t> values = percentiles(*this, percentile);
  if (values.empty()) return 0;
  const auto [least, greatest] = std::ranges::minmax(values);
  return greatest - least;
}

double BenchRow::median_rate() const {
  std::vector<double> rates;
  rates.reserve(repetitions.size());
  for (const LoadResult& one : repetitions) rates.push_back(one.per_second());
  return median(std::move(rates));
}

Json to_json(const BenchResult& result) {
  Json rows = Json::array();
  for (const BenchRow& row : result.rows) {
    Json repetitions = Json::array();
    for (const LoadResult& one : row.repetitions) repetitions.push_back(to_json(one));
    rows.push_back({{"operation", row.operation},
                    {"p50_us", row.median_us(50)},
                    {"p90_us", row.median_us(90)},
                    {"p99_us", row.median_us(99)},
                    {"p99.9_us", row.median_us(99.9)},
                    {"max_us", row.median_us(100)},
                    {"rate", row.median_rate()},
                    {"repetitions", std::move(repetitions)}});
  }
  return {{"format", kFormat},
          {"version", result.version},
          {"target", result.target},
          {"concurrency", result.concurrency},
          {"rate", result.rate},
          {"operations", std::move(rows)},
          {"sweeps", to_json_array(result.sweeps)},
          {"profiles", to_json_array(result.profiles)}};
}

BenchResult read_bench_result(const std::filesystem::path& file) {
  const Json json = read_json_file(file);
  const JsonReader root(json, file.string());
  if (root.at("format").integer() != kFormat) {
    root.at("format").fail(fmt::format("must be {}: written by another version?", kFormat));
  }
  BenchResult result;
  result.version = root.at("version").text();
  result.target = root.at("target").text();
  result.concurrency = natural(root.at("concurrency"));
  result.rate = number(root.at("rate"));
  for (const JsonReader& item : root.at("operations").elements()) {
    BenchRow row;
    row.operation = item.at("operation").text();
    for (const JsonReader& one : item.at("repetitions").elements()) {
      row.repetitions.push_back(read_load(one));
    }
    if (row.repetitions.empty()) item.at("repetitions").fail("must have at least one");
    result.rows.push_back(std::move(row));
  }
  if (const auto sweeps = root.find("sweeps")) {
    for (const JsonReader& one : sweeps->elements()) result.sweeps.push_back(read_sweep(one));
  }
  if (const auto profiles = root.find("profiles")) {
    for (const JsonReader& one : profiles->elements()) {
      result.profiles.push_back(read_profile_cost(one));
    }
  }
  return result;
}

Tolerance read_tolerance(const std::string& text) {
  const std::size_t sign = text.find(">+");
  const std::string metric = text.substr(0, sign);
  constexpr std::array kMetrics{"p50", "p90", "p99", "p99.9", "max", "rate"};
  double percent = -1;
  if (sign != std::string::npos && text.ends_with('%')) {
    const char* end = text.data() + text.size() - 1;
    const auto [stop, error] = std::from_chars(text.data() + sign + 2, end, percent);
    if (error != std::errc() || stop != end) percent = -1;
  }
  if (std::ranges::find(kMetrics, metric) == kMetrics.end() || percent < 0) {
    throw std::runtime_error(fmt::format(
        "\"{}\" is no tolerance: write METRIC>+N%, as in p99>+20%, where METRIC is p50, p90, p99, "
        "p99.9, max or rate",
        text));
  }
  return {metric, percent, text};
}

double value_of(const LoadResult& repetition, std::string_view metric) {
  if (metric == "rate") return repetition.per_second();
  return static_cast<double>(repetition.latencies.at_percentile(percentile_of(metric)));
}

std::vector<MetricComparison> compare(const BenchResult& before, const BenchResult& now,
                                      const std::vector<Tolerance>& tolerances) {
  std::vector<MetricComparison> comparisons;
  for (const BenchRow& row : now.rows) {
    const auto base = std::ranges::find(before.rows, row.operation, &BenchRow::operation);
    if (base == before.rows.end()) continue;
    for (const Tolerance& tolerance : tolerances) {
      MetricComparison one;
      one.operation = row.operation;
      one.metric = tolerance.metric;
      one.before = metric_of(*base, tolerance.metric);
      one.now = metric_of(row, tolerance.metric);
      const double change = one.before > 0 ? (one.now - one.before) / one.before * 100 : 0;
      one.percent = tolerance.metric == "rate" ? -change : change;
      one.exceeds = one.percent > tolerance.percent;
      comparisons.push_back(std::move(one));
    }
  }
  return comparisons;
}

}  // namespace conform::bench
