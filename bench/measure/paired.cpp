#include "bench/measure/paired.hpp"

#include <algorithm>

namespace conform::bench {
namespace {

// In percent; worse is positive.
std::vector<double> changes(const BenchRow& base, const BenchRow& now, const std::string& metric) {
  std::vector<double> result;
  const std::size_t pairs = std::min(base.repetitions.size(), now.repetitions.size());
  result.reserve(pairs);
  for (std::size_t i = 0; i < pairs; ++i) {
    const double before = value_of(base.repetitions[i], metric);
    const double after = value_of(now.repetitions[i], metric);
    // A side on which nothing succeeded says nothing of speed.
    if (before <= 0 || after <= 0) continue;
    const double ratio = metric == "rate" ? before / after : after / before;
    result.push_back((ratio - 1) * 100);
  }
  std::ranges::sort(result);
  return result;
}

double median_of(const std::vector<double>& sorted) {
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

}  // namespace

std::vector<PairedComparison> compare_paired(const BenchResult& base, const BenchResult& now,
                                             const std::vector<Tolerance>& tolerances) {
  std::vector<PairedComparison> result;
  for (const BenchRow& row : now.rows) {
    const auto before = std::ranges::find(base.rows, row.operation, &BenchRow::operation);
    if (before == base.rows.end()) continue;
    for (const Tolerance& tolerance : tolerances) {
      const std::vector<double> sorted = changes(*before, row, tolerance.metric);
      if (sorted.empty()) continue;
      const double median = median_of(sorted);
      result.push_back({row.operation, tolerance.metric, sorted.size(), median, sorted.front(),
                        sorted.back(), median > tolerance.percent});
    }
  }
  return result;
}

}  // namespace conform::bench
