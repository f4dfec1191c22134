#include "bench/load/answer_reader.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

#include "clients/http/http_connection.hpp"

namespace conform::bench {

using clients::kLargestAnswer;
using clients::kLargestAnswerHead;

namespace {

constexpr std::string_view kCrlf = "\r\n";

std::size_t number_from(std::string_view text, int base) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end == text.data()) {
    throw std::runtime_error("an answer whose length is no number");
  }
  return number;
}

[[noreturn]] void refuse_body() {
  throw std::runtime_error(
      fmt::format("an answer whose body has more than {} MiB", kLargestAnswer / 1024 / 1024));
}

}  // namespace

bool AnswerReader::take(std::string_view bytes) {
  received_.append(bytes);
  if (!head_is_here_) {
    head_size_ += bytes.size();
    if (!take_head()) {
      if (head_size_ > kLargestAnswerHead) {
        throw std::runtime_error(
            fmt::format("an answer whose head has more than {} KiB", kLargestAnswerHead / 1024));
      }
      return false;
    }
  }
  if (answer_.body.size() + received_.size() > kLargestAnswer) refuse_body();
  return chunked_ ? take_chunks() : take_body();
}

bool AnswerReader::take_head() {
  const std::size_t end = received_.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const std::string_view head = std::string_view(received_).substr(0, end + kCrlf.size());
  if (!head.starts_with("HTTP/1.1 ")) throw std::runtime_error("an answer that is no HTTP/1.1");
  answer_.status = static_cast<int>(number_from(head.substr(9, 3), 10));
  bool has_length = answer_.status == 204 || answer_.status == 304;
  std::size_t at = head.find(kCrlf) + kCrlf.size();
  while (at < head.size()) {
    const std::string_view line = head.substr(at, head.find(kCrlf, at) - at);
    at += line.size() + kCrlf.size();
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (equals_ignoring_case(name, "Content-Length")) {
      length_ = number_from(value, 10);
      if (length_ > kLargestAnswer) refuse_body();
      has_length = true;
    } else if (equals_ignoring_case(name, "Transfer-Encoding")) {
      chunked_ = equals_ignoring_case(value, "chunked");
    } else if (equals_ignoring_case(name, "Connection")) {
      closes_ = equals_ignoring_case(value, "close");
    }
    if (keeps_ == Keeps::kAllFields || equals_ignoring_case(name, "Content-Type")) {
      answer_.headers.add(std::string(name), std::string(value));
    }
  }
  received_.erase(0, end + 4);
  if (answer_.status < 200) {  // an interim one: the answer is yet to come
    answer_ = {};
    return take_head();
  }
  until_close_ = !chunked_ && !has_length;
  head_is_here_ = true;
  return true;
}

bool AnswerReader::take_body() {
  answer_.body.append(received_);
  received_.clear();
  if (until_close_) return false;
  if (answer_.body.size() > length_) throw std::runtime_error("an answer longer than it says");
  return answer_.body.size() == length_;
}

// What was taken is removed at once: a server may send a million chunks of a byte.
bool AnswerReader::take_chunks() {
  std::string_view rest = received_;
  bool is_whole = false;
  while (!is_whole) {
    const std::size_t line_end = rest.find(kCrlf);
    constexpr std::size_t kLongestSizeLine = 4096;
    if (line_end == std::string_view::npos && rest.size() <= kLongestSizeLine) break;
    if (line_end == std::string_view::npos) {
      throw std::runtime_error("an answer whose chunk has no length");
    }
    const std::size_t size = number_from(rest.substr(0, line_end), 16);
    if (size > kLargestAnswer) refuse_body();
    const std::size_t begin = line_end + kCrlf.size();
    if (rest.size() < begin + size + kCrlf.size()) break;
    answer_.body.append(rest.substr(begin, size));
    rest.remove_prefix(begin + size + kCrlf.size());
    is_whole = size == 0;
  }
  received_.erase(0, received_.size() - rest.size());
  if (is_whole && !received_.empty()) throw std::runtime_error("an answer longer than it says");
  return is_whole;
}

void AnswerReader::clear() { *this = AnswerReader(keeps_); }

}  // namespace conform::bench
