#include "mock_server/serving/server.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <memory>
#include <new>
#include <optional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/http/loopback_listener.hpp"
#include "mock_server/omni/site.hpp"
#include "mock_server/serving/connection.hpp"
#include "mock_server/serving/delivery.hpp"

namespace conform::mock {
namespace {

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

// Counted from when it is accepted until nobody speaks over it any more, however that comes.
class OpenConnection {
 public:
  explicit OpenConnection(const Service& service) : service_(service) { service_.opened(); }
  ~OpenConnection() { service_.closed(); }
  OpenConnection(const OpenConnection&) = delete;
  OpenConnection& operator=(const OpenConnection&) = delete;

 private:
  const Service& service_;
};

// Serves the connections to all ports of a server, on several threads.
class ServedConnections {
 public:
  ServedConnections(Service service, std::stop_token stop, const TlsIdentity* tls, Admission admits)
      : service_(std::move(service)),
        stop_(std::move(stop)),
        tls_(tls),
        admits_(std::move(admits)) {}

  void serve(int socket) {
    Connection connection(socket, tls_ == nullptr ? nullptr : tls_->context());
    {
      const OpenConnection counted(service_);
      if (!is_admitted(socket)) turn_away(connection);
      while (connection.wait_for_request()) {
        if (auto received = connection.take_request()) answer(*std::move(received), connection);
      }
    }
    if (!connection.was_reset()) ::shutdown(socket, SHUT_RDWR);
  }

  // There is no thread or no memory for what is asked: whoever noticed says so and goes on. It must
  // not wait, so whoever is slow, or speaks TLS, only sees the connection end.
  void refuse(int socket, std::string_view lacking) {
    note_refusal(lacking);
    constexpr std::string_view kUnavailable =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
        "Connection: close\r\n\r\n";
    if (tls_ == nullptr) {
      static_cast<void>(
          ::send(socket, kUnavailable.data(), kUnavailable.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
    }
    ::shutdown(socket, SHUT_RDWR);
  }

 private:
  void note_refusal(std::string_view lacking) {
    try {
      service_.refused(fmt::format("a connection was refused: there is no {} for it", lacking));
    } catch (const std::bad_alloc&) {
      return;  // there is none for the note either; the client is told all the same
    }
  }

  [[nodiscard]] bool is_admitted(int socket) const {
    if (!admits_) return true;
    const std::optional<ConnectionEnds> ends = ends_of(socket);
    return !ends || admits_(*ends);
  }

  // Answers the first request itself, if one comes, and ends the connection: the service hears
  // nothing of it.
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

  void answer(ReceivedRequest received, Connection& connection) {
    const bool is_broken = !received.request.broken.empty();
    bool goes_on = false;
    try {
      Response response = service_.answer(std::move(received.request));
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

  const Service service_;
  std::stop_token stop_;
  const TlsIdentity* tls_;
  const Admission admits_;
};

using Listeners = std::vector<std::unique_ptr<LoopbackListener>>;

std::unique_ptr<LoopbackListener> listener_for(const std::string& site, int port,
                                               const std::string& address,
                                               const ElasticPool::Start& start_thread) {
  try {
    return std::make_unique<LoopbackListener>(port, start_thread, address);
  } catch (const std::runtime_error&) {
    throw std::runtime_error(
        fmt::format("cannot listen on {}:{} for {}: is the port in use?", address, port, site));
  }
}

}  // namespace

struct HttpServer::Impl {
  Impl(const TlsIdentity* speaks, Admission asks) : tls(speaks), admits(std::move(asks)) {}

  ~Impl() { end(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  // All connections first: what serves one may wait for what serves another.
  void end() {
    stop.request_stop();
    for (const auto& listener : listeners) listener->end_connections();
    for (const auto& listener : listeners) listener->stop();
  }

  const TlsIdentity* tls;
  const Admission admits;
  std::stop_source stop;
  std::optional<ServedConnections> connections;
  Ports ports;
  Listeners listeners;
};

HttpServer::HttpServer(const std::vector<std::string>& sites, const ListenOptions& options)
    : impl_(std::make_unique<Impl>(options.tls, options.admits)) {
  Listeners passed_over;  // they listen meanwhile, so that the next one gets another port
  const auto listen = [&](const std::string& site, int wanted) {
    auto listener = listener_for(site, wanted, options.address, options.start_thread);
    while (wanted == 0 && options.avoided.contains(listener->port())) {
      passed_over.push_back(std::move(listener));
      listener = listener_for(site, wanted, options.address, options.start_thread);
    }
    impl_->ports[site] = listener->port();
    impl_->listeners.push_back(std::move(listener));
  };
  int next = options.first_port;
  for (const std::string& site : sites) listen(site, options.first_port == 0 ? 0 : next++);
}

HttpServer::~HttpServer() = default;

const Ports& HttpServer::ports() const { return impl_->ports; }

void HttpServer::serve(Service service) {
  ServedConnections& connections = impl_->connections.emplace(
      std::move(service), impl_->stop.get_token(), impl_->tls, impl_->admits);
  for (const auto& listener : impl_->listeners) {
    listener->start({.serve = [&connections](int socket) { connections.serve(socket); },
                     .refuse =
                         [&connections](int socket, std::string_view lacking) {
                           connections.refuse(socket, lacking);
                         }});
  }
}

void HttpServer::stop() { impl_->end(); }

}  // namespace conform::mock
