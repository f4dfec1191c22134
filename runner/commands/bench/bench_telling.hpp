// How `omni-conform bench` tells of a result on a terminal.
#pragma once

#include <iosfwd>
#include <vector>

#include "bench/measure/bench_result.hpp"
#include "bench/measure/paired.hpp"

namespace conform {

void print(const BenchResult& result, std::ostream& out);
void print(const std::vector<MetricComparison>& comparisons, std::ostream& out);
void print(const std::vector<PairedComparison>& comparisons, std::ostream& out);

}  // namespace conform
