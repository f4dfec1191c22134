#include "clients/recording_proxy.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "clients/http_connection.hpp"
#include "mock_server/ascii.hpp"
#include "mock_server/http/url.hpp"

namespace conform {
namespace {

constexpr const char* kLoopback = "127.0.0.1";
constexpr std::size_t kWorkers = 64;  // an open stream keeps one
constexpr std::size_t kMostBytes = std::size_t{64} * 1024 * 1024;
constexpr std::size_t kMostRecorded = std::size_t{1024} * 1024;  // of an event stream

// Of one connection only (RFC 9110 section 7.6.1), or what this proxy sets itself; the last three
// are cpp-httplib's own.
bool is_of_the_hop(const std::string& name) {
  for (const char* one : {"Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
                          "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host", "Content-Length",
                          "Accept-Encoding", "REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR"}) {
    if (equals_ignoring_case(name, one)) return true;
  }
  return false;
}

// One answer of the server, on its way through. Filled by a thread of its own.
class Passage {
 public:
  // Nothing more is waited for once `stop` is requested.
  Passage(const Url& upstream, const Request& request, const Perimeter& perimeter,
          std::stop_token stop)
      : stop_(std::move(stop)),
        thread_([this, upstream, request, perimeter] { fetch(upstream, request, perimeter); }) {}
  ~Passage() {
    is_unwanted_ = true;
    thread_.join();
  }
  Passage(const Passage&) = delete;
  Passage& operator=(const Passage&) = delete;

  // Status and header fields; nullopt when there was no answer, and then why() says why.
  std::optional<Response> head() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop_, [this] { return head_.has_value() || ended_; });
    return head_;
  }
  std::string why() const { return why_; }

  // What came since; nullopt at the end.
  std::optional<std::string> piece() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop_, [this] { return !pending_.empty() || ended_; });
    if (pending_.empty()) return std::nullopt;
    return std::exchange(pending_, {});
  }

 private:
  void fetch(const Url& upstream, const Request& request, const Perimeter& perimeter) {
    try {
      HttpConnection(perimeter).send(upstream, request,
                                     {.head =
                                          [this](const Response& head) {
                                            const std::scoped_lock lock(mutex_);
                                            head_ = head;
                                            changed_.notify_all();
                                          },
                                      .body =
                                          [this](std::string_view piece) {
                                            const std::scoped_lock lock(mutex_);
                                            pending_.append(piece);
                                            changed_.notify_all();
                                            return !is_unwanted_;
                                          },
                                      .is_unwanted = [this] { return is_unwanted_.load(); }});
    } catch (const std::exception& error) {
      why_ = error.what();  // read after the end was seen
    }
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  const std::stop_token stop_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<Response> head_;
  std::string pending_;
  std::string why_;
  bool ended_ = false;
  std::atomic<bool> is_unwanted_ = false;
  std::thread thread_;
};

}  // namespace

struct RecordingProxy::Impl {
  struct Place {
    Url upstream;
    std::string origin;  // of the proxy
    httplib::Server server;
    std::thread thread;
  };

  void listen(Place& place, int port) {
    place.server.new_task_queue = [] { return new httplib::ThreadPool(kWorkers); };
    place.server.set_payload_max_length(kMostBytes);
    place.server.set_keep_alive_timeout(1);            // second; an idle connection delays the end
    place.server.set_socket_options([](socket_t) {});  // no SO_REUSEPORT
    const auto handler = [this, &place](const httplib::Request& request,
                                        httplib::Response& response) {
      pass(place, request, response);
    };
    place.server.Get(".*", handler);
    place.server.Post(".*", handler);
    place.server.Put(".*", handler);
    place.server.Patch(".*", handler);
    place.server.Delete(".*", handler);
    place.server.Options(".*", handler);
    const int bound = port == 0 ? place.server.bind_to_any_port(kLoopback)
                                : (place.server.bind_to_port(kLoopback, port) ? port : -1);
    if (bound < 0) {
      throw std::runtime_error(fmt::format("port {} of {} cannot be had", port, kLoopback));
    }
    place.origin = fmt::format("http://{}:{}", kLoopback, bound);
  }

  void serve(Place& place) {
    place.thread = std::thread([&place] { place.server.listen_after_bind(); });
    // stop() before it runs would be lost.
    while (!place.server.is_running()) std::this_thread::yield();
  }

