// `omni-conform grade`: judges recordings of what a client sent, whoever made them.
#pragma once

#include <string>
#include <vector>

#include "clients/captures/capture_file.hpp"
#include "clients/captures/capture_record.hpp"
#include "runner/program/streams.hpp"
#include "suites/scenario.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

struct GradeOptions {
  std::string fixtures;
  std::vector<std::string> files;
  std::vector<std::string> origins;  // "https://acme.omniapp.co=acme", "…=callbacks"
  std::string scenario;              // that was played when the recording was made; or empty
  std::vector<std::string> reports;
};

// Returns an ExitCode; throws UsageError.
int grade_command(const GradeOptions& options, Streams& streams);

// One recording, judged and redacted. What nobody can see in a capture is not applicable; a capture
// in which nothing can be judged is not exercised. `scenario` may be nullptr.
Play grade(clients::Capture capture, const clients::Roles& roles, const Scenario* scenario);

}  // namespace conform::runner
