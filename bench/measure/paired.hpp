// Two servers measured in turns, so that what disturbs the machine disturbs both, and what is said
// of them rests on pairs of repetitions that lay side by side. Pure functions.
#pragma once

#include <vector>

#include "bench/measure/bench_result.hpp"

namespace conform::bench {

// How much worse an operation got, from pair to pair; in percent, worse is positive.
struct PairedComparison {
  std::string operation;
  std::string metric;
  std::size_t pairs = 0;
  double median = 0;
  double least = 0;
  double greatest = 0;
  bool exceeds = false;  // the median does
};

// The nth repetition of a row is paired with the nth of the same operation on the other side.
std::vector<PairedComparison> compare_paired(const BenchResult& base, const BenchResult& now,
                                             const std::vector<Tolerance>& tolerances);

}  // namespace conform::bench
