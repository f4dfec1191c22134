// The cookies of one browser. They do not know ports, as in real browsers: a host-only cookie of
// 127.0.0.1 is sent to every port there. Enough of RFC 6265 for loopback; not thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/http/url.hpp"
#include "foundation/time/clock.hpp"

namespace conform {

class CookieJar {
 public:
  // Takes a Set-Cookie value that came from `url`. Refuses a Domain that is not the host's own or a
  // parent with a dot in it, as browsers refuse "localhost".
  void store(const Url& url, std::string_view set_cookie, TimePoint now);

  // The Cookie header for a request to `url`, or empty.
  std::string header_for(const Url& url, TimePoint now) const;

  bool empty() const { return cookies_.empty(); }

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
  std::vector<Cookie> cookies_;
};

}  // namespace conform
