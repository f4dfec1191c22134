#include "clients/http/loopback_listener.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace conform {
namespace {

// An open stream keeps a connection; who wants more waits until one ends.
constexpr std::size_t kMostConnections = 256;

[[noreturn]] void cannot_listen(int port) {
  const std::string why = std::generic_category().message(errno);
  throw std::runtime_error(fmt::format("port {} of 127.0.0.1 cannot be had: {}", port, why));
}

int listening_socket(int port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) cannot_listen(port);
  // What is left of connections that ended shall not keep the port for a minute; another listener
  // still does.
  const int yes = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(listener, SOMAXCONN) != 0) {
    const int error = errno;
    ::close(listener);
    errno = error;
    cannot_listen(port);
  }
  return listener;
}

int port_of(int listener) {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

}  // namespace

struct LoopbackListener::Impl {
  struct Connection {
    int socket = -1;
    std::atomic<bool> ended = false;
    std::thread thread;
  };

  void accept_all() {
    while (!stopping) {
      const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket >= 0) {
        take(socket);
      } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
        wait_for_an_end();
      }
    }
  }

  void take(int socket) {
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] {
      sweep_locked();
      return connections.size() < kMostConnections || stopping;
    });
    if (stopping) {
      ::close(socket);
      return;
    }
    Connection& connection = connections.emplace_back();
    connection.socket = socket;
    try {
      connection.thread = std::thread([this, &connection] { run(connection); });
    } catch (const std::system_error&) {  // no thread can be had: this client is turned away
      ::close(socket);
      connections.pop_back();
    }
  }

  void run(Connection& connection) {
    serve(connection.socket);
    const std::scoped_lock lock(mutex);
    ::close(connection.socket);
    connection.socket = -1;
    connection.ended = true;
    changed.notify_all();
  }

  void wait_for_an_end() {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::milliseconds(100));
    sweep_locked();
  }

  void sweep_locked() {
    for (auto it = connections.begin(); it != connections.end();) {
      if (!it->ended) {
        ++it;
        continue;
      }
      it->thread.join();
      it = connections.erase(it);
    }
  }

  void stop() {
    {
      const std::scoped_lock lock(mutex);
      if (stopping.exchange(true)) return;
      ::shutdown(listener, SHUT_RDWR);
      for (const Connection& connection : connections) {
        if (connection.socket >= 0) ::shutdown(connection.socket, SHUT_RDWR);
      }
      changed.notify_all();
    }
    if (acceptor.joinable()) acceptor.join();
    for (Connection& connection : connections) connection.thread.join();
    connections.clear();
    ::close(listener);
  }

  explicit Impl(int at) : listener(listening_socket(at)), port(port_of(listener)) {}

  const int listener;
  const int port;
  Serve serve;
  std::atomic<bool> stopping = false;
  std::mutex mutex;
  std::condition_variable changed;
  std::list<Connection> connections;
  std::thread acceptor;
};

LoopbackListener::LoopbackListener(int port) : impl_(std::make_unique<Impl>(port)) {}

LoopbackListener::~LoopbackListener() { stop(); }

int LoopbackListener::port() const { return impl_->port; }

void LoopbackListener::start(Serve serve) {
  impl_->serve = std::move(serve);
  impl_->acceptor = std::thread([this] { impl_->accept_all(); });
}

void LoopbackListener::stop() { impl_->stop(); }

}  // namespace conform
