#include "clients/programs/listening.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "foundation/files/descriptor.hpp"

namespace conform::clients {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{20};

// A line of /proc/net/tcp: "sl local_address rem_address st …", in hexadecimal; state 0A is LISTEN
// (proc(5)).
bool table_shows(const char* file, const std::string& port) {
  std::ifstream table(file);
  for (std::string line; std::getline(table, line);) {
    std::istringstream fields(line);
    std::string slot;
    std::string local;
    std::string remote;
    std::string state;
    fields >> slot >> local >> remote >> state;
    if (state == "0A" && local.ends_with(port)) return true;
  }
  return false;
}

template <typename Condition>
bool look_until(Condition holds, std::chrono::milliseconds at_most,
                const std::stop_token& stop = {}) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (!holds()) {
    if (stop.stop_requested() || std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return true;
}

}  // namespace

bool is_listening(int port) {
  const std::string suffix = fmt::format(":{:04X}", port);
  return table_shows("/proc/net/tcp", suffix) || table_shows("/proc/net/tcp6", suffix);
}

bool wait_for_listener(int port, std::chrono::milliseconds at_most) {
  return look_until([port] { return is_listening(port); }, at_most);
}

bool is_free(int port) {
  const Descriptor fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd) return false;
  const int on = 1;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool wait_until_free(int port, std::chrono::milliseconds at_most, const std::stop_token& stop) {
  return look_until([port] { return is_free(port); }, at_most, stop);
}

}  // namespace conform::clients
