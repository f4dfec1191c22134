#include "mock_server/serving/server.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "mock_server/omni/site.hpp"
#include "mock_server/serving/connection.hpp"
#include "mock_server/serving/delivery.hpp"
#include "mock_server/serving/elastic_pool.hpp"
#include "mock_server/state/metrics.hpp"

namespace conform {
namespace {

constexpr const char* kLoopback = "127.0.0.1";

// nullopt when the peer is gone.
std::optional<ConnectionEnds> ends_of(int socket) {
  sockaddr_in peer{};
  sockaddr_in own{};
  socklen_t peer_size = sizeof(peer);
  socklen_t own_size = sizeof(own);
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &peer_size) != 0 ||
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &own_size) != 0) {
    return std::nullopt;
  }
  return ConnectionEnds{.peer_address = ntohl(peer.sin_addr.s_addr),
                        .peer_port = ntohs(peer.sin_port),
                        .own_address = ntohl(own.sin_addr.s_addr),
                        .own_port = ntohs(own.sin_port)};
}

// One port. The library accepts connections and hands each to a thread; what is on them is ours:
// for the order of the header fields, for a stop that waits for nobody, without a poll every ten
// milliseconds while idle, and because its reading lets through what RFC 9112 refuses.
class Listener final : public httplib::Server {
 public:
  Listener(MockOmni& mock, std::stop_token stop, const TlsIdentity* tls, Admission admits)
      : mock_(mock), stop_(std::move(stop)), tls_(tls), admits_(std::move(admits)) {
    new_task_queue = [] { return new ElasticPool(); };
    set_tcp_nodelay(true);
    // Without the library's SO_REUSEPORT: two mocks on one port would share its connections.
    set_socket_options([](socket_t socket) {
      const int yes = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    });
  }

  int bind(int port) {
    const int bound = port == 0                       ? bind_to_any_port(kLoopback)
                      : bind_to_port(kLoopback, port) ? port
                                                      : -1;
    // The library asks for a backlog of 5; a burst of connections would wait for TCP's retries.
    if (bound > 0) ::listen(svr_sock_, SOMAXCONN);
    return bound;
  }

  // Ends every connection at once; the library then has nothing to wait for.
  void close_connections() {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }

 private:
  bool process_and_close_socket(socket_t socket) override {
    if (ElasticPool::refuses()) {
      refuse(socket);
      return true;
    }
    {
      const std::lock_guard lock(mutex_);
      sockets_.insert(socket);
      mock_.metrics().connection_opened();
      if (closing_) ::shutdown(socket, SHUT_RDWR);
    }
    Connection connection(socket, tls_ == nullptr ? nullptr : tls_->context());
    if (!is_admitted(socket)) turn_away(connection);
    while (connection.wait_for_request()) {
      if (auto received = connection.take_request()) answer(*std::move(received), connection);
    }
    {
      const std::lock_guard lock(mutex_);
      sockets_.erase(socket);
      mock_.metrics().connection_closed();
    }
    if (!connection.was_reset()) ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
    return true;
  }

  bool is_admitted(int socket) const {
    if (!admits_) return true;
    const std::optional<ConnectionEnds> ends = ends_of(socket);
    return !ends || admits_(*ends);
  }

  // Answers the first request itself, if one comes, and ends the connection: the mock, its gate and
  // its record hear nothing of it.
  void turn_away(Connection& connection) {
    constexpr std::string_view kMisdirected = "This mock belongs to another play.\n";
    const bool asks = tls_ == nullptr && connection.wait_for_request();
    if (auto received = asks ? connection.take_request() : std::nullopt) {
      Response response;
      response.status = 421;
      response.headers.add("Content-Type", "text/plain; charset=utf-8");
      response.body = kMisdirected;
      received->terms.close = true;
      deliver(std::move(response), connection, received->terms, stop_);
      connection.let_the_peer_end();
    }
    connection.end();
  }

  // There is no thread that could read what is asked: the accepting one says so and goes on. It
  // must not wait, so whoever is slow, or speaks TLS, only sees the connection end.
  void refuse(socket_t socket) {
    mock_.transcript().note(Note::Kind::kHarness,
                            "a connection was refused: no thread could be started for it",
                            mock_.clock().now());
    constexpr std::string_view kUnavailable =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
        "Connection: close\r\n\r\n";
    if (tls_ == nullptr) {
      static_cast<void>(
          ::send(socket, kUnavailable.data(), kUnavailable.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
    }
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
  }

  void answer(ReceivedRequest received, Connection& connection) {
    const bool is_broken = !received.request.broken.empty();
    bool goes_on = false;
    try {
      Response response = mock_.handle(std::move(received.request));
      goes_on = deliver(std::move(response), connection, received.terms, stop_);
    } catch (const std::exception&) {
      // No head could be written of it, or its body came to an end too soon: the peer sees that by
      // the connection's end.
      goes_on = false;
    }
    if (goes_on) return;
    connection.end();
    if (is_broken) connection.let_the_peer_end();
  }

  MockOmni& mock_;
  std::stop_token stop_;
  const TlsIdentity* tls_;
  const Admission admits_;
  std::mutex mutex_;
  std::set<int> sockets_;
  bool closing_ = false;
};

}  // namespace

struct HttpServer::Impl {
  std::stop_source stop;
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<std::thread> threads;
};

HttpServer::HttpServer(MockOmni& mock, int callbacks_port, const TlsIdentity* tls,
                       const std::set<int>& avoided, const Admission& admits)
    : impl_(std::make_unique<Impl>()) {
  Ports ports;
  // Bound meanwhile, so that the next one gets another port.
  std::vector<std::unique_ptr<Listener>> passed_over;
  const auto listen = [&](const std::string& site, int wanted) {
    auto listener = std::make_unique<Listener>(mock, impl_->stop.get_token(), tls, admits);
    int port = listener->bind(wanted);
    while (wanted == 0 && avoided.contains(port)) {
      passed_over.push_back(std::move(listener));
      listener = std::make_unique<Listener>(mock, impl_->stop.get_token(), tls, admits);
      port = listener->bind(wanted);
    }
    if (port <= 0) {
      throw std::runtime_error(fmt::format("cannot listen on {}:{} for {}: is the port in use?",
                                           kLoopback, wanted, site));
    }
    ports[site] = port;
    impl_->listeners.push_back(std::move(listener));
  };
  listen(std::string(kCallbacks), callbacks_port);
  int next = callbacks_port;
  for (const Organization& organization : mock.world()->organizations) {
    // With a port of their choice, people get the following ones for the organizations.
    listen(organization.id, callbacks_port == 0 ? 0 : ++next);
  }
  mock.reached_at(std::move(ports), tls == nullptr ? "http" : "https");
  for (const auto& listener : impl_->listeners) {
    impl_->threads.emplace_back([&server = *listener] { server.listen_after_bind(); });
  }
  // stop() before a listener runs would be lost.
  for (const auto& listener : impl_->listeners) {
    while (!listener->is_running()) std::this_thread::yield();
  }
}

HttpServer::~HttpServer() { stop(); }

void HttpServer::stop() {
  impl_->stop.request_stop();
  for (const auto& listener : impl_->listeners) {
    listener->close_connections();
    listener->stop();
  }
  for (std::thread& thread : impl_->threads) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace conform
