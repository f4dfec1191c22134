// `omni-conform merge`: joins the streams of shards to one run and says what is missing.
#pragma once

#include <string>
#include <vector>

#include "runner/program/streams.hpp"
#include "runner/results/report_plan.hpp"
#include "runner/results/stream_file.hpp"

namespace conform::runner {

struct MergeOptions : ReportOptions {
  std::string fixtures;
  std::vector<std::string> files;
};

// Returns an ExitCode: 3 when a play is missing. Throws UsageError when the streams are not of one
// run.
int merge_command(const MergeOptions& options, Streams& streams);

// What the streams hold, and for each play that none holds a harness error that says why. Pure.
struct Merged {
  RunHead head;
  std::vector<Play> plays;
  std::vector<std::string> remarks;  // for people, one line each
};
struct NamedStream {
  std::string file;
  Stream stream;
};
Merged merged(std::vector<NamedStream> streams);

}  // namespace conform::runner
