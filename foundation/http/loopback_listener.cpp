#include "foundation/http/loopback_listener.hpp"

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
#include <limits>
#include <mutex>
#include <new>
#include <set>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace conform {
namespace {

[[noreturn]] void cannot_listen(const std::string& address, int port, int error) {
  throw std::runtime_error(fmt::format("port {} of {} cannot be had: {}", port, address,
                                       std::generic_category().message(error)));
}

void switch_on(int socket, int level, int option) {
  const int yes = 1;
  ::setsockopt(socket, level, option, &yes, sizeof(yes));
}

int listening_socket(int port, const std::string& at) {
  if (port < 0 || port > std::numeric_limits<std::uint16_t>::max()) cannot_listen(at, port, ERANGE);
  sockaddr_in address{};
  if (::inet_pton(AF_INET, at.c_str(), &address.sin_addr) != 1) cannot_listen(at, port, EINVAL);
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) cannot_listen(at, port, errno);
  // What is left of connections that ended shall not keep the port for a minute; another listener
  // still does.
  switch_on(listener, SOL_SOCKET, SO_REUSEADDR);
  // Accepted sockets inherit it.
  switch_on(listener, IPPROTO_TCP, TCP_NODELAY);
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(listener, SOMAXCONN) != 0) {
    const int error = errno;
    ::close(listener);
    cannot_listen(at, port, error);
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
  Impl(int wanted, ElasticPool::Start start_thread, const std::string& address)
      : listener(listening_socket(wanted, address)),
        port(port_of(listener)),
        pool(std::move(start_thread)) {}

  void accept_all() {
    while (!ending) {
      const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket >= 0) {
        take(socket);
      } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
        wait_a_moment();
      }
    }
  }

  void take(int socket) {
    try {
      const bool is_counted = count(socket);
      if (is_counted && pool.enqueue([this, socket] { attend(socket); })) return;
      if (is_counted) refuse(socket, "thread");
    } catch (const std::bad_alloc&) {
      refuse(socket, "memory");
    }
    end(socket);
  }

  // Waits until there may be one more; false when there is to be none any more.
  bool count(int socket) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return sockets.size() < service.most_connections || ending; });
    if (!ending) sockets.insert(socket);
    return !ending;
  }

  void attend(int socket) {
    try {
      service.serve(socket);
    } catch (const std::bad_alloc&) {
      refuse(socket, "memory");
    }
    end(socket);
  }

  void refuse(int socket, std::string_view lacking) {
    if (service.refuse) service.refuse(socket, lacking);
  }

  // Forgotten before it is closed: the number may be another socket's at once.
  void end(int socket) {
    {
      const std::scoped_lock lock(mutex);
      sockets.erase(socket);
    }
    ::close(socket);
    changed.notify_all();
  }

  // The connection that has to end may also be another listener's, who cannot tell.
  void wait_a_moment() {
    constexpr std::chrono::milliseconds kAtMost{10};
    std::unique_lock lock(mutex);
    if (!ending) changed.wait_for(lock, kAtMost);
  }

  void end_connections() {
    const std::scoped_lock lock(mutex);
    if (ending.exchange(true)) return;
    ::shutdown(listener, SHUT_RDWR);
    for (const int socket : sockets) ::shutdown(socket, SHUT_RDWR);
    changed.notify_all();
  }

  void stop() {
    end_connections();
    if (acceptor.joinable()) acceptor.join();
    pool.shutdown();
    if (listener >= 0) ::close(std::exchange(listener, -1));
  }

  int listener;
  const int port;
  ConnectionService service;
  std::atomic<bool> ending = false;
  std::mutex mutex;
  std::condition_variable changed;
  std::set<int> sockets;
  ElasticPool pool;
  std::thread acceptor;
};

LoopbackListener::LoopbackListener(int port, ElasticPool::Start start_thread,
                                   const std::string& address)
    : impl_(std::make_unique<Impl>(port, std::move(start_thread), address)) {}

LoopbackListener::~LoopbackListener() { stop(); }

int LoopbackListener::port() const { return impl_->port; }

void LoopbackListener::start(ConnectionService service) {
  impl_->service = std::move(service);
  impl_->acceptor = std::thread([this] { impl_->accept_all(); });
}

void LoopbackListener::end_connections() { impl_->end_connections(); }

void LoopbackListener::stop() { impl_->stop(); }

}  // namespace conform
