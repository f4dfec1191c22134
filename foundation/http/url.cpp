#include "foundation/http/url.hpp"

#include <algorithm>
#include <charconv>

#include "foundation/http/ipv4_address.hpp"
#include "foundation/text/ascii.hpp"

namespace conform {
namespace {

bool is_alpha(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// What browsers take for the end of an authority, or leave out of it (WHATWG URL sections 4.4 and
// 4.6), while we would read on: such a text is no URL of one host.
bool is_ambiguous(std::string_view authority) {
  return std::ranges::any_of(authority,
                             [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '\\'; });
}

// An address in brackets, or a name, which has neither colons nor brackets (RFC 3986 section
// 3.2.2); a custom scheme's may be empty.
bool is_host(std::string_view host) {
  const bool in_brackets = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
  if (!in_brackets) return host.find_first_of(":[]") == std::string_view::npos;
  return host.substr(1, host.size() - 2).find_first_of("[]") == std::string_view::npos;
}

// Splits "user@host:port"; false when the host is none or the port is no number.
bool read_authority(std::string_view authority, Url& url) {
  if (is_ambiguous(authority)) return false;
  const std::size_t at = authority.rfind('@');
  url.has_user_information = at != std::string_view::npos;
  if (url.has_user_information) authority.remove_prefix(at + 1);
  std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  if (bracket != std::string_view::npos && colon != std::string_view::npos && colon < bracket) {
    colon = std::string_view::npos;
  }
  url.host = lower_case(authority.substr(0, colon));
  if (!is_host(url.host)) return false;
  if (colon == std::string_view::npos) return true;
  const std::string_view digits = authority.substr(colon + 1);
  if (digits.empty()) return true;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
  return error == std::errc() && end == digits.data() + digits.size() && url.port > 0 &&
         url.port < 65536;
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
  Url url;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_alpha(text.front())) return std::nullopt;
  const std::string_view scheme = text.substr(0, colon);
  if (!std::ranges::all_of(scheme, [](char c) {
        return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
      })) {
    return std::nullopt;
  }
  url.scheme = lower_case(scheme);
  std::string_view rest = text.substr(colon + 1);
  const std::size_t hash = rest.find('#');
  if (hash != std::string_view::npos) {
    url.has_fragment = true;
    url.fragment = rest.substr(hash + 1);
    rest = rest.substr(0, hash);
  }
  const std::size_t mark = rest.find('?');
  if (mark != std::string_view::npos) {
    url.has_query = true;
    url.query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
  }
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    if (!read_authority(rest.substr(0, slash), url)) return std::nullopt;
    rest.remove_prefix(slash);
  }
  if (url.is_http() && url.host.empty()) return std::nullopt;
  url.path = rest;
  return url;
}

std::string Url::authority() const { return port == 0 ? host : host + ':' + std::to_string(port); }

std::string Url::origin() const { return scheme + "://" + authority(); }

std::string Url::target() const {
  std::string result = path.empty() ? "/" : path;
  if (has_query) result += '?' + query;
  return result;
}

std::string Url::text() const {
  std::string result = scheme + ':';
  // Without "//" in front, a path that begins so would be read as an authority (RFC 3986 section
  // 3).
  if (!authority().empty() || path.starts_with("//")) result += "//" + authority();
  result += path;
  if (has_query) result += '?' + query;
  if (has_fragment) result += '#' + fragment;
  return result;
}

bool Url::is_loopback() const {
  return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" ||
         (host.starts_with("127.") && is_ipv4_address(host));
}

std::string percent_encode(std::string_view text, std::string_view plain) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (is_alpha(c) || is_digit(c) || plain.find(c) != std::string_view::npos) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += '%';
      result += kDigits[byte >> 4U];
      result += kDigits[byte & 15U];
    }
  }
  return result;
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      result += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

std::string with_query(std::string_view url, std::string_view parameters) {
  std::string result(url);
  std::string fragment;
  if (const std::size_t hash = result.find('#'); hash != std::string::npos) {
    fragment = result.substr(hash);
    result.resize(hash);
  }
  const char joint = result.find('?') == std::string::npos ? '?' : '&';
  if (!parameters.empty()) {
    result += joint;
    result += parameters;
  }
  return result + fragment;
}

}  // namespace conform
