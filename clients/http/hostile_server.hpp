// For tests: a server that says whatever bytes a test wants, also without end.
#pragma once

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/http/loopback_listener.hpp"
#include "foundation/http/url.hpp"

namespace conform::clients {

class HostileServer {
 public:
  // Sends bytes; false when the client has gone.
  using Say = std::function<bool(std::string_view)>;

  // `answer` is called for each request, once its head is here.
  enum class Then { kListens, kCloses };
  explicit HostileServer(std::function<void(const Say&)> answer, Then then = Then::kListens) {
    auto serve = [this, then, answer = std::move(answer)](int socket) {
      const Say say = [socket](std::string_view bytes) {
        while (!bytes.empty()) {
          const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
          if (count <= 0) return false;
          bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
      };
      // Who does not read for so long reads no more.
      const timeval patience{1, 0};
      ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
      while (hears(socket)) {
        answer(say);
        if (then == Then::kCloses) return;
      }
    };
    listener_.start({.serve = std::move(serve)});
  }
  explicit HostileServer(std::string answer, Then then = Then::kListens)
      : HostileServer([answer = std::move(answer)](const Say& say) { say(answer); }, then) {}
  ~HostileServer() { listener_.stop(); }
  HostileServer(const HostileServer&) = delete;
  HostileServer& operator=(const HostileServer&) = delete;

  std::string origin() const { return fmt::format("http://127.0.0.1:{}", listener_.port()); }
  Url url() const { return Url::parse(origin() + "/mcp").value(); }
  // Every byte that came, of all connections.
  std::string heard() const {
    const std::scoped_lock lock(mutex_);
    return heard_;
  }

 private:
  bool hears(int socket) {
    std::string text;
    std::array<char, 65536> buffer;
    while (text.find("\r\n\r\n") == std::string::npos) {
      const ssize_t count = ::recv(socket, buffer.data(), buffer.size(), 0);
      if (count <= 0) return false;
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    const std::scoped_lock lock(mutex_);
    heard_ += text;
    return true;
  }

  mutable std::mutex mutex_;
  std::string heard_;
  LoopbackListener listener_{0};
};

// What has no end, a piece at a time, until the client has enough. Returns how many bytes it took.
inline std::size_t say_without_end(const HostileServer::Say& say, std::string_view begin,
                                   const std::string& piece) {
  std::size_t said = begin.size();
  if (!say(begin)) return 0;
  while (say(piece)) said += piece.size();
  return said;
}

}  // namespace conform::clients
