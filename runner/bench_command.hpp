// `omni-conform bench`: how long operations take, against our own mock or another server.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runner/streams.hpp"

namespace conform {

struct BenchOptions {
  std::vector<std::string> operations;  // all when empty
  std::string fixtures;
  std::string target;      // an MCP URL on loopback; empty: a mock of our own
  std::string key;         // for `target`
  std::string viewer_key;  // for `target`, optional
  std::size_t concurrency = 1;
  std::optional<double> rate;  // operations a second: open loop
  double warm_up = 0.5;        // seconds, each repetition
  double duration = 2;         // seconds, each repetition
  std::size_t repetitions = 3;
  std::string json;     // file, or "-"
  std::string hgrm;     // folder for one file an operation
  std::string compare;  // a file that --json wrote
  std::vector<std::string> fail_if;
};

// Returns an ExitCode: 1 when a tolerance is exceeded. Throws UsageError.
int bench_command(const BenchOptions& options, Streams& streams);

}  // namespace conform
