// What a mock counts of itself while it serves, told in Prometheus' text format. Thread-safe;
// counting takes no lock.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "record/transcript.hpp"

namespace conform::mock {

class Metrics {
 public:
  // What the mock knows by itself at the moment of telling.
  struct Levels {
    std::size_t sessions = 0;            // MCP sessions that are open
    std::size_t transcript_entries = 0;  // exchanges and notes
  };

  // `took` is real time: from the parsed request to the answer, without a fault's delay and without
  // the wire.
  void answered(Endpoint endpoint, int status, std::chrono::nanoseconds took);
  void connection_opened() { ++connections_; }
  void connection_closed() { --connections_; }

  // Version 0.0.4 of the format. What was never counted is left out.
  [[nodiscard]] std::string text(const Levels& levels) const;

  // The upper bounds of the histogram of `took`, in seconds; what took longer comes after them.
  static constexpr std::array kBounds{0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                      0.0025,  0.005,    0.01,    0.025,  0.05,    0.1,    1.0};

 private:
  static constexpr std::size_t kEndpoints = static_cast<std::size_t>(Endpoint::kOther) + 1;
  static constexpr std::size_t kStatuses = 600;
  using Count = std::atomic<std::uint64_t>;

  struct OfEndpoint {
    std::array<Count, kStatuses> by_status{};
    std::array<Count, kBounds.size() + 1> by_time{};
    Count nanoseconds = 0;
  };

  std::array<OfEndpoint, kEndpoints> endpoints_{};
  std::atomic<std::int64_t> connections_ = 0;
};

// What a process holds of memory, by /proc: "self" or a number. 0 when there is no such process.
std::uint64_t resident_bytes(const std::string& process = "self");

}  // namespace conform::mock
