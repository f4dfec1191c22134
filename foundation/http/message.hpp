// Request and Response as values. Handlers are functions between them, so they run without a
// socket. Plain data: not synchronized, safe to copy between threads.
#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/text/ascii.hpp"

namespace conform {

struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};

// Header fields in wire order; names are compared without case (RFC 9110 section 5.1).
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> fields) : fields_(fields) {}

  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  [[nodiscard]] const std::string* find(std::string_view name) const;  // the first one, or nullptr
  [[nodiscard]] std::string get(std::string_view name, std::string_view otherwise = "") const;
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
  void add(std::string name, std::string value);
  void set(std::string name, std::string value);  // replaces every field of that name
  void remove(std::string_view name);

  [[nodiscard]] auto begin() const { return fields_.begin(); }
  [[nodiscard]] auto end() const { return fields_.end(); }
  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  [[nodiscard]] bool empty() const { return fields_.empty(); }
  bool operator==(const Headers&) const = default;

 private:
  std::vector<Header> fields_;
};

// Query or form parameters, decoded, in the order in which they came, repeats kept.
class Parameters {
 public:
  Parameters() = default;
  Parameters(std::initializer_list<std::pair<std::string, std::string>> items) : items_(items) {}

  // Parses application/x-www-form-urlencoded text (also a query without its '?').
  static Parameters parse(std::string_view text);
  [[nodiscard]] std::string encode() const;

  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  [[nodiscard]] const std::string* find(std::string_view name) const;  // the first one, or nullptr
  [[nodiscard]] std::string get(std::string_view name, std::string_view otherwise = "") const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  void add(std::string name, std::string value);

  [[nodiscard]] auto begin() const { return items_.begin(); }
  [[nodiscard]] auto end() const { return items_.end(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  bool operator==(const Parameters&) const = default;

 private:
  std::vector<std::pair<std::string, std::string>> items_;
};

struct Request {
  std::string method = "GET";
  std::string target = "/";  // path and query exactly as received
  Headers headers;
  std::string body;
  std::string scheme = "http";  // of the listener that took it
  std::string_view broken;      // the id of the refusal that its form earned while it was read

  [[nodiscard]] std::string path() const;  // the target without its query, not decoded
  [[nodiscard]] Parameters query() const;
  [[nodiscard]] Parameters form() const;  // the body, read as a form
  [[nodiscard]] std::string cookie(std::string_view name) const;
  [[nodiscard]] std::string bearer()
      const;  // the credential of "Authorization: Bearer …", or empty
};

// A response body that comes bit by bit (text/event-stream). next() blocks until there is something
// to send, returns nullopt at the end, and must return soon after a stop is requested.
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  virtual std::optional<std::string> next(const std::stop_token& stop) = 0;
};

enum class ContentCoding { kGzip, kDeflate };

// How a response goes over the wire, where a fault bends that; only a socket can do it. Times are
// real.
struct Delivery {
  enum class Reset { kNone, kBefore, kMiddle };  // the connection is reset before or in the answer
  std::chrono::nanoseconds delay{0};             // before the first byte
  std::size_t drip_bytes = 0;                    // so many bytes of the body at a time …
  std::chrono::nanoseconds drip_every{0};        // … with this pause between them
  Reset reset = Reset::kNone;
  std::optional<ContentCoding> coding;  // of the body, which is in `Response` as it was before
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  Delivery delivery;
  std::shared_ptr<BodyStream> stream;  // when set, it is sent chunk by chunk instead of body

  [[nodiscard]] bool is_redirect() const {
    return status >= 300 && status < 400 && headers.has("Location");
  }
};

Response text_response(int status, std::string body);
Response html_response(int status, std::string body);
Response redirect_response(std::string location, int status = 302);

}  // namespace conform
