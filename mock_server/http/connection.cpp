#include "mock_server/http/connection.hpp"

#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "mock_server/http/limits.hpp"
#include "mock_server/http/plain_request.hpp"

namespace conform {
namespace {

constexpr int kReadSeconds = 10;
// The socket's own patience, so that waiting for a request takes one call and not two.
constexpr int kWaitsForRequest = (Connection::kKeepAliveSeconds + kReadSeconds - 1) / kReadSeconds;

BusyPoll& busy_poll() {
  static BusyPoll of_the_process;
  return of_the_process;
}

thread_local Connection* current = nullptr;

bool ready(int socket, short events, int milliseconds) {
  pollfd poll_for{socket, events, 0};
  int result = 0;
  do {
    result = ::poll(&poll_for, 1, milliseconds);
  } while (result < 0 && errno == EINTR);
  return result > 0;
}

}  // namespace

Connection* current_connection() { return current; }

void Connection::FreeTls::operator()(SSL* tls) const { SSL_free(tls); }

Connection::Connection(int socket, SSL_CTX* tls) : socket_(socket), poll_(busy_poll()) {
  current = this;
  // A peer that stops in the middle of a request must not hold its thread for ever.
  const timeval patience{kReadSeconds, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  if (tls == nullptr) return;
  tls_.reset(SSL_new(tls));
  SSL_set_fd(tls_.get(), socket);
  SSL_set_accept_state(tls_.get());  // the first read or write does the handshake
}

Connection::~Connection() { current = nullptr; }

bool Connection::wait_for_request() {
  if (over_) return false;
  has_answered_ = false;
  head_.clear();
  head_over_ = false;
  line_is_empty_ = false;
  if (begin_ != end_) return true;
  if (tls_) return tls_has_bytes_within(kKeepAliveSeconds) && fill();
  if (fill_soon()) return true;
  for (int waits = 0; waits < kWaitsForRequest; ++waits) {
    if (fill()) return true;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
  }
  return false;
}

std::optional<Request> Connection::take_plain_request() {
  auto head = read_plain_head({buffer_.data() + begin_, end_ - begin_});
  if (!head) return std::nullopt;
  begin_ += head->head_size;
  std::string& body = head->request.body;
  body.resize(head->body_size);
  std::size_t have = std::min(end_ - begin_, body.size());
  std::memcpy(body.data(), buffer_.data() + begin_, have);
  begin_ += have;
  while (have < body.size()) {
    const ssize_t count = receive(body.data() + have, body.size() - have);
    if (count <= 0) {
      over_ = true;  // what still comes of the body must not be read as a request
      return std::nullopt;
    }
    have += static_cast<std::size_t>(count);
  }
  if (tls_) head->request.scheme = "https";
  return std::move(head->request);
}

Headers Connection::received_headers() const {
  Headers headers;
  std::string_view rest = head_;
  rest.remove_prefix(std::min(rest.find('\n') + 1, rest.size()));  // the request line
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    headers.add(std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))));
  }
  return headers;
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

bool Connection::is_readable() const {
  if (begin_ != end_) return true;
  return tls_ ? tls_has_bytes_within(kReadSeconds) : ready(socket_, POLLIN, kReadSeconds * 1000);
}

bool Connection::is_writable() const { return ready(socket_, POLLOUT, kReadSeconds * 1000); }

ssize_t Connection::read(char* to, std::size_t size) {
  if (begin_ == end_ && !fill()) return -1;
  const std::size_t count = std::min(size, end_ - begin_);
  const char* const from = buffer_.data() + begin_;
  begin_ += count;
  if (head_over_) {
    std::memcpy(to, from, count);
    return static_cast<ssize_t>(count);
  }
  // The library reads a head byte by byte.
  for (std::size_t i = 0; i < count; ++i) {
    to[i] = from[i];
    if (from[i] == '\n') {
      head_over_ = line_is_empty_;
      line_is_empty_ = true;
    } else if (from[i] != '\r') {
      line_is_empty_ = false;
    }
  }
  head_.append(from, count);
  return head_.size() > kLargestHead ? -1 : static_cast<ssize_t>(count);
}

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

ssize_t Connection::write(const char* from, std::size_t size) {
  return has_answered_ || send({from, size}) ? static_cast<ssize_t>(size) : -1;
}

// The mock records no addresses of peers: everybody is on loopback.
void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip = "127.0.0.1";
  port = 0;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  ip = "127.0.0.1";
  port = 0;
}

}  // namespace conform
