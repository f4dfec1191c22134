// The cookies of one browser. They do not know ports, as in real browsers: a host-only cookie of
// 127.0.0.1 is sent to every port there. Enough of RFC 6265 for loopback; not thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/http/url.hpp"
#include "foundation/time/clock.hpp"

namespace conform {

class CookieJar {
 public:
  // As many as Chromium keeps, of each domain and in all; the oldest go first (RFC 6265 section
  // 5.3).
  static constexpr std::size_t kMostOfADomain = 180;
  static constexpr std::size_t kMost = 3300;
  static constexpr std::size_t kLargest = 4096;  // bytes of a name and its value

  // Takes a Set-Cookie value that came from `url`. Refuses a Domain that is not the host's own or a
  // parent with a dot in it, as browsers refuse "localhost", and a cookie that is larger.
  void store(const Url& url, std::string_view set_cookie, TimePoint now);

  // The Cookie header for a request to `url`, or empty.
  [[nodiscard]] std::string header_for(const Url& url, TimePoint now) const;

  [[nodiscard]] bool empty() const { return cookies_.empty(); }

 private:
  struct Cookie {
    std::string name;
    std::string value;
    std::string domain;
    bool host_only = true;
    std::string path = "/";
    bool secure = false;
    bool expires = false;
    TimePoint expiry;
  };
  void make_room(const std::string& domain);

  std::vector<Cookie> cookies_;  // the oldest first
};

}  // namespace conform
