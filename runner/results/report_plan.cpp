#include "runner/results/report_plan.hpp"

#include <stdexcept>

#include "runner/program/exit_code.hpp"
#include "runner/results/diff.hpp"
#include "runner/results/run_file.hpp"

namespace conform::runner {

using bench::BenchResult;
using bench::read_bench_result;
using reports::ReportContext;

namespace {

BenchResult bench_result_of(const std::string& file) {
  try {
    return read_bench_result(file);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

}  // namespace

ReportPlan plan_of(const ReportOptions& options) {
  ReportPlan plan;
  plan.requests = report_requests(options.reports);
  plan.since_file = options.since;
  if (!options.since.empty()) plan.since = load_run(options.since);
  if (!options.bench.empty()) plan.bench = bench_result_of(options.bench);
  if (!options.baseline.empty()) plan.baseline = load_baseline(options.baseline);
  return plan;
}

void hold_against(const ReportPlan& plan, Run& run, bool is_whole_run, ReportContext& context) {
  if (plan.bench) context.bench = &*plan.bench;
  if (plan.baseline) {
    context.baseline = plan.baseline->file;
    hold_against(*plan.baseline, run, today(), is_whole_run);
  }
  if (plan.since) context.since = news_since(*plan.since, run, plan.since_file);
}

}  // namespace conform::runner
