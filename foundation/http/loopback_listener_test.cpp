#include "foundation/http/loopback_listener.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace conform {
namespace {

class LoopbackClient {
 public:
  explicit LoopbackClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~LoopbackClient() { ::close(socket_); }
  LoopbackClient(const LoopbackClient&) = delete;
  LoopbackClient& operator=(const LoopbackClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  void say(std::string_view text) const {
    EXPECT_EQ(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }
  // So many bytes, or fewer when the connection ends before.
  [[nodiscard]] std::string hear(std::size_t size) const {
    std::string text(size, '\0');
    const ssize_t count = ::recv(socket_, text.data(), size, MSG_WAITALL);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return text;
  }

 private:
  int socket_;
  bool connected_ = false;
};

// Says again what it hears, until the client has gone.
void echo(int socket) {
  char one = '\0';
  while (::recv(socket, &one, 1, 0) == 1) ::send(socket, &one, 1, MSG_NOSIGNAL);
}

void send_what_is_lacking(int socket, std::string_view lacking) {
  ::send(socket, lacking.data(), lacking.size(), MSG_NOSIGNAL);
}

TEST(LoopbackListener, ServesSeveralAtOnceOnAFreePort) {
  LoopbackListener listener(0);
  EXPECT_GT(listener.port(), 0);
  const LoopbackClient early(listener.port());  // waits until it is served
  early.say("early");
  listener.start({.serve = echo});
  const LoopbackClient later(listener.port());
  later.say("later");
  EXPECT_EQ(later.hear(5), "later");
  EXPECT_EQ(early.hear(5), "early");
}

TEST(LoopbackListener, EndsEveryConnectionWhenItStops) {
  LoopbackListener listener(0);
  listener.start({.serve = echo});
  const LoopbackClient client(listener.port());
  client.say("x");
  EXPECT_EQ(client.hear(1), "x");
  listener.stop();
  EXPECT_EQ(client.hear(1), "");
  EXPECT_FALSE(LoopbackClient(listener.port()).connected());
  listener.stop();
}

TEST(LoopbackListener, APortThatSomebodyListensOnCannotBeHad) {
  LoopbackListener first(0);
  EXPECT_THROW(LoopbackListener{first.port()}, std::runtime_error);
  first.stop();
  EXPECT_EQ(LoopbackListener(first.port()).port(), first.port());
}

TEST(LoopbackListener, APortBeyondTheLastOneIsNotTakenForAnother) {
  EXPECT_THROW(LoopbackListener{65'536}, std::runtime_error);
  EXPECT_THROW(LoopbackListener{-1}, std::runtime_error);
}

TEST(LoopbackListener, WhoeverGetsNoThreadIsRefused) {
  LoopbackListener listener(0, [](const std::function<void()>&) -> std::thread {
    throw std::system_error(EAGAIN, std::generic_category());
  });
  std::atomic<int> served = 0;
  listener.start({.serve = [&](int) { ++served; }, .refuse = send_what_is_lacking});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(LoopbackClient(listener.port()).hear(10), "thread");
  EXPECT_EQ(served, 0);
}

TEST(LoopbackListener, WhoeverGetsNoMemoryIsRefusedAndTheNextOneIsServed) {
  LoopbackListener listener(0);
  std::atomic<int> connections = 0;
  listener.start({.serve =
                      [&](int socket) {
                        if (++connections == 1) throw std::bad_alloc();
                        echo(socket);
                      },
                  .refuse = send_what_is_lacking});
  EXPECT_EQ(LoopbackClient(listener.port()).hear(10), "memory");
  const LoopbackClient next(listener.port());
  next.say("next");
  EXPECT_EQ(next.hear(4), "next");
}

TEST(LoopbackListener, FurtherConnectionsWaitUntilOneEnds) {
  constexpr std::size_t kAtOnce = 2;
  std::atomic<std::size_t> now = 0;
  std::atomic<std::size_t> most = 0;
  LoopbackListener listener(0);
  listener.start({.serve =
                      [&](int socket) {
                        most = std::max<std::size_t>(most, ++now);
                        echo(socket);
                        --now;
                      },
                  .most_connections = kAtOnce});
  std::vector<std::unique_ptr<LoopbackClient>> clients;
  for (int i = 0; i < 6; ++i) {
    clients.push_back(std::make_unique<LoopbackClient>(listener.port()));
    clients.back()->say("x");
  }
  for (auto& client : clients) {
    EXPECT_EQ(client->hear(1), "x");
    client.reset();
  }
  EXPECT_LE(most, kAtOnce);
}

}  // namespace
}  // namespace conform
