// How a run is told and what it is held against. Made before anything is played, so that a mistake
// costs nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/measure/bench_result.hpp"
#include "reports/report.hpp"
#include "runner/results/baseline.hpp"
#include "runner/results/report_files.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

struct ReportOptions {
  std::vector<std::string> reports;  // "FORMAT=FILE"
  std::string baseline;              // expected failures, or empty
  std::string since;                 // an earlier run that reports compare with, or empty
  std::string bench;                 // a bench result for the HTML report, or empty
};

struct ReportPlan {
  std::vector<ReportRequest> requests;
  std::optional<Baseline> baseline;
  std::string since_file;  // what the user calls the earlier run
  std::optional<Run> since;
  std::optional<bench::BenchResult> bench;
};

// Reads what the options name. Throws UsageError.
ReportPlan plan_of(const ReportOptions& options);

// Holds the run against what the plan has, and adds to `context` what reports say of that. The plan
// must outlive the context.
void hold_against(const ReportPlan& plan, Run& run, bool is_whole_run,
                  reports::ReportContext& context);

}  // namespace conform::runner
