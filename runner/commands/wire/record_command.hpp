// `omni-conform record`: a reverse proxy in front of a real server that writes what clients send
// there, ready for `grade`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "clients/captures/recording_proxy.hpp"
#include "runner/program/streams.hpp"

namespace conform::runner {

struct RecordOptions {
  std::vector<std::string> upstreams;  // origins or URLs
  std::string to;                      // the file that is written, JSON lines
  int port = 0;                        // of the first; 0 picks free ones
};

// Until SIGINT or SIGTERM. Returns an ExitCode; throws UsageError.
int record_command(const RecordOptions& options, Streams& streams);

// One exchange a line, redacted with what the lines before it taught. Not thread-safe.
class CaptureWriter {
 public:
  // Throws UsageError when the file is there already or cannot be made.
  explicit CaptureWriter(const std::filesystem::path& file);
  ~CaptureWriter();
  void write(const Exchange& exchange);  // throws std::runtime_error when that fails
  [[nodiscard]] std::size_t written() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::runner
