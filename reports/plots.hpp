// The latency plots of a bench result: a page of their own, and a part of the HTML report.
#pragma once

#include <iosfwd>

#include "bench/measure/bench_result.hpp"
#include "foundation/json/json.hpp"

namespace conform::reports {

// What reports/plots/*.js draw: percentile curves, histograms, slices of time, sweeps, the cost of
// connecting. Latencies in µs.
Json plot_data(const bench::BenchResult& result);

// One self-contained page.
void write_bench_page(const bench::BenchResult& result, std::ostream& out);

}  // namespace conform::reports
