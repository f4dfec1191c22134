// Reports into files: whole or not at all.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "reports/report.hpp"
#include "runner/program/streams.hpp"

namespace conform::runner {

struct ReportRequest {
  const reports::Format* format = nullptr;
  std::string file;  // "-": standard output
};

// "junit=build/junit.xml". Throws UsageError for an unknown format, or when there is no file.
ReportRequest parse_report_request(const std::string& text);
// Each text may be several: "json=run.json,junit=run.xml". Throws UsageError also for a report that
// could not be written where it is wanted: its folder is missing or may not be written, or the file
// is one. Asked before anything is played, which would be lost.
std::vector<ReportRequest> report_requests(const std::vector<std::string>& texts);

// Another program may read one of them there, so that nothing else may be printed to it.
bool any_goes_to_standard_output(const std::vector<ReportRequest>& requests);

// A report that could not be written; what() names it.
class ReportError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Writes beside the file and renames, so that nobody ever reads half a report. Devices and pipes
// ("/dev/stderr") are written straight. Throws ReportError.
void write_report(const ReportRequest& request, const Run& run,
                  const reports::ReportContext& report_context, std::ostream& standard_output);

// The console report to standard output (to standard error when another report goes there), then
// every other one; Markdown also goes to the job's summary where there is one. Throws ReportError
// after all were tried.
void write_reports(const Run& run, const reports::ReportContext& report_context,
                   const std::vector<ReportRequest>& requests, Streams& streams);

}  // namespace conform::runner
