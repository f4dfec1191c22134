#include "foundation/time/clock.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace conform {

TimePoint SystemClock::now() const {
  const auto real = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  const std::lock_guard lock(mutex_);
  return real + offset_;
}

void SystemClock::advance(Duration by) {
  const std::lock_guard lock(mutex_);
  offset_ += by;
}

void SystemClock::restore() {
  const std::lock_guard lock(mutex_);
  offset_ = Duration{0};
}

ManualClock::ManualClock()
    : ManualClock(std::chrono::sys_days(std::chrono::year(2026) / std::chrono::November / 24) +
                  std::chrono::hours(12)) {}

TimePoint ManualClock::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

void ManualClock::advance(Duration by) {
  const std::lock_guard lock(mutex_);
  now_ += by;
}

void ManualClock::restore() {
  const std::lock_guard lock(mutex_);
  now_ = start_;
}

std::string to_iso8601(TimePoint at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  const std::time_t time = seconds.time_since_epoch().count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(time), (at - seconds).count());
}

}  // namespace conform
