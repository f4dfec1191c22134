#include "mock_server/serving/delivery.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/http/answer_head.hpp"
#include "foundation/http/content_coding.hpp"

namespace conform::mock {
namespace {

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

// A body whose pieces are encoded on the way.
class EncodedBody final : public BodyStream {
 public:
  EncodedBody(std::shared_ptr<BodyStream> body, ContentCoding coding)
      : body_(std::move(body)), encoder_(coding) {}

  std::optional<std::string> next(const std::stop_token& stop) override {
    if (ended_) return std::nullopt;
    if (const auto piece = body_->next(stop)) return encoder_.encode(*piece);
    ended_ = true;
    return encoder_.finish();
  }

 private:
  std::shared_ptr<BodyStream> body_;
  ContentEncoder encoder_;
  bool ended_ = false;
};

void encode(Response& response, ContentCoding coding) {
  if (response.stream) {
    response.stream = std::make_shared<EncodedBody>(std::move(response.stream), coding);
    return;
  }
  response.body = encoded(coding, response.body);
}

// RFC 9112 section 7.1. An empty piece would be the end.
bool send_in_chunks(BodyStream& stream, Connection& connection, const std::stop_token& stop) {
  while (const auto piece = stream.next(stop)) {
    if (piece->empty()) continue;
    if (!connection.send(fmt::format("{:x}\r\n{}\r\n", piece->size(), *piece))) return false;
  }
  return connection.send("0\r\n\r\n");
}

// To a client that knows no chunks: the connection's end is the body's.
bool send_until_the_end(BodyStream& stream, Connection& connection, const std::stop_token& stop) {
  while (const auto piece = stream.next(stop)) {
    if (!connection.send(*piece)) return false;
  }
  return true;
}

}  // namespace

bool deliver(Response response, Connection& connection, const DeliveryTerms& terms,
             const std::stop_token& stop) {
  const Delivery& delivery = response.delivery;
  pause(delivery.delay, stop);
  if (delivery.reset == Delivery::Reset::kBefore) {
    connection.reset();
    return false;
  }
  if (delivery.coding) encode(response, *delivery.coding);
  const bool has_body = !terms.head_only && may_have_body(response.status) &&
                        (response.stream || !response.body.empty());
  const bool cut = has_body && delivery.reset == Delivery::Reset::kMiddle;
  if (has_body && !cut && !response.stream && delivery.drip_bytes > 0) {
    response.stream = std::make_shared<DrippingBody>(std::move(response.body), delivery);
  }
  std::string bytes =
      answer_head(response, {.close = terms.close,
                             .chunks = terms.chunks,
                             .idle = std::chrono::seconds(Connection::kKeepAliveSeconds)});
  // Head and body in one piece, which is one packet when they fit.
  if (has_body && !response.stream) {
    const std::string_view body = response.body;
    bytes += cut ? body.substr(0, body.size() / 2) : body;
  }
  if (!connection.send(bytes)) return false;
  if (cut) {
    connection.reset();
    return false;
  }
  if (has_body && response.stream) {
    const auto send = terms.chunks ? send_in_chunks : send_until_the_end;
    if (!send(*response.stream, connection, stop)) return false;
  }
  return !terms.close;
}

}  // namespace conform::mock
