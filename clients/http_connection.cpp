#include "clients/http_connection.hpp"

#include <fmt/format.h>
#include <httplib.h>

namespace conform {

struct HttpConnection::Line {
  explicit Line(int port) : client("127.0.0.1", port) {
    client.set_keep_alive(true);
    client.set_url_encode(false);
    client.set_follow_location(false);
    client.set_decompress(false);
    client.set_tcp_nodelay(true);
    // Far beyond what a mock on the same machine needs: it only ends a run that hangs.
    constexpr time_t kLongest = 60;
    client.set_read_timeout(kLongest, 0);
    client.set_connection_timeout(kLongest, 0);
  }
  httplib::Client client;
};

HttpConnection::HttpConnection() = default;
HttpConnection::~HttpConnection() = default;

void require_loopback(const Url& url) {
  if (url.scheme != "http" || !url.is_loopback()) {
    throw std::logic_error(
        fmt::format("only http on loopback may be requested, not {}", url.origin()));
  }
}

Response HttpConnection::send(const Url& url, Request request) {
  require_loopback(url);
  std::unique_ptr<Line>& line = lines_[url.authority()];
  if (!line) line = std::make_unique<Line>(url.port == 0 ? 80 : url.port);

  httplib::Request out;
  out.method = request.method;
  out.path = request.target;
  out.body = std::move(request.body);
  out.headers.emplace("Host", url.authority());
  for (const Header& header : request.headers) out.headers.emplace(header.name, header.value);

  bool stream_opened = false;
  httplib::Response answer;
  std::string body;
  const bool is_get = request.method == "GET";
  out.response_handler = [&](const httplib::Response& head) {
    answer.status = head.status;
    answer.headers = head.headers;
    stream_opened = is_get && head.get_header_value("Content-Type").find("text/event-stream") !=
                                  std::string::npos;
    return !stream_opened;
  };
  out.content_receiver = [&body](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    body.append(data, size);
    return true;
  };
  httplib::Result result = line->client.send(out);
  if (stream_opened) {
    line.reset();
  } else if (result) {
    // Not from the handler: cpp-httplib does not call it for HEAD and 204.
    answer = std::move(*result);
  } else {
    line.reset();
    throw ConnectionError(
        fmt::format("no answer from {}: {}", url.origin(), httplib::to_string(result.error())));
  }
  Response response;
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) response.headers.add(name, value);
  response.body = std::move(body);
  return response;
}

}  // namespace conform
