#include "clients/listening.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <string>
#include <thread>

namespace conform {
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

}  // namespace

bool is_listening(int port) {
  const std::string suffix = fmt::format(":{:04X}", port);
  return table_shows("/proc/net/tcp", suffix) || table_shows("/proc/net/tcp6", suffix);
}

bool wait_for_listener(int port, std::chrono::milliseconds at_most) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (!is_listening(port)) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return true;
}

}  // namespace conform
