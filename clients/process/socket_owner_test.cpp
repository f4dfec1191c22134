#include "clients/process/socket_owner.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

#include "clients/process/process.hpp"

namespace conform::clients {

using mock::ConnectionEnds;

namespace {

// A connection over loopback, both ends of which are ours.
class SocketOwnerTest : public testing::Test {
 protected:
  void connect(int family) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&here), sizeof(here)), 0);
    ASSERT_EQ(::listen(listener_, 1), 0);
    socklen_t size = sizeof(here);
    ASSERT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size), 0);
    client_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client_ < 0) GTEST_SKIP() << "this machine has no IPv6";
    sockaddr_in6 mapped{};
    mapped.sin6_family = AF_INET6;
    mapped.sin6_port = here.sin_port;
    ASSERT_EQ(::inet_pton(AF_INET6, "::ffff:127.0.0.1", &mapped.sin6_addr), 1);
    const bool is_v4 = family == AF_INET;
    ASSERT_EQ(::connect(client_,
                        is_v4 ? reinterpret_cast<const sockaddr*>(&here)
                              : reinterpret_cast<const sockaddr*>(&mapped),
                        is_v4 ? sizeof(here) : sizeof(mapped)),
              0);
    sockaddr_in peer{};
    size = sizeof(peer);
    accepted_ = ::accept4(listener_, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_CLOEXEC);
    ASSERT_GE(accepted_, 0);
    ends_ = {.peer_address = ntohl(peer.sin_addr.s_addr),
             .peer_port = ntohs(peer.sin_port),
             .own_address = INADDR_LOOPBACK,
             .own_port = ntohs(here.sin_port)};
  }
  void close_client() {
    ::close(client_);
    client_ = -1;
  }
  ~SocketOwnerTest() override {
    for (const int socket : {listener_, client_, accepted_}) {
      if (socket >= 0) ::close(socket);
    }
  }

  static std::uint64_t inode_of(int socket) {
    struct stat about{};
    EXPECT_EQ(::fstat(socket, &about), 0);
    return about.st_ino;
  }
  static std::string table(const char* file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  int listener_ = -1;
  int client_ = -1;
  int accepted_ = -1;
  ConnectionEnds ends_;
};

TEST_F(SocketOwnerTest, ThePeersSocketIsFound) {
  connect(AF_INET);
  EXPECT_EQ(inode_of_peer(ends_), inode_of(client_));
  EXPECT_EQ(inode_in_table(table("/proc/net/tcp"), ends_), inode_of(client_));
}

// Java's sockets, for one, are of IPv6 whatever they connect to.
TEST_F(SocketOwnerTest, ThePeersSocketIsFoundWhereItIsOfIPv6) {
  connect(AF_INET6);
  EXPECT_EQ(inode_of_peer(ends_), inode_of(client_));
  EXPECT_EQ(inode_in_table(table("/proc/net/tcp"), ends_), std::nullopt);
  EXPECT_EQ(inode_in_table(table("/proc/net/tcp6"), ends_), inode_of(client_));
}

TEST_F(SocketOwnerTest, ASocketThatIsClosedIsNobodys) {
  connect(AF_INET);
  close_client();
  EXPECT_EQ(inode_of_peer(ends_), std::nullopt);
  EXPECT_EQ(inode_in_table(table("/proc/net/tcp"), ends_), std::nullopt);
}

TEST(SocketTable, IsReadWhateverItSays) {
  const ConnectionEnds ends{.peer_address = INADDR_LOOPBACK,
                            .peer_port = 0xC350,
                            .own_address = INADDR_LOOPBACK,
                            .own_port = 80};
  const std::string line =
      "   1: 0100007F:C350 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 ";
  EXPECT_EQ(inode_in_table("", ends), std::nullopt);
  EXPECT_EQ(inode_in_table(line, ends), std::nullopt);
  EXPECT_EQ(inode_in_table(line + "x 1", ends), std::nullopt);
  EXPECT_EQ(inode_in_table(line + "0 1", ends), std::nullopt);
  if (htonl(1) == 1) return;  // the addresses would be written the other way round
  EXPECT_EQ(inode_in_table("head\n" + line + "4711 1\n", ends), 4711U);
}

// The process itself is ours here, and it holds the socket.
TEST_F(SocketOwnerTest, OnlyDescendantsAreLookedAt) {
  connect(AF_INET);
  ProcessSpec spec;
  spec.argv = {"/bin/cat"};
  int keeper = 0;
  const Process process(std::move(spec), [&keeper](int id) { keeper = id; });
  EXPECT_FALSE(is_held_below(::getpid(), inode_of(client_)));
  EXPECT_FALSE(is_held_below(keeper, inode_of(client_)));
}

TEST_F(SocketOwnerTest, WhatADescendantInheritedItHolds) {
  connect(AF_INET);
  const pid_t child = ::fork();
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  EXPECT_TRUE(is_held_below(::getpid(), inode_of(client_)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_FALSE(is_held_below(::getpid(), inode_of(client_)));
}

}  // namespace
}  // namespace conform::clients
