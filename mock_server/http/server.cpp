#include "mock_server/http/server.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "mock_server/http/connection.hpp"
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

void hand_over(Response from, httplib::Response& to, const std::stop_token& stop) {
  to.status = from.status;
  std::string type;
  for (const Header& field : from.headers) {
    if (equals_ignoring_case(field.name, "Content-Type")) {
      type = field.value;
    } else {
      to.headers.emplace(field.name, field.value);
    }
  }
  if (from.stream) {
    to.set_chunked_content_provider(
        type, [stream = from.stream, stop](std::size_t, httplib::DataSink& sink) {
          const auto piece = stream->next(stop);
          if (!piece) {
            sink.done();
            return true;
          }
          return sink.write(piece->data(), piece->size());
        });
  } else if (!type.empty() || !from.body.empty()) {
    to.body = std::move(from.body);
    to.headers.emplace("Content-Type", std::move(type));
  }
}

// Waits in real time, but not for a mock that stops.
void pause(std::chrono::nanoseconds time, const std::stop_token& stop) {
  if (time.count() <= 0) return;
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_for(lock, stop, time, [] { return false; });
}

// A body that comes a few bytes at a time.
class DrippingBody final : public BodyStream {
 public:
  DrippingBody(std::string body, const Delivery& delivery)
      : body_(std::move(body)), delivery_(delivery) {}

  std::optional<std::string> next(const std::stop_token& stop) override {
    if (at_ >= body_.size() || stop.stop_requested()) return std::nullopt;
    if (at_ > 0) pause(delivery_.drip_every, stop);
    std::string piece = body_.substr(at_, delivery_.drip_bytes);
    at_ += piece.size();
    return piece;
  }

 private:
  std::string body_;
  Delivery delivery_;
  std::size_t at_ = 0;
};

void bend_delivery(Response& response, Connection& connection, const std::stop_token& stop) {
  const Delivery& delivery = response.delivery;
  pause(delivery.delay, stop);
  if (delivery.reset == Delivery::Reset::kBefore) connection.reset_before_answer();
  if (delivery.reset == Delivery::Reset::kMiddle) {
    connection.reset_after(response.body.size() / 2);
  } else if (delivery.drip_bytes > 0 && !response.stream && !response.body.empty()) {
    response.stream = std::make_shared<DrippingBody>(std::move(response.body), delivery);
  }
}

// A thread for every connection that is open, kept a while for the next one when it closes: an idle
// event stream or keep-alive connection never costs a request its worker, and a burst leaves no
// threads behind.
class ElasticPool final : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    join(left_);
    tasks_.push_back(std::move(task));
    if (tasks_.size() > idle_) {
      const auto thread = threads_.emplace(threads_.end());
      *thread = std::thread([this, thread] { work(thread); });
    } else {
      ready_.notify_one();
    }
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    ready_.notify_all();
    // Nobody leaves any more, so that the lists hold still without the lock.
    join(threads_);
    join(left_);
  }

 private:
  using Threads = std::list<std::thread>;
  static constexpr std::chrono::seconds kIdleAtMost{5};

  static void join(Threads& threads) {
    for (std::thread& thread : threads) thread.join();
    threads.clear();
  }

  void work(Threads::iterator self) {
    std::unique_lock lock(mutex_);
    while (true) {
      ++idle_;
      const bool woken =
          ready_.wait_for(lock, kIdleAtMost, [this] { return over_ || !tasks_.empty(); });
      --idle_;
      if (!woken) {
        left_.splice(left_.end(), threads_, self);
        return;
      }
      if (tasks_.empty()) return;
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> tasks_;
  Threads threads_;
  Threads left_;  // ended, or about to
  std::size_t idle_ = 0;
  bool over_ = false;
};

// One port. Reads connections with our own stream, for three things that the library's cannot do:
// the order of the header fields, a stop that waits for nobody, and no poll every ten milliseconds
// while idle.
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
    // Both are only said in the Keep-Alive header; the waiting is Connection's.
    set_keep_alive_timeout(Connection::kKeepAliveSeconds);
    set_keep_alive_max_count(1'000'000);
    const auto answer = [this](const httplib::Request& from, httplib::Response& to) {
      Connection& connection = *current_connection();
      Response response =
          mock_.handle(request_from(from, connection.received_headers(), tls_ != nullptr));
      bend_delivery(response, connection, stop_);
      const bool has_body = !response.stream && !response.body.empty() && from.method != "HEAD";
      if (has_body) connection.body_follows();
      hand_over(std::move(response), to, stop_);
    };
    // Routing is ours: every request is shown to the library as "/", so its regular expressions
    // stay trivial.
    Get("/", answer);
    Post("/", answer);
    Put("/", answer);
    Patch("/", answer);
    Delete("/", answer);
    Options("/", answer);
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
      bool closed = false;
      const bool fine = process_request(connection, false, closed, [](httplib::Request& request) {
        request.path = "/";
        // Bodies are small and on loopback, and a compressed one is no use in a wire log.
        request.headers.erase("Accept-Encoding");
      });
      if (!fine || closed) break;
    }
    connection.flush();
    {
      const std::lock_guard lock(mutex_);
      sockets_.erase(socket);
      mock_.metrics().connection_closed();
    }
    if (!connection.was_reset()) ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
    return true;
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

HttpServer::HttpServer(MockOmni& mock, int callbacks_port, const TlsIdentity* tls)
    : impl_(std::make_unique<Impl>()) {
  Ports ports;
  const auto listen = [&](const std::string& site, int wanted) {
    auto listener = std::make_unique<Listener>(mock, impl_->stop.get_token(), tls);
    const int port = listener->bind(wanted);
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
