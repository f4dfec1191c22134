#include "clients/captures/recording_proxy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "clients/http/accepted_client.hpp"
#include "clients/http/curl_library.hpp"
#include "clients/http/http_connection.hpp"
#include "foundation/http/field_syntax.hpp"
#include "foundation/http/loopback_listener.hpp"
#include "foundation/http/url.hpp"
#include "foundation/text/ascii.hpp"

namespace conform::clients {
namespace {

// An open stream keeps a connection; who wants more waits until one ends.
constexpr std::size_t kMostConnections = 256;
constexpr int kBadGateway = 502;

// Names of fields of one connection only (RFC 9110 section 7.6.1), or of what this proxy sets
// itself. A message has thousands of fields, so it is asked for those that it names once.
class FieldsOfTheHop {
 public:
  explicit FieldsOfTheHop(const Headers& headers) {
    for (const std::string& value : headers.all("Connection")) {
      for_each_element(value, [this](std::string_view name) { names_.insert(lower_case(name)); });
    }
  }
  [[nodiscard]] bool have(std::string_view name) const { return names_.contains(lower_case(name)); }

 private:
  std::set<std::string> names_{
      "connection", "keep-alive", "proxy-authenticate", "proxy-connection", "proxy-authorization",
      "te",         "trailer",    "transfer-encoding",  "upgrade",          "host",
      "expect"};
};

bool has_no_body(const Request& request, int status) {
  return request.method == "HEAD" || status == 204 || status == 304;
}

// Whether a host or a port goes on here, so that what is before is the beginning of another origin.
bool goes_on(std::string_view rest) {
  const auto is_of_a_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
  };
  if (rest.empty()) return false;
  if (rest.front() == '@' || is_of_a_name(rest.front())) return true;
  const bool is_mark = rest.front() == '.' || rest.front() == ':';
  return is_mark && rest.size() > 1 && is_of_a_name(rest[1]);
}

void exchange_whole(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    if (goes_on(std::string_view(text).substr(at + from.size()))) {
      at += from.size();
    } else {
      text.replace(at, from.size(), to);
      at += to.size();
    }
  }
}

// In each way in which a text may spell it: .NET writes %2f, and PHP "\\/" in JSON.
std::vector<std::string> spellings_of(const std::string& origin) {
  const std::string encoded = percent_encode(origin);
  std::string escaped = origin;
  replace_all(escaped, "/", "\\/");
  return {origin, encoded, lower_case(encoded), escaped};
}

void exchange_origin(std::string& text, const std::string& from, const std::string& to) {
  const std::vector<std::string> of = spellings_of(from);
  const std::vector<std::string> by = spellings_of(to);
  for (std::size_t i = 0; i < of.size(); ++i) exchange_whole(text, of[i], by[i]);
}

}  // namespace

struct RecordingProxy::Impl {
  struct Place {
    Place(Url of, int port)
        : upstream(std::move(of)),
          listener(port),
          origin(fmt::format("http://127.0.0.1:{}", listener.port())) {}
    const Url upstream;
    LoopbackListener listener;
    const std::string origin;  // of the proxy
  };

  // Between what the client sees and what the server sees, either way, also percent-encoded.
  [[nodiscard]] std::string up(std::string text) const {
    for (const auto& place : places) exchange_origin(text, place->origin, place->upstream.origin());
    return text;
  }
  [[nodiscard]] std::string down(std::string text) const {
    for (const auto& place : places) exchange_origin(text, place->upstream.origin(), place->origin);
    return text;
  }