  // Between what the client sees and what the server sees, either way, also percent-encoded.
  std::string up(std::string text) const {
    for (const auto& place : places) exchange_origin(text, place->origin, place->upstream.origin());
    return text;
  }
  std::string down(std::string text) const {
    for (const auto& place : places) exchange_origin(text, place->upstream.origin(), place->origin);
    return text;
  }
  static void exchange_origin(std::string& text, const std::string& from, const std::string& to) {
    replace_all(text, from, to);
    replace_all(text, percent_encode(from), percent_encode(to));
  }

  Exchange begin(const Place& place, const httplib::Request& request) {
    Exchange exchange;
    exchange.number = ++count;
    exchange.at =
        std::chrono::time_point_cast<TimePoint::duration>(std::chrono::system_clock::now());
    exchange.origin = place.upstream.origin();
    exchange.request.method = request.method;
    exchange.request.target = up(request.target);
    exchange.request.scheme = place.upstream.scheme;
    for (const auto& [name, value] : request.headers) {
      if (!is_of_the_hop(name)) exchange.request.headers.add(name, up(value));
    }
    exchange.request.body = up(request.body);
    return exchange;
  }

  void tell(const Exchange& exchange) {
    const std::scoped_lock lock(telling);
    on_exchange(exchange);
  }

  void pass(const Place& place, const httplib::Request& asked, httplib::Response& answered) {
    Exchange exchange = begin(place, asked);
    const Perimeter perimeter{.loopback_authority = {}, .confirmed_origin = exchange.origin};
    auto passage = std::make_shared<Passage>(place.upstream, exchange.request, perimeter,
                                             stopping.get_token());
    const std::optional<Response> head = passage->head();
    if (!head) {
      exchange.response.status = 502;
      exchange.response.body = passage->why() + '\n';
      answered.status = exchange.response.status;
      answered.set_content(exchange.response.body, "text/plain");
      tell(exchange);
      return;
    }
    exchange.response = *head;
    answered.status = head->status;
    std::string type;
    for (const Header& field : head->headers) {
      if (is_of_the_hop(field.name)) continue;
      // cpp-httplib sets the type together with the body.
      if (equals_ignoring_case(field.name, "Content-Type")) {
        type = field.value;
      } else {
        answered.headers.emplace(field.name, down(field.value));
      }
    }
    if (type.starts_with("text/event-stream")) {
      stream(std::move(exchange), std::move(passage), type, answered);
      return;
    }
    while (const auto piece = passage->piece()) exchange.response.body += *piece;
    if (!exchange.response.body.empty() || !type.empty()) {
      answered.set_content(down(exchange.response.body), type.c_str());
    }
    tell(exchange);
  }

  void stream(Exchange exchange, std::shared_ptr<Passage> passage, const std::string& type,
              httplib::Response& answered) {
    auto record = std::make_shared<Exchange>(std::move(exchange));
    answered.set_chunked_content_provider(
        type,
        [passage, record](std::size_t, httplib::DataSink& sink) {
          const auto piece = passage->piece();
          if (!piece) {
            sink.done();
            return true;
          }
          if (record->response.body.size() < kMostRecorded) record->response.body += *piece;
          return sink.write(piece->data(), piece->size());
        },
        [this, record](bool) { tell(*record); });
  }

  OnExchange on_exchange;
  std::stop_source stopping;
  std::mutex telling;
  std::atomic<std::size_t> count = 0;
  std::vector<std::unique_ptr<Place>> places;
};

RecordingProxy::RecordingProxy(const std::vector<Upstream>& upstreams, OnExchange on_exchange)
    : impl_(std::make_unique<Impl>()) {
  impl_->on_exchange = std::move(on_exchange);
  for (const Upstream& upstream : upstreams) {
    const auto url = Url::parse(upstream.origin);
    if (!url || !url->is_http()) {
      throw std::runtime_error(fmt::format("{} is no http or https URL", upstream.origin));
    }
    auto place = std::make_unique<Impl::Place>();
    place->upstream = *url;
    impl_->listen(*place, upstream.port);
    impl_->places.push_back(std::move(place));
  }
  // Only when all have their ports: each rewrites the origins of all.
  for (const auto& place : impl_->places) impl_->serve(*place);
}

RecordingProxy::~RecordingProxy() {
  impl_->stopping.request_stop();
  for (const auto& place : impl_->places) place->server.stop();
  for (const auto& place : impl_->places) {
    if (place->thread.joinable()) place->thread.join();
  }
}

std::vector<std::string> RecordingProxy::origins() const {
  std::vector<std::string> origins;
  origins.reserve(impl_->places.size());
  for (const auto& place : impl_->places) origins.push_back(place->origin);
  return origins;
}

}  // namespace conform
