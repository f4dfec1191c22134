// Counts requests a minute for each Authorization value (docs/omni.md, "Rate limit"). A minute
// begins with the first request; what is over the limit does not count. By the mock's clock.
// Thread-safe; bounded: it remembers at most 10,000 values, by their digest.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/time/clock.hpp"

namespace conform::mock {

class RateLimiter {
 public:
  static constexpr Duration kWindow = std::chrono::minutes(1);
  static constexpr std::size_t kMost = 10'000;

  explicit RateLimiter(Clock& clock) : clock_(clock) {}

  // Counts one request. None when it is within the limit, else how long to wait, in whole seconds
  // and at least one.
  std::optional<std::chrono::seconds> wait_for(std::string_view authorization, int per_minute);

 private:
  struct Window {
    TimePoint began;
    int requests = 0;
  };

  void make_room(TimePoint now);

  Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Window> windows_;
};

}  // namespace conform::mock
