// `omni-conform watch`: the mock for clients that only a person can use. Says how each is set up,
// tells verdicts as they form, and ends with the report.
#pragma once

#include <string>
#include <vector>

#include "runner/serve_command.hpp"
#include "runner/streams.hpp"
#include "suites/verdict.hpp"

namespace conform {

struct WatchOptions {
  ServeOptions serve;
  std::vector<std::string> reports;
};

// What everybody who was connected did, one play a client. Redacted. A client of which nothing can
// be judged is not exercised. Pure.
Run watched_run(const std::vector<Entry>& entries);

// Until SIGINT or SIGTERM. Returns an ExitCode; throws UsageError.
int watch_command(const WatchOptions& options, Streams& streams);

}  // namespace conform
