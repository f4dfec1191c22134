// How `omni-conform bench` tells of a result on a terminal.
#pragma once

#include <iosfwd>
#include <vector>

#include "bench/measure/bench_result.hpp"
#include "bench/measure/paired.hpp"

namespace conform::runner {

void print(const bench::BenchResult& result, std::ostream& out);
void print(const std::vector<bench::MetricComparison>& comparisons, std::ostream& out);
void print(const std::vector<bench::PairedComparison>& comparisons, std::ostream& out);

}  // namespace conform::runner
