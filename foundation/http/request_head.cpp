#include "foundation/http/request_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <system_error>
#include <utility>

#include "foundation/http/field_syntax.hpp"
#include "foundation/http/limits.hpp"
#include "foundation/http/url.hpp"

namespace conform {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

// What a URI's authority is made of besides brackets and the colon (RFC 3986 section 3.2.2).
constexpr std::array<bool, 256> kInHost = [] {
  std::array<bool, 256> in{};
  for (unsigned char c = '0'; c <= '9'; ++c) in[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) in[c] = in[c - 'a' + 'A'] = true;
  for (const char c : std::string_view("-._~%!$&'()*+,;="))
    in[static_cast<unsigned char>(c)] = true;
  return in;
}();

bool are_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// host [":" port], or nothing at all (RFC 9110 section 7.2).
bool is_host_and_port(std::string_view text) {
  std::string_view host = text.substr(0, text.rfind(':'));
  std::string_view port = text.substr(std::min(host.size() + 1, text.size()));
  if (text.starts_with('[')) {
    const std::size_t end = std::min(text.find(']'), text.size());
    const std::string_view rest = text.substr(std::min(end + 1, text.size()));
    if (end == text.size() || !(rest.empty() || rest.starts_with(':'))) return false;
    port = rest.substr(std::min<std::size_t>(1, rest.size()));
    return are_digits(port) && std::ranges::all_of(text.substr(1, end - 1), [](char c) {
             return c == ':' || c == '.' || kInHost[static_cast<unsigned char>(c)];
           });
  }
  return are_digits(port) && std::ranges::all_of(host, [](unsigned char c) { return kInHost[c]; });
}

// Reads a head line by line; the first thing that is wrong stays.
class HeadReader {
 public:
  HeadReader(std::string_view bytes, const HeadTerms& terms)
      : terms_(terms), bytes_(bytes), rest_(bytes) {}

  std::optional<RequestHead> read() {
    while (rest_.starts_with(kLineEnd)) rest_.remove_prefix(kLineEnd.size());
    if (is_hopeless()) return refused_at_once();
    auto line = take_line();
    if (!line) return std::nullopt;
    read_request_line(*line);
    for (line = take_line(); line && !line->empty(); line = take_line()) read_field(*line);
    if (!line) return std::nullopt;
    judge_as_a_whole();
    head_.size = bytes_.size() - rest_.size();
    head_.close = head_.close || head_.is_http_1_0 || !head_.request.broken.empty();
    return std::move(head_);
  }

 private:
  // No method begins like this: it is TLS, or another protocol, whose sender waits for an answer
  // and will send no empty line.
  [[nodiscard]] bool is_hopeless() const {
    return !rest_.empty() && rest_.front() != '\r' && !is_token(rest_.substr(0, 1));
  }
  RequestHead refused_at_once() {
    refuse("bad_request_line");
    head_.size = bytes_.size();
    head_.close = true;
    return std::move(head_);
  }

  void refuse(std::string_view refusal) {
    if (head_.request.broken.empty()) head_.request.broken = refusal;
  }

  // Without its end, which must be CRLF (RFC 9112 section 2.2).
  std::optional<std::string_view> take_line() {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const bool whole = end > 0 && rest_[end - 1] == '\r';
    if (!whole) refuse("bad_field");
    const std::string_view line = rest_.substr(0, whole ? end - 1 : end);
    rest_.remove_prefix(end + 1);
    return line;
  }

  // method SP target SP version (RFC 9112 section 3).
  void read_request_line(std::string_view line) {
    if (line.size() > terms_.longest_request_line) return refuse("target_too_long");
    const std::size_t method_end = line.find(' ');
    const std::size_t target_end = line.rfind(' ');
    if (method_end == std::string_view::npos || target_end <= method_end) {
      return refuse("bad_request_line");
    }
    const std::string_view method = line.substr(0, method_end);
    const std::string_view target = line.substr(method_end + 1, target_end - method_end - 1);
    if (!is_token(method) || !is_target_text(target)) return refuse("bad_request_line");
    head_.request.method = method;
    head_.request.target = target;
    read_version(line.substr(target_end + 1));
    if (!target.starts_with('/')) read_other_target(target);
  }

  // A later 1.x is read as 1.1 (RFC 9110 section 2.5).
  void read_version(std::string_view version) {
    if (version == "HTTP/1.1") return;
    const bool is_one = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.' &&
                        are_digits(version.substr(5, 1)) && are_digits(version.substr(7));
    if (!is_one) return refuse("bad_request_line");
    if (version[5] != '1') return refuse("bad_version");
    head_.is_http_1_0 = version[7] == '0';
  }

