#include "mock_server/state/metrics.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>

namespace conform::mock {
namespace {

// Names, help and labels are constants of ours, in which nothing is to be escaped.
void add_family(std::string& text, std::string_view name, std::string_view type,
                std::string_view help) {
  fmt::format_to(std::back_inserter(text), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

void add_level(std::string& text, std::string_view name, std::string_view help, double value) {
  add_family(text, name, "gauge", help);
  fmt::format_to(std::back_inserter(text), "{} {}\n", name, value);
}

}  // namespace

void Metrics::answered(Endpoint endpoint, int status, std::chrono::nanoseconds took) {
  OfEndpoint& counts = endpoints_[static_cast<std::size_t>(endpoint)];
  const double seconds = std::chrono::duration<double>(took).count();
  const auto slot = std::ranges::lower_bound(kBounds, seconds) - kBounds.begin();
  const int shown = std::clamp(status, 0, static_cast<int>(kStatuses) - 1);
  constexpr auto kAnyOrder = std::memory_order_relaxed;
  counts.by_status[static_cast<std::size_t>(shown)].fetch_add(1, kAnyOrder);
  counts.by_time[static_cast<std::size_t>(slot)].fetch_add(1, kAnyOrder);
  counts.nanoseconds.fetch_add(static_cast<std::uint64_t>(took.count()), kAnyOrder);
}

std::string Metrics::text(const Levels& levels) const {
  constexpr std::string_view kRequests = "omni_mock_requests_total";
  constexpr std::string_view kTimes = "omni_mock_request_duration_seconds";
  std::string requests;
  std::string times;
  const auto to_requests = std::back_inserter(requests);
  const auto to_times = std::back_inserter(times);
  for (std::size_t place = 0; place < kEndpoints; ++place) {
    const OfEndpoint& counts = endpoints_[place];
    const std::string_view endpoint = to_string(static_cast<Endpoint>(place));
    for (std::size_t status = 0; status < kStatuses; ++status) {
      const std::uint64_t count = counts.by_status[status];
      if (count == 0) continue;
      fmt::format_to(to_requests, "{}{{endpoint=\"{}\",status=\"{}\"}} {}\n", kRequests, endpoint,
                     status, count);
    }
    std::string buckets;
    std::uint64_t so_far = 0;
    for (std::size_t slot = 0; slot <= kBounds.size(); ++slot) {
      so_far += counts.by_time[slot];
      const std::string bound = slot < kBounds.size() ? fmt::to_string(kBounds[slot]) : "+Inf";
      fmt::format_to(std::back_inserter(buckets), "{}_bucket{{endpoint=\"{}\",le=\"{}\"}} {}\n",
                     kTimes, endpoint, bound, so_far);
    }
    if (so_far == 0) continue;
    fmt::format_to(
        to_times, "{0}{1}_sum{{endpoint=\"{2}\"}} {3}\n{1}_count{{endpoint=\"{2}\"}} {4}\n",
        buckets, kTimes, endpoint, static_cast<double>(counts.nanoseconds) / 1e9, so_far);
  }
  std::string text;
  add_family(text, kRequests, "counter", "Requests that were answered.");
  text += requests;
  add_family(text, kTimes, "histogram",
             "From the parsed request to the answer, without delays that a fault asks for.");
  text += times;
  add_level(text, "omni_mock_open_connections", "Connections of clients that are open.",
            static_cast<double>(connections_));
  add_level(text, "omni_mock_sessions", "MCP sessions that are open.",
            static_cast<double>(levels.sessions));
  add_level(text, "omni_mock_transcript_entries", "Exchanges and notes of the transcript.",
            static_cast<double>(levels.transcript_entries));
  add_level(text, "process_resident_memory_bytes", "Memory that the process holds.",
            static_cast<double>(resident_bytes()));
  return text;
}

std::uint64_t resident_bytes(const std::string& process) {
  std::ifstream pages("/proc/" + process + "/statm");
  std::uint64_t whole = 0;
  std::uint64_t resident = 0;
  if (!(pages >> whole >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace conform::mock
