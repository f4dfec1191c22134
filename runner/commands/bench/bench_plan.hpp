// What `omni-conform bench` measures, where, how long, held against what, and told how. Made once,
// before anything is measured; then passed down whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bench/load/load.hpp"
#include "bench/measure/bench_result.hpp"
#include "bench/measure/operations.hpp"

namespace conform::runner {

// The most that another machine is asked for, whatever the command line says.
inline constexpr std::uint64_t kMostForeignRequests = 500;
inline constexpr std::uint64_t kMostForeignRequestsPerSecond = 10;
inline constexpr double kMostForeignRate = 2;  // operations a second; also what is usual
inline constexpr std::size_t kMostForeignConcurrency = 2;

// Where a result goes beside the terminal; each may be empty.
struct BenchFiles {
  std::string json;  // file, or "-"
  std::string hgrm;  // folder for one file an operation
  std::string plot;  // file of a page
};

struct SweepSizes {
  std::vector<std::uint64_t> connections;  // a sweep over these
  std::vector<std::uint64_t> exchanges;    // another, rising
  [[nodiscard]] bool has_none() const { return connections.empty() && exchanges.empty(); }
};

struct BenchOptions : BenchFiles, SweepSizes {
  std::vector<std::string> operations;  // all when empty; "profiles" is one of them
  std::string fixtures;
  bool tls = false;           // our own mock speaks TLS
  std::string target;         // an MCP URL for a key; empty, and `oauth_url` too: a mock of our own
  std::string key;            // for `target`
  std::string viewer_key;     // for `target`, optional
  std::string oauth_url;      // an MCP URL on loopback for OAuth
  std::string sign_in;        // where its person signs in, by form; empty: nobody has to
  std::string email;          // for `sign_in`
  std::string password;       // for `sign_in`
  std::string tls_authority;  // PEM file: who signs a target on loopback that speaks TLS
  std::string confirm_host;   // the host of a `target` on another machine
  std::size_t concurrency = 1;
  std::optional<double> rate;  // operations a second: open loop
  double warm_up = 0.5;        // seconds, each repetition
  double duration = 2;         // seconds, each repetition
  std::size_t repetitions = 3;
  std::string compare;  // a file that --json wrote
  std::string against;  // an omni-conform to measure beside this one
  std::vector<std::string> fail_if;
};

struct BenchPlan {
  std::vector<const bench::Measurable*> operations;
  bool profiles = false;                         // also what it costs each profile to connect
  std::vector<const bench::Measurable*> sweeps;  // the operations that are measured at each size
  SweepSizes sizes;

  std::filesystem::path fixtures;          // of a mock of our own
  bool tls = false;                        // that one speaks TLS
  std::optional<bench::Target> elsewhere;  // measured instead of a mock of our own
  std::string against;                     // another omni-conform, or empty

  bench::LoadPlan load;  // of each repetition
  std::size_t repetitions = 3;

  std::vector<bench::Tolerance> tolerances;
  std::optional<bench::BenchResult> before;
  BenchFiles files;
};

// A target beyond loopback must be confirmed by name, be https, and keep to the limits above; where
// no rate is given it gets the most. Throws UsageError.
BenchPlan plan_of(const BenchOptions& options);

}  // namespace conform::runner