  // absolute-form, whose host counts instead of the field's, and asterisk-form (RFC 9112 section
  // 3.2).
  void read_other_target(std::string_view target) {
    if (target == "*" && head_.request.method == "OPTIONS") return;
    const auto url = Url::parse(target);
    if (!url || !url->is_http() || url->has_user_information || url->has_fragment) {
      return refuse("bad_request_line");
    }
    head_.is_for_https = url->scheme == "https";
    host_of_target_ = url->authority();
    if (!terms_.passes_on) head_.request.target = url->target();
  }

  void read_field(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return refuse("bad_field");
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!is_token(name) || !is_field_value(value)) return refuse("bad_field");
    note(name, value);
    head_.request.headers.add(std::string(name), std::string(value));
  }

  // Fields that change how a message is read, told apart by their lengths first.
  void note(std::string_view name, std::string_view value) {
    const auto is = [name](std::string_view known) { return equals_ignoring_case(name, known); };
    switch (name.size()) {
      case 4:
        if (is("Host")) note_host(value);
        break;
      case 6:
        if (is("Expect")) note_expectation(value);
        break;
      case 10:
        if (is("Connection")) note_connection(value);
        break;
      case 14:
        if (is("Content-Length")) note_length(value);
        break;
      case 16:
        if (is("Content-Encoding") && !equals_ignoring_case(value, "identity")) coded_ = true;
        break;
      case 17:
        if (is("Transfer-Encoding")) note_coding(value);
        break;
      default:
        break;
    }
  }

  void note_host(std::string_view value) {
    if (std::exchange(has_host_, true) || !is_host_and_port(value)) refuse("bad_host");
  }
  void note_expectation(std::string_view value) {
    if (!equals_ignoring_case(value, "100-continue")) return refuse("unknown_expectation");
    head_.expects_continue = true;
  }
  void note_connection(std::string_view value) {
    for_each_element(value, [this](std::string_view option) {
      if (equals_ignoring_case(option, "close")) head_.close = true;
    });
  }
  // One number, once (RFC 9112 section 6.3): a list of equal ones may be refused, and is.
  void note_length(std::string_view value) {
    if (std::exchange(has_length_, true) || value.empty() || !are_digits(value)) {
      return refuse("bad_length");
    }
    const auto error =
        std::from_chars(value.data(), value.data() + value.size(), head_.body_size).ec;
    if (error != std::errc{} || head_.body_size > terms_.largest_body) refuse("body_too_large");
  }
  // Of the codings only chunked is known, and it must be the last (RFC 9112 sections 6.1 and 6.3).
  void note_coding(std::string_view value) {
    const bool last_is_chunked =
        equals_ignoring_case(trimmed(value.substr(value.rfind(',') + 1)), "chunked");
    if (std::exchange(head_.in_chunks, true) || !last_is_chunked) return refuse("bad_framing");
    if (value.find(',') != std::string_view::npos) refuse("unknown_coding");
  }

  void judge_as_a_whole() {
    if (!has_host_ && !head_.is_http_1_0 && host_of_target_.empty()) refuse("bad_host");
    if (head_.in_chunks && (has_length_ || head_.is_http_1_0)) refuse("bad_framing");
    if (coded_ && !terms_.passes_on) refuse("coded_body");
    if (head_.is_http_1_0) head_.expects_continue = false;  // RFC 9110 section 10.1.1
    if (host_of_target_.empty() || terms_.passes_on) return;
    head_.request.headers.set("Host", std::move(host_of_target_));
  }

  const HeadTerms& terms_;
  std::string_view bytes_;
  std::string_view rest_;
  RequestHead head_;
  std::string host_of_target_;
  bool has_host_ = false;
  bool has_length_ = false;
  bool coded_ = false;
};

}  // namespace

std::optional<RequestHead> read_head(std::string_view bytes, const HeadTerms& terms) {
  return HeadReader(bytes, terms).read();
}

bool has_empty_line(std::string_view bytes, std::size_t from) {
  for (std::size_t at = bytes.find('\n', from); at != std::string_view::npos;
       at = bytes.find('\n', at + 1)) {
    const std::string_view next = bytes.substr(at + 1);
    if (next.starts_with('\n') || next.starts_with(kLineEnd)) return true;
  }
  return false;
}

}  // namespace conform
