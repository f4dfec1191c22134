// Time as a seam: the mock asks a Clock, so expiry is tested by moving it and nobody sleeps.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

namespace conform {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;
  virtual void advance(Duration by) = 0;  // moves the clock forward; the real one keeps an offset
  virtual void restore() = 0;             // as if it had never been advanced
};

class SystemClock final : public Clock {
 public:
  TimePoint now() const override;
  void advance(Duration by) override;
  void restore() override;

 private:
  mutable std::mutex mutex_;
  Duration offset_{0};
};

// Stands still until it is moved. Starts at the fixtures' "today", 2026-11-24T12:00:00Z, unless
// told.
class ManualClock final : public Clock {
 public:
  ManualClock();
  explicit ManualClock(TimePoint start) : start_(start), now_(start) {}
  TimePoint now() const override;
  void advance(Duration by) override;
  void restore() override;

 private:
  const TimePoint start_;
  mutable std::mutex mutex_;
  TimePoint now_;
};

std::string to_iso8601(TimePoint at);  // "2026-11-24T12:00:00.000Z"

}  // namespace conform
