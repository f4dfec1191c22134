#include "bench/load/loopback_sender.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

namespace conform::bench {

using clients::require_loopback;
using clients::require_sendable;
using clients::TimedOut;

namespace {

using SteadyClock = std::chrono::steady_clock;

std::chrono::microseconds since(SteadyClock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begin);
}

// Being woken would be in what is measured.
BusyPoll& busy_poll() {
  static BusyPoll of_the_process;
  return of_the_process;
}

Descriptor opened(const Url& url) {
  Descriptor socket = connected_to(url);
  const timeval patience{kLongestAnswer.count(), 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  return socket;
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

bool is_plain_loopback(const Url& url) { return url.scheme == "http" && url.is_loopback(); }

std::string bytes_of(const Url& url, const Request& request) {
  require_sendable(request);
  std::string bytes = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, request.target,
                                  url.authority());
  for (const Header& header : request.headers) {
    if (equals_ignoring_case(header.name, "Host")) continue;
    bytes.append(header.name).append(header.value.empty() ? ":" : ": ");
    bytes.append(header.value).append("\r\n");
  }
  if (request.method == "POST" || !request.body.empty()) {
    bytes += fmt::format("Content-Length: {}\r\n", request.body.size());
  }
  return bytes.append("\r\n").append(request.body);
}

LoopbackSender::LoopbackSender(std::chrono::seconds longest)
    : longest_(longest), poll_(busy_poll()) {}

Response LoopbackSender::send(const Url& url, Request request) {
  require_loopback(url);
  if (request.method == "HEAD") throw std::logic_error("a HEAD is not sent without a library");
  spent_ = {};
  const std::string bytes = bytes_of(url, request);
  Descriptor& kept = sockets_[url.port];
  // Back in its place only after a whole answer: of what goes wrong before, nothing may be read as
  // the next one.
  Descriptor socket = std::exchange(kept, Descriptor());
  if (socket.get() < 0 || !exchange(socket.get(), url, bytes)) {
    const auto began = SteadyClock::now();
    socket = opened(url);
    spent_.connect = since(began);
    if (!exchange(socket.get(), url, bytes)) no_answer(url, "it closed the connection");
  }
  if (reader_.keeps_connection()) kept = std::move(socket);
  return reader_.answer();
}

bool LoopbackSender::exchange(int socket, const Url& url, const std::string& bytes) {
  reader_.clear();
  const auto began = SteadyClock::now();
  auto first = began;
  spent_.bytes_sent += bytes.size();
  bool is_whole = false;
  std::array<char, 16'384> buffer{};
  for (bool is_first = true; !is_whole;) {
    if (is_first && !send_all(socket, bytes)) break;
    const ssize_t count = receive(socket, buffer.data(), buffer.size());
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      throw TimedOut(fmt::format("no answer from {}: nothing for a minute", url.origin()));
    }
    if (count <= 0) {
      is_whole = reader_.is_whole_at_close();
      if (!is_whole && !is_first) no_answer(url, "it closed the connection in the answer");
      break;
    }
    if (std::exchange(is_first, false)) first = SteadyClock::now();
    spent_.bytes_received += static_cast<std::uint64_t>(count);
    is_whole = reader_.take({buffer.data(), static_cast<std::size_t>(count)});
    // The socket's patience begins anew with each byte.
    if (!is_whole && SteadyClock::now() - began >= longest_) {
      throw TimedOut(
          fmt::format("no answer from {}: it began to answer and did not end within {} s",
                      url.origin(), longest_.count()));
    }
  }
  spent_.first_byte = std::chrono::duration_cast<std::chrono::microseconds>(first - began);
  spent_.body = since(first);
  return is_whole;
}

ssize_t LoopbackSender::receive(int socket, char* to, std::size_t size) {
  ssize_t count = poll_.receive(socket, to, size);
  if (count < 0 && errno == EAGAIN) {
    do {
      count = ::recv(socket, to, size, 0);
    } while (count < 0 && errno == EINTR);
  }
  return count;
}

}  // namespace conform::bench
