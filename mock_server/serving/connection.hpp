// One accepted connection: its bytes, and the requests that it reads from them. Used by one thread
// at a time.
#pragma once

#include <openssl/types.h>
#include <sys/types.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/http/busy_poll.hpp"
#include "foundation/http/message.hpp"
#include "foundation/http/request_head.hpp"

namespace conform::mock {

// What the answer to a request must heed.
struct DeliveryTerms {
  bool head_only = false;  // HEAD
  bool close = false;      // the client wants no more on this connection
  bool chunks = true;      // false for HTTP/1.0, which knows none (RFC 9112 section 6.1)
};

struct ReceivedRequest {
  Request request;
  DeliveryTerms terms;
};

class Connection final {
 public:
  static constexpr int kKeepAliveSeconds = 75;

  // With a TLS context, everything goes through TLS; the handshake is done when data is first
  // waited for.
  explicit Connection(int socket, SSL_CTX* tls = nullptr);
  ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Blocks until the next request begins; false when the peer is gone, the connection has ended,
  // or nothing came for kKeepAliveSeconds.
  bool wait_for_request();

  // That request, as a whole. One that RFC 9112 has refused is there as far as it was read, with
  // the reason (Request::broken), and its terms say to close. nullopt when the peer stops in the
  // middle of it; the connection is over then.
  std::optional<ReceivedRequest> take_request();

  // How large a body may be made for what comes next, when so much of its announced size has come:
  // an announcement alone must not take memory.
  static std::size_t room_for(std::size_t come, std::size_t announced);

  // Everything, or the connection is over.
  bool send(std::string_view bytes);
  // The next request will not be waited for.
  void end() { over_ = true; }
  [[nodiscard]] bool is_over() const { return over_; }
  // Ends it, and so that the peer sees a reset and no orderly end.
  void reset();
  [[nodiscard]] bool was_reset() const { return was_reset_; }

  // To be called before an answered connection is closed on which the peer may still be sending:
  // closing at once would reset it, and the peer would never see the answer (RFC 9112 section 9.6).
  // Waits for the peer's end, but not long.
  void let_the_peer_end();

 private:
  bool fill();
  bool fill_soon();
  bool took(ssize_t count);
  [[nodiscard]] bool tls_has_bytes_within(int seconds) const;
  [[nodiscard]] bool is_writable() const;
  [[nodiscard]] std::string_view buffered() const {
    return {buffer_.data() + begin_, end_ - begin_};
  }
  std::optional<RequestHead> take_head();
  std::optional<RequestHead> take_long_head();
  bool take_body(RequestHead& head);
  bool take_sized_body(std::string& body, std::size_t size);
  bool take_chunks(Request& request);
  bool stopped();
  ssize_t receive(char* to, std::size_t size);
  ssize_t send_some(const char* from, std::size_t size);

  struct FreeTls {
    void operator()(SSL* tls) const;
  };

  int socket_;
  BusyPoll::Member poll_;
  std::unique_ptr<SSL, FreeTls> tls_;
  bool over_ = false;
  bool was_reset_ = false;
  std::array<char, 16384> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace conform::mock
