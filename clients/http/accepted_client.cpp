#include "clients/http/accepted_client.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "foundation/http/chunked_body.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::clients {

using mock::refusal;
using mock::Refusal;

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kMiB = std::size_t{1024} * 1024;
constexpr HeadTerms kTerms{.longest_request_line = AcceptedClient::kLargestRequestHead,
                           .largest_body = AcceptedClient::kLargestRequestBody,
                           .passes_on = true};

// The sentences that the mock has for it, but for the limits, which are others here.
[[noreturn]] void refuse(std::string_view id) {
  const Refusal& known = refusal(id);
  std::string why(known.text);
  if (id == "body_too_large") {
    why = fmt::format("Its body has more than {} MiB", AcceptedClient::kLargestRequestBody / kMiB);
  } else if (id == "head_too_large" || id == "target_too_long") {
    why = fmt::format("Its head has more than {} KiB", AcceptedClient::kLargestRequestHead / 1024);
  }
  throw BadRequest(known.status, why);
}

[[noreturn]] void cut_off() { throw BadRequest(400, "Its body does not come to its end"); }

std::string answer_head_of(int status, const Headers& headers, bool keeps) {
  std::string head = fmt::format("HTTP/1.1 {} \r\n", status);
  for (const Header& field : headers) head += fmt::format("{}: {}\r\n", field.name, field.value);
  if (!keeps) head += "Connection: close\r\n";
  return head;
}

}  // namespace

AcceptedClient::AcceptedClient(int socket, std::chrono::milliseconds patience) : socket_(socket) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(patience);
  const timeval limit{seconds.count(), std::chrono::microseconds(patience - seconds).count()};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}

std::optional<Request> AcceptedClient::next() {
  std::optional<RequestHead> head = take_head();
  if (!head) return std::nullopt;
  if (head->expects_continue && !send("HTTP/1.1 100 Continue\r\n\r\n")) return std::nullopt;
  head->request.body = head->in_chunks ? take_chunks() : take_body(head->body_size);
  return std::move(head->request);
}

// Looked at again only when an empty line has come, which may be its end.
std::optional<RequestHead> AcceptedClient::take_head() {
  std::optional<RequestHead> head = read_head(received_, kTerms);
  while (!head) {
    const std::size_t before = received_.size();
    if (before > kLargestRequestHead) refuse("head_too_large");
    if (!receive()) return std::nullopt;
    if (before == 0 || has_empty_line(received_, before - std::min<std::size_t>(before, 2))) {
      head = read_head(received_, kTerms);
    }
  }
  if (head->size > kLargestRequestHead) refuse("head_too_large");
  if (!head->request.broken.empty()) refuse(head->request.broken);
  received_.erase(0, head->size);
  old_ = head->is_http_1_0;
  keeps_ = !head->close;
  return head;
}

std::string AcceptedClient::take_body(std::size_t bytes) {
  while (received_.size() < bytes) {
    if (!receive()) cut_off();
  }
  std::string taken = received_.substr(0, bytes);
  received_.erase(0, bytes);
  return taken;
}

std::string AcceptedClient::take_chunks() {
  ChunkedBody body(kLargestRequestBody);
  while (true) {
    received_.erase(0, body.take(received_));
    if (body.state() == ChunkedBody::State::kWhole) return std::move(body.text());
    if (body.state() == ChunkedBody::State::kBroken) refuse("bad_chunk");
    if (body.state() == ChunkedBody::State::kTooLarge) refuse("body_too_large");
    if (!receive()) cut_off();
  }
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

}  // namespace conform::clients
