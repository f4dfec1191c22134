#include "mock_server/state/rate_limiter.hpp"

#include <algorithm>

#include "foundation/text/digest.hpp"

namespace conform::mock {

std::optional<std::chrono::seconds> RateLimiter::wait_for(std::string_view authorization,
                                                          int per_minute) {
  const TimePoint now = clock_.now();
  const std::lock_guard lock(mutex_);
  std::string name = sha256(authorization);
  if (!windows_.contains(name) && windows_.size() == kMost) make_room(now);
  Window& window = windows_.try_emplace(std::move(name), Window{now, 0}).first->second;
  // A window of the future is one from before the clock was put back.
  if (now < window.began || now - window.began >= kWindow) window = {now, 0};
  if (window.requests < per_minute) {
    ++window.requests;
    return std::nullopt;
  }
  return std::chrono::ceil<std::chrono::seconds>(window.began + kWindow - now);
}

// The windows that are over, or else the oldest one.
void RateLimiter::make_room(TimePoint now) {
  const std::size_t over = std::erase_if(
      windows_, [&](const auto& entry) { return now - entry.second.began >= kWindow; });
  if (over > 0) return;
  windows_.erase(
      std::ranges::min_element(windows_, {}, [](const auto& entry) { return entry.second.began; }));
}

}  // namespace conform::mock
