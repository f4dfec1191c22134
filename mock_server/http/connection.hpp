// One accepted connection as the HTTP library reads it, keeping what the library forgets: the
// header fields in wire order. Used by one thread at a time.
#pragma once

#include <httplib.h>
#include <openssl/types.h>

#include <array>
#include <memory>
#include <string>

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

  // Blocks until the next request begins; false when the peer is gone, the server stops, or nothing
  // came for kKeepAliveSeconds.
  bool wait_for_request();

  // Resets the connection instead of sending the answer, or after so many bytes of its body.
  void reset_before_answer() { cut_ = Cut::kBefore; }
  void reset_after(std::size_t body_bytes);
  bool was_reset() const { return was_reset_; }

  // A body of known length follows the head: both go out together, in one packet when they fit.
  // Whoever promises it and writes none has to flush().
  void body_follows() { holds_head_ = true; }
  bool flush();

  // The fields of the request being answered, as they came over the wire.
  Headers received_headers() const;

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* to, std::size_t size) override;
  ssize_t write(const char* from, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  enum class Cut { kNone, kBefore, kInBody };

  bool fill();
  bool tls_has_bytes_within(int seconds) const;
  bool send_all(const char* from, std::size_t size);
  ssize_t reset();

  ssize_t receive(char* to, std::size_t size);
  ssize_t send_some(const char* from, std::size_t size);

  struct FreeTls {
    void operator()(SSL* tls) const;
  };

  int socket_;
  std::unique_ptr<SSL, FreeTls> tls_;
  Cut cut_ = Cut::kNone;
  bool head_sent_ = false;
  bool holds_head_ = false;
  std::string held_head_;
  std::size_t left_before_cut_ = 0;
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
