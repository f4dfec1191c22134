#include "mock_server/http/plain_request.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <system_error>
#include <utility>

#include "mock_server/http/limits.hpp"

namespace conform {
namespace {

// The library's own: it refuses a longer line, and says how.
constexpr std::size_t kLongestLine = 8192;

constexpr std::array<std::string_view, 6> kMethods{"POST",    "GET", "DELETE",
                                                   "OPTIONS", "PUT", "PATCH"};
// Fields that change how a message is read. Of Connection, only what is the rule anyway is plain.
constexpr std::array<std::string_view, 3> kNotPlain{"Transfer-Encoding", "Content-Encoding",
                                                    "Expect"};

// A token (RFC 9110 section 5.6.2).
constexpr std::array<bool, 256> kInToken = [] {
  std::array<bool, 256> in{};
  for (unsigned char c = '0'; c <= '9'; ++c) in[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) in[c] = in[c - 'a' + 'A'] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) in[static_cast<unsigned char>(c)] = true;
  return in;
}();

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return kInToken[c]; });
}

// No control character but the tab (RFC 9110 section 5.5).
bool is_field_value(std::string_view text) {
  return std::ranges::all_of(text,
                             [](unsigned char c) { return (c >= ' ' && c != 0x7f) || c == '\t'; });
}

bool is_visible(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c < 0x7f; });
}

// The next line without its end, which must be CRLF.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos || end == 0 || rest[end - 1] != '\r' || end > kLongestLine) {
    return std::nullopt;
  }
  const std::string_view line = rest.substr(0, end - 1);
  rest.remove_prefix(end + 1);
  return line;
}

bool read_request_line(std::string_view line, Request& request) {
  const std::size_t method_end = line.find(' ');
  const std::size_t target_end = line.rfind(' ');
  if (method_end == std::string_view::npos || target_end <= method_end) return false;
  const std::string_view method = line.substr(0, method_end);
  const std::string_view target = line.substr(method_end + 1, target_end - method_end - 1);
  const bool routed = std::ranges::find(kMethods, method) != kMethods.end();
  if (line.substr(target_end + 1) != "HTTP/1.1" || !routed || !target.starts_with('/') ||
      !is_visible(target)) {
    return false;
  }
  request.method = method;
  request.target = target;
  return true;
}

bool changes_the_reading(std::string_view name, std::string_view value) {
  if (equals_ignoring_case(name, "Connection")) return !equals_ignoring_case(value, "keep-alive");
  return std::ranges::any_of(
      kNotPlain, [&](std::string_view field) { return equals_ignoring_case(name, field); });
}

std::optional<std::size_t> read_length(std::string_view text) {
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc{} || end != text.data() + text.size() || length > kLargestBody) {
    return std::nullopt;
  }
  return length;
}

}  // namespace

std::optional<PlainHead> read_plain_head(std::string_view bytes) {
  PlainHead head;
  std::string_view rest = bytes;
  const auto request_line = take_line(rest);
  if (!request_line || !read_request_line(*request_line, head.request)) return std::nullopt;
  bool has_length = false;
  for (auto line = take_line(rest);; line = take_line(rest)) {
    if (!line) return std::nullopt;
    if (line->empty()) break;
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view name = line->substr(0, colon);
    const std::string_view value = trimmed(line->substr(colon + 1));
    if (!is_token(name) || !is_field_value(value) || changes_the_reading(name, value)) {
      return std::nullopt;
    }
    if (equals_ignoring_case(name, "Content-Length")) {
      const auto length = read_length(value);
      if (!length || std::exchange(has_length, true)) return std::nullopt;
      head.body_size = *length;
    }
    head.request.headers.add(std::string(name), std::string(value));
  }
  head.head_size = bytes.size() - rest.size();
  return head;
}

}  // namespace conform