  // What the server is asked for a client's request.
  [[nodiscard]] Request passed_up(const Place& place, const Request& asked) const {
    Request request;
    request.method = asked.method;
    request.target = target_of(place, asked.target);
    request.scheme = place.upstream.scheme;
    request.body = up(asked.body);
    const FieldsOfTheHop of_the_hop(asked.headers);
    for (const Header& field : asked.headers) {
      if (of_the_hop.have(field.name)) continue;
      std::string value = up(field.value);
      // What nobody can read cannot be judged.
      if (equals_ignoring_case(field.name, "Accept-Encoding")) value = "identity";
      if (equals_ignoring_case(field.name, "Content-Length")) {
        value = std::to_string(request.body.size());
      }
      request.headers.add(field.name, std::move(value));
    }
    return request;
  }

  // A client that takes this for a forward proxy names the whole URL (RFC 9112 section 3.2.2).
  [[nodiscard]] std::string target_of(const Place& place, const std::string& asked) const {
    const bool is_absolute = asked.starts_with(place.origin + '/');
    return up(is_absolute ? asked.substr(place.origin.size()) : asked);
  }

  [[nodiscard]] Headers passed_down(const Headers& headers, bool keeps_length) const {
    Headers passed;
    const FieldsOfTheHop of_the_hop(headers);
    for (const Header& field : headers) {
      const bool is_length = equals_ignoring_case(field.name, "Content-Length");
      if (of_the_hop.have(field.name) || (is_length && !keeps_length)) continue;
      passed.add(field.name, down(field.value));
    }
    return passed;
  }

  Exchange begin(const Place& place, Request request) {
    Exchange exchange;
    exchange.number = ++count;
    exchange.at =
        std::chrono::time_point_cast<TimePoint::duration>(std::chrono::system_clock::now());
    exchange.origin = place.upstream.origin();
    exchange.request = std::move(request);
    return exchange;
  }

  void tell(const Exchange& exchange) {
    const std::scoped_lock lock(telling);
    on_exchange(exchange);
  }

  // Everything that one client asks on one connection.
  void serve(const Place& place, int socket) {
    AcceptedClient client(socket);
    try {
      HttpConnection server(
          {.loopback_authority = {}, .confirmed_origin = place.upstream.origin()});
      while (const std::optional<Request> request = client.next()) {
        if (!pass(place, *request, client, server) || !client.keeps_connection()) return;
      }
    } catch (const BadRequest& error) {
      refuse(place, error.status, fmt::format("The request cannot be passed on. {}.", error.what()),
             client);
    } catch (const std::runtime_error& error) {  // no connection to the server can be made
      refuse(place, kBadGateway, error.what(), client);
    }
  }

  // A request that cannot be passed on is a part of what the client did.
  void refuse(const Place& place, int status, const std::string& why, AcceptedClient& client) {
    Exchange exchange = begin(place, {});
    exchange.request.method = "?";
    exchange.response = said(status, why);
    exchange.response.headers.add("Connection", "close");
    tell(exchange);
    client.answer(status, exchange.response.headers, exchange.response.body);
  }

