#include "mock_server/http/server.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "mock_server/ascii.hpp"
#include "mock_server/http/connection.hpp"
#include "mock_server/http/delivery.hpp"
#include "mock_server/http/elastic_pool.hpp"
#include "mock_server/http/limits.hpp"
#include "mock_server/metrics.hpp"
#include "mock_server/site.hpp"

namespace conform {
namespace {

constexpr const char* kLoopback = "127.0.0.1";

Request request_from(const httplib::Request& from, Headers received, bool tls) {
  Request request;
  request.method = from.method;
  request.target = from.target;
  request.body = from.body;
  request.headers = std::move(received);
  if (tls) request.scheme = "https";
  return request;
}

bool asks_to_close(const httplib::Request& request) {
  return request.version == "HTTP/1.0" ||
         equals_ignoring_case(request.get_header_value("Connection"), "close");
}

// One port. Connections are ours: for the order of the header fields, for a stop that waits for
// nobody, without a poll every ten milliseconds while idle, and because plain requests need no more
// than Connection itself. The library accepts connections, and reads and refuses what is not plain.
class Listener final : public httplib::Server {
 public:
  Listener(MockOmni& mock, std::stop_token stop, const TlsIdentity* tls)
      : mock_(mock), stop_(std::move(stop)), tls_(tls) {
    new_task_queue = [] { return new ElasticPool(); };
    set_tcp_nodelay(true);
    // Without the library's SO_REUSEPORT: two mocks on one port would share its connections.
    set_socket_options([](socket_t socket) {
      const int yes = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    });
    set_payload_max_length(kLargestBody);
    const auto answered_by_us = [this](const httplib::Request& from, httplib::Response&) {
      Connection& connection = *current_connection();
      Request request = request_from(from, connection.received_headers(), tls_ != nullptr);
      const DeliveryTerms terms{.head_only = from.method == "HEAD", .close = asks_to_close(from)};
      answer(std::move(request), connection, terms);
      connection.has_answered();
    };
    // Routing is ours: every request is shown to the library as "/", so its regular expressions
    // stay trivial.
    Get("/", answered_by_us);
    Post("/", answered_by_us);
    Put("/", answered_by_us);
    Patch("/", answered_by_us);
    Delete("/", answered_by_us);
    Options("/", answered_by_us);
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
    {
      const std::lock_guard lock(mutex_);
      sockets_.insert(socket);
      mock_.metrics().connection_opened();
      if (closing_) ::shutdown(socket, SHUT_RDWR);
    }
    Connection connection(socket, tls_ == nullptr ? nullptr : tls_->context());
    while (connection.wait_for_request()) {
      if (auto request = connection.take_plain_request()) {
        answer(std::move(*request), connection, {});
        continue;
      }
      if (connection.is_over()) break;
      bool closed = false;
      const bool fine = process_request(connection, false, closed, [](httplib::Request& request) {
        request.path = "/";
        request.headers.erase("Accept-Encoding");  // no work for an answer that goes nowhere
      });
      if (!fine || closed) break;
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

  void answer(Request request, Connection& connection, const DeliveryTerms& terms) {
    if (!deliver(mock_.handle(std::move(request)), connection, terms, stop_)) connection.end();
  }

  MockOmni& mock_;
  std::stop_token stop_;
  const TlsIdentity* tls_;
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
                       const std::set<int>& avoided)
    : impl_(std::make_unique<Impl>()) {
  Ports ports;
  // Bound meanwhile, so that the next one gets another port.
  std::vector<std::unique_ptr<Listener>> passed_over;
  const auto listen = [&](const std::string& site, int wanted) {
    auto listener = std::make_unique<Listener>(mock, impl_->stop.get_token(), tls);
    int port = listener->bind(wanted);
    while (wanted == 0 && avoided.contains(port)) {
      passed_over.push_back(std::move(listener));
      listener = std::make_unique<Listener>(mock, impl_->stop.get_token(), tls);
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
