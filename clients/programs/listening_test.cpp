#include "clients/programs/listening.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "clients/programs/program_home.hpp"

namespace conform::clients {
namespace {

TEST(Listening, TellsAListenerFromABoundSocket) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(bind(fd, generic, size), 0);
  ASSERT_EQ(getsockname(fd, generic, &size), 0);
  const int port = ntohs(address.sin_port);
  EXPECT_FALSE(is_listening(port));
  EXPECT_FALSE(wait_for_listener(port, std::chrono::milliseconds{0}));
  bool heard = false;
  std::thread waiter([&] { heard = wait_for_listener(port, std::chrono::seconds{60}); });
  ASSERT_EQ(listen(fd, 1), 0);
  waiter.join();
  EXPECT_TRUE(heard);
  EXPECT_FALSE(is_free(port));
  EXPECT_FALSE(wait_until_free(port, std::chrono::milliseconds{0}));
  close(fd);
  EXPECT_FALSE(is_listening(port));
  EXPECT_TRUE(is_free(port));
  EXPECT_TRUE(wait_until_free(port, std::chrono::seconds{60}));
}

}  // namespace
}  // namespace conform::clients
