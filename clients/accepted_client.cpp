#include "clients/accepted_client.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

#include "mock_server/ascii.hpp"

namespace conform {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kTokenCharacters =
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

[[noreturn]] void bad(const std::string& why) { throw BadRequest(400, why); }

bool is_token(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kTokenCharacters) == std::string_view::npos;
}

void read_request_line(std::string_view line, Request& request, bool& is_old) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) bad("its first line is no request line");
  const std::string_view version = line.substr(last + 1);
  is_old = version == "HTTP/1.0";
  if (!is_old && version != "HTTP/1.1") throw BadRequest(505, "its HTTP is neither 1.0 nor 1.1");
  request.method = std::string(line.substr(0, first));
  request.target = std::string(line.substr(first + 1, last - first - 1));
  if (!is_token(request.method)) bad("its method is no token (RFC 9110 section 9.1)");
  if (request.target.empty() || request.target.find(' ') != std::string::npos) {
    bad("its target is empty or holds a blank");
  }
}

// The value stays as it is, but for the blank that everybody writes before it.
Header field_of(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    bad("a line of its head is no header field (RFC 9112 section 5)");
  }
  return {std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))};
}

std::size_t whole_number(std::string_view text, int base, const char* what) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) {
    bad(fmt::format("its {} is no number", what));
  }
  return number;
}

[[noreturn]] void too_large() {
  throw BadRequest(413, fmt::format("its body has more than {} MiB",
                                    AcceptedClient::kLargestRequestBody / 1024 / 1024));
}

Request read_head(std::string_view head, bool& is_old) {
  if (head.find('\0') != std::string_view::npos) bad("its head holds a NUL");
  Request request;
  std::size_t at = std::min(head.find(kLineEnd), head.size());
  read_request_line(head.substr(0, at), request, is_old);
  while (at < head.size()) {
    at += kLineEnd.size();
    const std::size_t end = std::min(head.find(kLineEnd, at), head.size());
    const std::string_view line = head.substr(at, end - at);
    if (line.find_first_of("\r\n") != std::string_view::npos) bad("its head has half line ends");
    if (!line.empty()) {
      const Header field = field_of(line);
      request.headers.add(field.name, field.value);
    }
    at = end;
  }
  return request;
}

std::string answer_head_of(int status, const Headers& headers, bool keeps) {
  std::string head = fmt::format("HTTP/1.1 {} \r\n", status);
  for (const Header& field : headers) head += fmt::format("{}: {}\r\n", field.name, field.value);
  if (!keeps) head += "Connection: close\r\n";
  return head;
}

}  // namespace

Request read_request_head(std::string_view head) {
  bool is_old = false;
  return read_head(head, is_old);
}

std::optional<Request> AcceptedClient::next() {
  std::size_t end = received_.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (received_.size() > kLargestRequestHead) {
      throw BadRequest(431,
                       fmt::format("its head has more than {} KiB", kLargestRequestHead / 1024));
    }
    const std::size_t searched = received_.size() < 3 ? 0 : received_.size() - 3;
    if (!receive()) return std::nullopt;
    end = received_.find("\r\n\r\n", searched);
  }
  Request request = read_head(std::string_view(received_).substr(0, end), old_);
  received_.erase(0, end + 4);
  const std::string connection = lower_case(request.headers.get("Connection"));
  keeps_ = !old_ && connection.find("close") == std::string::npos;
  read_body(request);
  return request;
}

void AcceptedClient::read_body(Request& request) {
  const std::vector<std::string> lengths = request.headers.all("Content-Length");
  const std::string* coding = request.headers.find("Transfer-Encoding");
  if (coding == nullptr && lengths.empty()) return;
  if (lengths.size() > 1 || (coding != nullptr && !lengths.empty())) {
    bad("it says the length of its body twice (RFC 9112 section 6.3)");
  }
  if (coding != nullptr && !equals_ignoring_case(*coding, "chunked")) {
    throw BadRequest(501, "its transfer coding is another than chunked");
  }
  const std::size_t size =
      lengths.empty() ? 0 : whole_number(lengths.front(), 10, "Content-Length");
  if (size > kLargestRequestBody) too_large();
  if (equals_ignoring_case(request.headers.get("Expect"), "100-continue")) {
    send("HTTP/1.1 100 Continue\r\n\r\n");
  }
  request.body = coding != nullptr ? read_chunks() : take(size);
}

std::string AcceptedClient::read_chunks() {
  std::string body;
  while (true) {
    const std::string line = take_line();
    const std::size_t size =
        whole_number(trimmed(std::string_view(line).substr(0, line.find(';'))), 16, "chunk's size");
    if (size > kLargestRequestBody || body.size() + size > kLargestRequestBody) too_large();
    if (size == 0) break;
    body += take(size);
    if (take(2) != kLineEnd) bad("a chunk of its body is longer than it says");
  }
  while (!take_line().empty()) {  // trailers
  }
  return body;
}

bool AcceptedClient::receive() {
  std::array<char, 16384> buffer;
  ssize_t count = 0;
  do {
    count = ::recv(socket_, buffer.data(), buffer.size(), 0);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  received_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

std::string AcceptedClient::take(std::size_t bytes) {
  while (received_.size() < bytes) {
    if (!receive()) bad("it ends before its body does");
  }
  std::string taken = received_.substr(0, bytes);
  received_.erase(0, bytes);
  return taken;
}

std::string AcceptedClient::take_line() {
  std::size_t end = 0;
  while ((end = received_.find(kLineEnd)) == std::string::npos) {
    if (received_.size() > kLargestRequestHead) bad("a line of its chunks has no end");
    if (!receive()) bad("it ends before its body does");
  }
  std::string line = take(end);
  received_.erase(0, kLineEnd.size());
  return line;
}

bool AcceptedClient::has_said_all() const {
  char byte = 0;
  const ssize_t count = ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

bool AcceptedClient::is_gone() const {
  pollfd state{socket_, 0, 0};
  ::poll(&state, 1, 0);
  return (state.revents & (POLLHUP | POLLERR)) != 0;
}

bool AcceptedClient::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool AcceptedClient::answer(int status, const Headers& headers, std::string_view body) {
  std::string head = answer_head_of(status, headers, keeps_);
  head += fmt::format("Content-Length: {}\r\n\r\n", body.size());
  return send(head.append(body));
}

bool AcceptedClient::answer_without_body(int status, const Headers& headers) {
  return send(answer_head_of(status, headers, keeps_) + "\r\n");
}

bool AcceptedClient::begin(int status, const Headers& headers) {
  chunks_ = !old_;
  keeps_ = keeps_ && chunks_;
  std::string head = answer_head_of(status, headers, keeps_);
  if (chunks_) head += "Transfer-Encoding: chunked\r\n";
  return send(head + "\r\n");
}

bool AcceptedClient::piece(std::string_view bytes) {
  if (bytes.empty()) return true;
  if (!chunks_) return send(bytes);
  return send(fmt::format("{:x}\r\n", bytes.size()).append(bytes).append(kLineEnd));
}

bool AcceptedClient::end() { return !chunks_ || send("0\r\n\r\n"); }

}  // namespace conform