  static Response said(int status, const std::string& text) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    response.body = text + '\n';
    return response;
  }

  // One answer on its way through: as it comes when it is an event stream, else when it is whole.
  struct Passage {
    Exchange exchange;
    bool streams = false;
    bool has_head = false;
    bool client_takes = true;
    bool is_too_large = false;
  };

  // Returns whether the client can ask again.
  bool pass(const Place& place, const Request& asked, AcceptedClient& client,
            HttpConnection& server) {
    Passage passage;
    passage.exchange = begin(place, passed_up(place, asked));
    const Request request = passage.exchange.request;
    bool is_whole = false;
    std::string why = "the server's answer was cut off";
    try {
      is_whole =
          server.send(place.upstream, request,
                      {.head = [&](const Response& head) { take_head(passage, head, client); },
                       .body = [&](auto piece) { return take(passage, piece, client); },
                       .is_unwanted = [&] { return stopping || has_left(passage, client); }});
    } catch (const std::exception& error) {
      why = error.what();
    }
    if (is_whole && !passage.has_head) {
      is_whole = false;
      why = "the server changed to another protocol, which nobody had asked for";
    }
    if (passage.streams) return end_stream(passage, is_whole, client);
    if (passage.is_too_large) {
      why = fmt::format("{} sent a body of more than {} bytes, which is the most that is passed on",
                        place.upstream.origin(), largest);
    }
    if (!is_whole) passage.exchange.response = said(kBadGateway, why);
    // The client may send its next request as soon as it is answered: that one is told of later.
    tell(passage.exchange);
    const Response& response = passage.exchange.response;
    // What the proxy itself says names the server as it is.
    return is_whole ? answer(passage.exchange, client)
                    : client.answer(response.status, response.headers, response.body);
  }

  // Whoever closes the one side of a stream has left it; of a request that may be how it ends.
  static bool has_left(const Passage& passage, const AcceptedClient& client) {
    return passage.streams ? client.has_said_all() : client.is_gone();
  }

  void take_head(Passage& passage, const Response& head, AcceptedClient& client) {
    passage.exchange.response = head;
    passage.has_head = true;
    passage.streams = head.headers.get("Content-Type").starts_with("text/event-stream") &&
                      !has_no_body(passage.exchange.request, head.status);
    if (passage.streams) {
      passage.client_takes = client.begin(head.status, passed_down(head.headers, false));
    }
  }

  bool take(Passage& passage, std::string_view piece, AcceptedClient& client) {
    std::string& body = passage.exchange.response.body;
    if (passage.streams) {
      if (body.size() < kMostRecorded) body.append(piece);
      // Blocks until the client has read; until then nothing more is read from the server.
      passage.client_takes = passage.client_takes && client.piece(piece);
      return passage.client_takes;
    }
    passage.is_too_large = body.size() + piece.size() > largest;
    if (!passage.is_too_large) body.append(piece);
    return !passage.is_too_large;
  }

  bool end_stream(Passage& passage, bool is_whole, AcceptedClient& client) {
    tell(passage.exchange);
    return is_whole && passage.client_takes && client.end();
  }

  bool answer(const Exchange& exchange, AcceptedClient& client) const {
    const Response& response = exchange.response;
    const bool bodiless = has_no_body(exchange.request, response.status);
    const Headers headers = passed_down(response.headers, bodiless);
    return bodiless ? client.answer_without_body(response.status, headers)
                    : client.answer(response.status, headers, down(response.body));
  }

  OnExchange on_exchange;
  std::size_t largest = kLargestPassed;
  std::atomic<bool> stopping = false;
  std::mutex telling;
  std::atomic<std::size_t> count = 0;
  std::vector<std::unique_ptr<Place>> places;
};

RecordingProxy::RecordingProxy(const std::vector<Upstream>& upstreams, OnExchange on_exchange,
                               std::size_t largest)
    : impl_(std::make_unique<Impl>()) {
  // Now, not when the first client comes: by then there may be no descriptor for it.
  static_cast<void>(curl_library());
  impl_->on_exchange = std::move(on_exchange);
  impl_->largest = largest;
  for (const Upstream& upstream : upstreams) {
    const auto url = Url::parse(upstream.origin);
    if (!url || !url->is_http()) {
      throw std::runtime_error(fmt::format("{} is no http or https URL", upstream.origin));
    }
    impl_->places.push_back(std::make_unique<Impl::Place>(*url, upstream.port));
  }
  // Only when all have their ports: each rewrites the origins of all.
  for (const auto& place : impl_->places) {
    place->listener.start(
        {.serve = [impl = impl_.get(), &at = *place](int socket) { impl->serve(at, socket); },
         .most_connections = kMostConnections});
  }
}

RecordingProxy::~RecordingProxy() {
  impl_->stopping = true;
  for (const auto& place : impl_->places) place->listener.stop();
}

std::vector<std::string> RecordingProxy::origins() const {
  std::vector<std::string> origins;
  origins.reserve(impl_->places.size());
  for (const auto& place : impl_->places) origins.push_back(place->origin);
  return origins;
}

}  // namespace conform::clients
