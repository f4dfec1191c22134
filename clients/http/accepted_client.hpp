// The client's side of a proxy: HTTP/1.1 as bytes on a socket (RFC 9112), so that a request is kept
// as it came: the order of its fields, the case of their names, the encoding of their values. It is
// read as strictly as the mock reads (request_head.hpp). Not thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "foundation/http/message.hpp"
#include "foundation/http/request_head.hpp"

namespace conform::clients {

// A request that cannot be passed on, and the sentence that is said about it, without its full
// stop.
struct BadRequest : std::runtime_error {
  BadRequest(int answered, const std::string& why) : std::runtime_error(why), status(answered) {}
  int status;
};

class AcceptedClient {
 public:
  static constexpr std::size_t kLargestRequestHead = std::size_t{64} * 1024;         // bytes
  static constexpr std::size_t kLargestRequestBody = std::size_t{64} * 1024 * 1024;  // bytes

  // How long a client may say nothing while it is to say something: its connection is one of a few.
  static constexpr std::chrono::milliseconds kPatience = std::chrono::minutes(1);

  // The socket must outlive it.
  explicit AcceptedClient(int socket, std::chrono::milliseconds patience = kPatience);

  // The next one, whole; nullopt when the client has closed the connection, was shut off, or sent
  // nothing for so long. Throws BadRequest, after which nothing can be read.
  std::optional<Request> next();
  [[nodiscard]] bool keeps_connection() const { return keeps_; }
  [[nodiscard]] bool has_said_all()
      const;                           // has closed its side of the connection, and may still read
  [[nodiscard]] bool is_gone() const;  // neither reads nor writes any more

  // All block while the client does not read, and return whether it took everything.
  bool answer(int status, const Headers& headers, std::string_view body);
  // An answer without a body that says nothing of a length, or another request's: to HEAD, 204,
  // 304.
  bool answer_without_body(int status, const Headers& headers);
  // Begins one whose length nobody knows: in chunks, or for old clients until the end.
  bool begin(int status, const Headers& headers);
  bool piece(std::string_view bytes);
  bool end();

 private:
  bool receive();
  std::optional<RequestHead> take_head();
  std::string take_body(std::size_t bytes);
  std::string take_chunks();
  [[nodiscard]] bool send(std::string_view bytes) const;

  int socket_;
  std::string received_;
  bool keeps_ = true;
  bool chunks_ = false;
  bool old_ = false;  // HTTP/1.0
};

}  // namespace conform::clients
