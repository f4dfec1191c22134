#include "mock_server/serving/connection.hpp"

#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include "foundation/http/chunked_body.hpp"
#include "foundation/http/limits.hpp"

namespace conform::mock {
namespace {

constexpr int kReadSeconds = 10;
// The socket's own patience, so that waiting for a request takes one call and not two.
constexpr int kWaitsForRequest = (Connection::kKeepAliveSeconds + kReadSeconds - 1) / kReadSeconds;

BusyPoll& busy_poll() {
  static BusyPoll of_the_process;
  return of_the_process;
}

bool ready(int socket, short events, int milliseconds) {
  pollfd poll_for{socket, events, 0};
  int result = 0;
  do {
    result = ::poll(&poll_for, 1, milliseconds);
  } while (result < 0 && errno == EINTR);
  return result > 0;
}

}  // namespace

void Connection::FreeTls::operator()(SSL* tls) const { SSL_free(tls); }

Connection::Connection(int socket, SSL_CTX* tls) : socket_(socket), poll_(busy_poll()) {
  // A peer that stops in the middle of a request must not hold its thread for ever.
  const timeval patience{kReadSeconds, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  if (tls == nullptr) return;
  // SSL_write waits inside for the peer to take what it was given.
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  tls_.reset(SSL_new(tls));
  SSL_set_fd(tls_.get(), socket);
  SSL_set_accept_state(tls_.get());  // the first read or write does the handshake
}

bool Connection::wait_for_request() {
  if (over_) return false;
  if (begin_ != end_) return true;
  if (tls_) return tls_has_bytes_within(kKeepAliveSeconds) && fill();
  if (fill_soon()) return true;
  for (int waits = 0; waits < kWaitsForRequest; ++waits) {
    if (fill()) return true;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
  }
  return false;
}

std::optional<ReceivedRequest> Connection::take_request() {
  auto head = take_head();
  if (!head) return std::nullopt;
  // What is https may be asked for on a secured connection only (RFC 9110 section 7.4).
  if (head->is_for_https && !tls_ && head->request.broken.empty()) {
    head->request.broken = "bad_request_line";
  }
  if (head->request.broken.empty() && !take_body(*head)) return std::nullopt;
  if (tls_) head->request.scheme = "https";
  DeliveryTerms terms{.head_only = head->request.method == "HEAD",
                      .close = head->close || !head->request.broken.empty(),
                      .chunks = !head->is_http_1_0};
  return ReceivedRequest{std::move(head->request), terms};
}

// Nearly every head comes as a whole, and is read where it lies.
std::optional<RequestHead> Connection::take_head() {
  auto head = read_head(buffered());
  if (!head) return take_long_head();
  begin_ += head->size;
  return head;
}

// A head that comes in pieces. What was read last is what ends it, so what lies behind its end is
// still in the buffer.
std::optional<RequestHead> Connection::take_long_head() {
  std::string bytes(buffered());
  while (bytes.size() <= kLargestHead) {
    if (!fill()) {
      stopped();
      return std::nullopt;
    }
    const std::size_t before = bytes.size();
    bytes += buffered();
    if (!has_empty_line(bytes, before - std::min<std::size_t>(before, 2))) continue;
    if (auto head = read_head(bytes)) {
      begin_ = end_ - (bytes.size() - head->size);
      return head;
    }
  }
  RequestHead head = read_head(bytes + "\r\n\r\n").value_or(RequestHead{});
  head.request.broken = "head_too_large";
  return head;
}

bool Connection::take_body(RequestHead& head) {
  const bool has_body = head.in_chunks || head.body_size > 0;
  if (has_body && head.expects_continue && begin_ == end_ &&
      !send("HTTP/1.1 100 Continue\r\n\r\n")) {
    return false;
  }
  return head.in_chunks ? take_chunks(head.request)
                        : take_sized_body(head.request.body, head.body_size);
}

std::size_t Connection::room_for(std::size_t come, std::size_t announced) {
  constexpr std::size_t kAtLeast = 16UL << 10U;
  return std::min(announced, come + std::max(come, kAtLeast));
}

bool Connection::take_sized_body(std::string& body, std::size_t size) {
  const std::string_view here = buffered().substr(0, size);
  body = here;
  begin_ += here.size();
  while (body.size() < size) {
    const std::size_t have = body.size();
    body.resize(room_for(have, size));
    const ssize_t count = receive(body.data() + have, body.size() - have);
    if (count <= 0) return stopped();
    body.resize(have + static_cast<std::size_t>(count));
  }
  return true;
}

bool Connection::take_chunks(Request& request) {
  ChunkedBody body(kLargestBody);
  while (true) {
    begin_ += body.take(buffered());
    if (body.state() != ChunkedBody::State::kUnfinished) break;
    if (!fill()) return stopped();
  }
  request.body = std::move(body.text());
  if (body.state() == ChunkedBody::State::kBroken) request.broken = "bad_chunk";
  if (body.state() == ChunkedBody::State::kTooLarge) request.broken = "body_too_large";
  return true;
}

// The peer has gone or come to nothing; what still comes must not be read as a request.
bool Connection::stopped() {
  over_ = true;
  return false;
}

bool Connection::fill() {
  errno = 0;  // the peer's end is no error
  return took(receive(buffer_.data(), buffer_.size()));
}

// False also for what fill() will find out.
bool Connection::fill_soon() {
  return took(poll_.receive(socket_, buffer_.data(), buffer_.size()));
}

bool Connection::took(ssize_t count) {
  if (count <= 0) return false;
  begin_ = 0;
  end_ = static_cast<std::size_t>(count);
  return true;
}

ssize_t Connection::receive(char* to, std::size_t size) {
  if (tls_) {
    if (!tls_has_bytes_within(kReadSeconds)) return -1;
    return SSL_read(tls_.get(), to, static_cast<int>(size));
  }
  ssize_t count = 0;
  do {
    count = ::recv(socket_, to, size, 0);
  } while (count < 0 && errno == EINTR);
  return count;
}

// Those of a record that the library has read already make the socket silent.
bool Connection::tls_has_bytes_within(int seconds) const {
  return SSL_pending(tls_.get()) > 0 || ready(socket_, POLLIN, seconds * 1000);
}

bool Connection::is_writable() const { return ready(socket_, POLLOUT, kReadSeconds * 1000); }

// SO_LINGER of zero makes a reset of closing.
void Connection::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  was_reset_ = true;
  over_ = true;
}

ssize_t Connection::send_some(const char* from, std::size_t size) {
  if (!tls_) return ::send(socket_, from, size, MSG_NOSIGNAL | MSG_DONTWAIT);
  constexpr std::size_t kMost = 1UL << 20;  // SSL_write counts in int
  return SSL_write(tls_.get(), from, static_cast<int>(std::min(size, kMost)));
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (tls_ && !is_writable()) break;
    const ssize_t count = send_some(bytes.data(), bytes.size());
    if (count < 0 && !tls_ && errno == EINTR) continue;
    if (count < 0 && !tls_ && (errno == EAGAIN || errno == EWOULDBLOCK) && is_writable()) continue;
    if (count <= 0) break;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (!bytes.empty()) over_ = true;
  return bytes.empty();
}

void Connection::let_the_peer_end() {
  constexpr std::chrono::seconds kAtMost{5};
  const timeval patience{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  ::shutdown(socket_, SHUT_WR);
  const auto until = std::chrono::steady_clock::now() + kAtMost;
  while (std::chrono::steady_clock::now() < until &&
         ::recv(socket_, buffer_.data(), buffer_.size(), 0) > 0) {
  }
}

}  // namespace conform::mock
