// What each report format costs, for the run that the golden files show.
#include <benchmark/benchmark.h>

#include <sstream>
#include <string>

#include "reports/golden/example_run.hpp"
#include "reports/report.hpp"

namespace conform::reports {
namespace {

void write_report(benchmark::State& state, const Format& format) {
  const Run run = example_run();
  const ReportContext report_context = example_report_context();
  std::size_t bytes = 0;
  while (state.KeepRunning()) {
    std::ostringstream out;
    format.write(run, report_context, out);
    bytes = out.str().size();
  }
  if (bytes == 0) state.SkipWithError("an empty report");
  state.counters["bytes"] = static_cast<double>(bytes);
}

}  // namespace
}  // namespace conform::reports

int main(int argc, char** argv) {
  for (const conform::reports::Format& format : conform::reports::all_formats()) {
    benchmark::RegisterBenchmark(
        ("write_report/" + std::string(format.name)).c_str(),
        [&format](benchmark::State& state) { conform::reports::write_report(state, format); });
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
