// `omni-conform serve` in a process of its own, with what it says of itself: URLs, keys, people.
// Thread-safe once it is ready.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "bench/measure/operations.hpp"
#include "clients/process/process.hpp"

namespace conform::bench {

class ServedMock {
 public:
  // `program` is an omni-conform, of this version or another; `arguments` follow `serve --seed 1`.
  explicit ServedMock(std::string program, const std::vector<std::string>& arguments = {});

  // Blocks until it serves. Throws std::runtime_error with what it said when it ends before, or
  // says nothing for ten seconds.
  const Target& target();
  // What it holds of memory now; 0 once it has ended.
  [[nodiscard]] std::uint64_t resident() const;
  // SIGTERM, and waits for its end.
  void stop();

 private:
  clients::ProcessSpec spec(const std::vector<std::string>& arguments);
  void read(const std::string& line);
  void read_of_organization(const std::string& line);
  [[nodiscard]] bool is_ready() const;

  std::string program_;
  std::mutex mutex_;
  std::condition_variable said_;
  Target target_;
  std::string organization_;  // the one that the lines are about
  std::string errors_;
  bool ended_ = false;
  clients::Process process_;  // last: its threads use the others
};

// What the /_mock/metrics of a mock that somebody else started says it holds of memory; 0 when it
// does not say. Loopback only.
std::uint64_t resident_bytes_at(const std::string& url_of_server);

}  // namespace conform::bench
