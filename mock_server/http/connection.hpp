// One accepted connection. Plain requests it reads itself; it is also a stream from which the HTTP
// library reads the others, and keeps what the library forgets: the header fields in wire order.
// Used by one thread at a time.
#pragma once

#include <httplib.h>
#include <openssl/types.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mock_server/http/busy_poll.hpp"
#include "mock_server/http/message.hpp"

namespace conform {

class Connection final : public httplib::Stream {
 public:
  static constexpr int kKeepAliveSeconds = 75;

  // With a TLS context, everything goes through TLS; the handshake is done when data is first
  // waited for.
  explicit Connection(int socket, SSL_CTX* tls = nullptr);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Blocks until the next request begins; false when the peer is gone, the connection has ended,
  // or nothing came for kKeepAliveSeconds.
  bool wait_for_request();

  // That request when it is plain (plain_request.hpp) and its head is here as a whole; waits for
  // the body. Without one the library is to read it, unless the connection is over.
  std::optional<Request> take_plain_request();

  // Everything, or the connection is over.
  bool send(std::string_view bytes);
  // The request being answered has its answer: what the library still writes for it goes nowhere.
  void has_answered() { has_answered_ = true; }
  // The next request will not be waited for.
  void end() { over_ = true; }
  bool is_over() const { return over_; }
  // Ends it, and so that the peer sees a reset and no orderly end.
  void reset();
  bool was_reset() const { return was_reset_; }

  // The fields of the request that the library has read, as they came over the wire.
  Headers received_headers() const;

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* to, std::size_t size) override;
  ssize_t write(const char* from, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  bool fill();
  bool fill_soon();
  bool took(ssize_t count);
  bool tls_has_bytes_within(int seconds) const;
  ssize_t receive(char* to, std::size_t size);
  ssize_t send_some(const char* from, std::size_t size);

  struct FreeTls {
    void operator()(SSL* tls) const;
  };

  int socket_;
  BusyPoll::Member poll_;
  std::unique_ptr<SSL, FreeTls> tls_;
  bool over_ = false;
  bool has_answered_ = false;
  bool was_reset_ = false;
  std::array<char, 16384> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::string head_;  // the request line and fields so far
  bool head_over_ = false;
  bool line_is_empty_ = false;  // the head's current line, so far
};

// The connection that the calling thread is serving: the library's handlers do not get it.
Connection* current_connection();

}  // namespace conform
