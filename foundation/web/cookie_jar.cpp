#include "foundation/web/cookie_jar.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <iomanip>
#include <optional>
#include <sstream>
#include <utility>

#include "foundation/http/message.hpp"
#include "foundation/text/ascii.hpp"

namespace conform {
namespace {

std::pair<std::string_view, std::string_view> split(std::string_view part) {
  const std::size_t equals = part.find('=');
  if (equals == std::string_view::npos) return {trimmed(part), {}};
  return {trimmed(part.substr(0, equals)), trimmed(part.substr(equals + 1))};
}

bool domain_matches(std::string_view host, std::string_view domain) {
  if (equals_ignoring_case(host, domain)) return true;
  return host.size() > domain.size() && host[host.size() - domain.size() - 1] == '.' &&
         equals_ignoring_case(host.substr(host.size() - domain.size()), domain);
}

// RFC 6265 section 5.1.4.
bool path_matches(std::string_view path, std::string_view cookie_path) {
  if (path.empty()) path = "/";
  if (!path.starts_with(cookie_path)) return false;
  return path.size() == cookie_path.size() || cookie_path.ends_with('/') ||
         path[cookie_path.size()] == '/';
}

std::optional<TimePoint> parse_http_date(std::string_view text) {
  std::tm parts{};
  std::istringstream in{std::string(text)};
  in.imbue(std::locale::classic());
  in >> std::get_time(&parts, "%a, %d %b %Y %H:%M:%S GMT");
  if (in.fail()) return std::nullopt;
  const std::time_t seconds = timegm(&parts);
  return TimePoint(std::chrono::seconds(seconds));
}

std::string default_path(const Url& url) {
  const std::size_t last = url.path.rfind('/');
  if (last == std::string::npos || last == 0) return "/";
  return url.path.substr(0, last);
}

}  // namespace

void CookieJar::store(const Url& url, std::string_view set_cookie, TimePoint now) {
  Cookie cookie;
  cookie.domain = url.host;
  cookie.path = default_path(url);
  bool first = true;
  bool has_max_age = false;
  while (!set_cookie.empty()) {
    const std::size_t semicolon = std::min(set_cookie.find(';'), set_cookie.size());
    const auto [name, value] = split(set_cookie.substr(0, semicolon));
    set_cookie.remove_prefix(std::min(semicolon + 1, set_cookie.size()));
    if (first) {
      if (name.empty()) return;
      if (name.size() + value.size() > kLargest) return;
      cookie.name = name;
      cookie.value = value;
      first = false;
    } else if (equals_ignoring_case(name, "Domain") && !value.empty()) {
      std::string_view domain = value;
      if (domain.starts_with('.')) domain.remove_prefix(1);
      const bool own = equals_ignoring_case(domain, url.host);
      if (!domain_matches(url.host, domain)) return;
      if (!own && domain.find('.') == std::string_view::npos) return;
      if (own && domain.find('.') == std::string_view::npos) return;
      cookie.domain = domain;
      cookie.host_only = false;
    } else if (equals_ignoring_case(name, "Path") && value.starts_with('/')) {
      cookie.path = value;
    } else if (equals_ignoring_case(name, "Secure")) {
      cookie.secure = true;
    } else if (equals_ignoring_case(name, "Max-Age")) {
      std::int64_t seconds = 0;
      if (std::from_chars(value.data(), value.data() + value.size(), seconds).ec == std::errc{}) {
        has_max_age = true;
        cookie.expires = true;
        constexpr std::int64_t kTenYears = 315'360'000;
        cookie.expiry =
            now + std::chrono::seconds(std::clamp<std::int64_t>(seconds, -1, kTenYears));
      }
    } else if (equals_ignoring_case(name, "Expires") && !has_max_age) {
      if (const auto date = parse_http_date(value)) {
        cookie.expires = true;
        cookie.expiry = *date;
      }
    }
  }
  if (first) return;
  std::erase_if(cookies_, [&cookie](const Cookie& old) {
    return old.name == cookie.name && old.domain == cookie.domain && old.path == cookie.path;
  });
  if (cookie.expires && cookie.expiry <= now) return;
  make_room(cookie.domain);
  cookies_.push_back(std::move(cookie));
}

// For one more of the domain.
void CookieJar::make_room(const std::string& domain) {
  const auto is_of_it = [&domain](const Cookie& cookie) { return cookie.domain == domain; };
  const auto count = std::ranges::count_if(cookies_, is_of_it);
  if (static_cast<std::size_t>(count) >= kMostOfADomain) {
    cookies_.erase(std::ranges::find_if(cookies_, is_of_it));
  } else if (cookies_.size() >= kMost) {
    cookies_.erase(cookies_.begin());
  }
}

std::string CookieJar::header_for(const Url& url, TimePoint now) const {
  std::string header;
  for (const Cookie& cookie : cookies_) {
    const bool for_host =
        cookie.host_only ? cookie.domain == url.host : domain_matches(url.host, cookie.domain);
    if (!for_host || !path_matches(url.path, cookie.path)) continue;
    if (cookie.expires && cookie.expiry <= now) continue;
    // Loopback is a secure context for browsers (Chromium, Firefox), so Secure cookies are sent
    // there over http.
    if (cookie.secure && url.scheme != "https" && !url.is_loopback()) continue;
    if (!header.empty()) header += "; ";
    header += cookie.name + "=" + cookie.value;
  }
  return header;
}

}  // namespace conform
