// `omni-conform bench`: how long operations take, against our own mock or another server.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runner/program/streams.hpp"

namespace conform::runner {

struct BenchOptions {
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
  std::vector<std::uint64_t> connections;  // a sweep over these
  std::vector<std::uint64_t> exchanges;    // another, rising
  std::string json;                        // file, or "-"
  std::string hgrm;                        // folder for one file an operation
  std::string plot;                        // file of a page
  std::string compare;                     // a file that --json wrote
  std::string against;                     // an omni-conform to measure beside this one
  std::vector<std::string> fail_if;
};

// Returns an ExitCode: 1 when a tolerance is exceeded. Throws UsageError.
int bench_command(const BenchOptions& options, Streams& streams);

}  // namespace conform::runner
