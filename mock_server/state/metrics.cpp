#include "mock_server/state/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <utility>
#include <vector>

namespace conform {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

ClientMetric::Label endpoint_label(std::size_t endpoint) {
  return {"endpoint", std::string(to_string(static_cast<Endpoint>(endpoint)))};
}

MetricFamily family(std::string name, std::string help, MetricType type) {
  MetricFamily result;
  result.name = std::move(name);
  result.help = std::move(help);
  result.type = type;
  return result;
}

MetricFamily level(std::string name, std::string help, double value) {
  MetricFamily result = family(std::move(name), std::move(help), MetricType::Gauge);
  ClientMetric metric;
  metric.gauge.value = value;
  result.metric.push_back(std::move(metric));
  return result;
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
  MetricFamily requests =
      family("omni_mock_requests_total", "Requests that were answered.", MetricType::Counter);
  MetricFamily times =
      family("omni_mock_request_duration_seconds",
             "From the parsed request to the answer, without delays that a fault asks for.",
             MetricType::Histogram);
  for (std::size_t endpoint = 0; endpoint < kEndpoints; ++endpoint) {
    const OfEndpoint& counts = endpoints_[endpoint];
    for (std::size_t status = 0; status < kStatuses; ++status) {
      const std::uint64_t count = counts.by_status[status];
      if (count == 0) continue;
      ClientMetric metric;
      metric.label = {endpoint_label(endpoint), {"status", std::to_string(status)}};
      metric.counter.value = static_cast<double>(count);
      requests.metric.push_back(std::move(metric));
    }
    ClientMetric metric;
    metric.label = {endpoint_label(endpoint)};
    metric.histogram.bucket.reserve(kBounds.size() + 1);
    std::uint64_t so_far = 0;
    for (std::size_t slot = 0; slot <= kBounds.size(); ++slot) {
      so_far += counts.by_time[slot];
      metric.histogram.bucket.push_back({so_far, slot < kBounds.size()
                                                     ? kBounds[slot]
                                                     : std::numeric_limits<double>::infinity()});
    }
    if (so_far == 0) continue;
    metric.histogram.sample_count = so_far;
    metric.histogram.sample_sum = static_cast<double>(counts.nanoseconds) / 1e9;
    times.metric.push_back(std::move(metric));
  }
  return prometheus::TextSerializer().Serialize(
      {std::move(requests), std::move(times),
       level("omni_mock_open_connections", "Connections of clients that are open.",
             static_cast<double>(connections_)),
       level("omni_mock_sessions", "MCP sessions that are open.",
             static_cast<double>(levels.sessions)),
       level("omni_mock_transcript_entries", "Exchanges and notes of the transcript.",
             static_cast<double>(levels.transcript_entries)),
       level("process_resident_memory_bytes", "Memory that the process holds.",
             static_cast<double>(resident_bytes()))});
}

std::uint64_t resident_bytes(const std::string& process) {
  std::ifstream pages("/proc/" + process + "/statm");
  std::uint64_t whole = 0;
  std::uint64_t resident = 0;
  if (!(pages >> whole >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace conform
