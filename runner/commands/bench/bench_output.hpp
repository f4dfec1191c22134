// How `omni-conform bench` tells of a result: on a terminal, and in files.
#pragma once

#include <iosfwd>
#include <vector>

#include "bench/measure/bench_result.hpp"
#include "bench/measure/paired.hpp"
#include "runner/commands/bench/bench_plan.hpp"

namespace conform::runner {

void print(const bench::BenchResult& result, std::ostream& out);
void print(const std::vector<bench::MetricComparison>& comparisons, std::ostream& out);
void print(const std::vector<bench::PairedComparison>& comparisons, std::ostream& out);

// Throws std::runtime_error that names the file.
void write_files(const BenchFiles& files, const bench::BenchResult& result,
                 std::ostream& standard_output);

}  // namespace conform::runner
