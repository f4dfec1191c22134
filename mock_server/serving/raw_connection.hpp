// For tests: a client that knows no HTTP, so that a test says which bytes go over the wire and
// when.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/files/descriptor.hpp"

namespace conform::mock {

// What came back until the server closed the connection, or did not.
struct Seen {
  std::string text;
  bool reset = false;
  bool timed_out = false;
};

class RawConnection {
 public:
  explicit RawConnection(int port, int patience_ms = 10'000)
      : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(
        ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    const timeval patience{patience_ms / 1000, patience_ms % 1000L * 1000};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    const int yes = 1;
    ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  }

  void send(std::string_view bytes) const {
    EXPECT_EQ(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  void will_send_no_more() const { ::shutdown(socket_.get(), SHUT_WR); }

  [[nodiscard]] int own_port() const {
    sockaddr_in address{};
    socklen_t size = sizeof(address);
    EXPECT_EQ(::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    return ntohs(address.sin_port);
  }

  [[nodiscard]] bool has_received() const {
    char first = 0;
    return ::recv(socket_.get(), &first, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
  }
  // So many bytes, or what came before the end.
  [[nodiscard]] std::string receive(std::size_t size) const {
    std::string text(size, '\0');
    const ssize_t count = ::recv(socket_.get(), text.data(), size, MSG_WAITALL);
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
  }
  [[nodiscard]] Seen receive_all() const {
    Seen seen;
    std::array<char, 4096> buffer{};
    ssize_t count = 0;
    while ((count = ::recv(socket_.get(), buffer.data(), buffer.size(), 0)) > 0) {
      seen.text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    seen.reset = count < 0 && errno == ECONNRESET;
    seen.timed_out = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    return seen;
  }

 private:
  Descriptor socket_;
};

}  // namespace conform::mock
