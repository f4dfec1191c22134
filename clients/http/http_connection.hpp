// Sends requests over loopback and keeps connections open between them; elsewhere only where its
// maker says so. The one file that knows libcurl: cpp-httplib's client percent-decodes the header
// fields of answers, and a redirect whose state holds "%2B" is then another one. Not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/http/message.hpp"
#include "foundation/http/url.hpp"

namespace conform::clients {

// No answer: refused, reset, timed out.
struct ConnectionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct TimedOut : ConnectionError {
  using ConnectionError::ConnectionError;
};

// An answer larger than what is taken from a server that may be anybody's.
struct TooMuch : ConnectionError {
  using ConnectionError::ConnectionError;
};
// A request that would be read as another one: what a server said, a token or an address, holds
// what ends a header field or the request line.
struct Unsendable : ConnectionError {
  using ConnectionError::ConnectionError;
};

// An address to which nothing is sent. That somebody asks for it is a fault of the harness, unless
// a server led there.
struct OutOfReach : std::logic_error {
  using std::logic_error::logic_error;
};

inline constexpr std::size_t kLargestAnswer = std::size_t{64} * 1024 * 1024;  // its body, bytes
inline constexpr std::size_t kLargestAnswerHead = std::size_t{256} * 1024;    // bytes

// Until when somebody waits for a server, beside the limit of each request.
struct TimeLimits {
  using Moment = std::chrono::steady_clock::time_point;
  std::optional<std::chrono::milliseconds> first_answer;  // of the first request, whole
  std::optional<Moment> end;                              // of all of them
};

// What a client is made of when it speaks HTTP; a test may answer in process.
class HttpSender {
 public:
  virtual ~HttpSender() = default;
  // The requests to come are given up after so long (real time), with TimedOut; nullopt: after a
  // minute.
  virtual void give_up_after(std::optional<std::chrono::milliseconds>) {}
  // From the next request on, which is the first.
  virtual void keep_within(const TimeLimits&) {}
  // Whether send() goes there.
  [[nodiscard]] virtual bool reaches(const Url& url) const {
    return url.scheme == "http" && url.is_loopback();
  }
  // `request.target` and `request.headers` are sent as they are. Redirects are not followed. Throws
  // ConnectionError or OutOfReach.
  virtual Response send(const Url& url, Request request) = 0;
};

// What the last request cost. Times are those of libcurl, from the start of the request; parts that
// were not needed (an open connection, no TLS) are zero.
struct Spent {
  std::chrono::microseconds connect{0};     // name and TCP
  std::chrono::microseconds tls{0};         // the handshake after it
  std::chrono::microseconds first_byte{0};  // from sending to the first byte of the answer
  std::chrono::microseconds body{0};        // from there to the last
  std::uint64_t bytes_sent = 0;             // heads and bodies
  std::uint64_t bytes_received = 0;
};

// Where requests may go beyond http on loopback. Nothing is by default.
struct AllowedHosts {
  // PEM file of the authority that signs a server on loopback: https there as well.
  std::string loopback_authority;
  // The one origin of another machine that its user confirmed: "https://acme.omniapp.co".
  std::string confirmed_origin;

  [[nodiscard]] bool allows(const Url& url) const;
};

// An answer while it arrives. `head` is told once, before the first byte of the body; `body` says
// whether to go on; `is_unwanted` is asked every now and then and ends it too.
struct Arriving {
  std::function<void(const Response& head)> head;
  std::function<bool(std::string_view piece)> body;
  std::function<bool()> is_unwanted;
};

class HttpConnection final : public HttpSender {
 public:
  // Throws TooMuch for an answer whose body has more than `most` bytes, unless it is told of as it
  // arrives.
  explicit HttpConnection(AllowedHosts allowed_hosts = {}, std::size_t most = kLargestAnswer);
  ~HttpConnection() override;
  [[nodiscard]] Spent spent() const;
  // Is told of every request and its whole answer, for whoever must know their secrets.
  using Witness = std::function<void(const Request&, const Response&)>;
  void let_see(Witness witness) { witness_ = std::move(witness); }
  // From now on each request has a connection of its own.
  void connect_anew() { connects_anew_ = true; }
  void give_up_after(std::optional<std::chrono::milliseconds> limit) override { limit_ = limit; }
  void keep_within(const TimeLimits& patience) override { patience_ = patience; }
  [[nodiscard]] bool reaches(const Url& url) const override { return allowed_hosts_.allows(url); }
  // Names below localhost are reached at 127.0.0.1 and keep their Host. An event stream that
  // answers a GET is closed once its headers are here, unless they tell its length.
  Response send(const Url& url, Request request) override;
  // Tells of the answer as it arrives, event streams to their end; without a limit of time unless
  // give_up_after() or keep_within() set one. Throws what the other throws, before `head` was told
  // only. Returns whether the answer came to its end.
  bool send(const Url& url, const Request& request, const Arriving& arriving);

 private:
  struct Easy;
  struct Receiving;
  bool perform(const Url& url, const Request& request, Receiving& receiving);
  [[nodiscard]] std::optional<std::chrono::milliseconds> limit_of(const Receiving& receiving) const;
  [[noreturn]] void fail(const Url& url, int code, const Receiving& receiving) const;
  AllowedHosts allowed_hosts_;
  std::size_t most_;
  TimeLimits patience_;
  Witness witness_;
  bool connects_anew_ = false;
  std::unique_ptr<Easy> easy_;
  std::optional<std::chrono::milliseconds> limit_;
  std::uint64_t bytes_sent_ = 0;  // for the last request
};

// Throws Unsendable unless it is written as one request (RFC 9110 section 5.5, RFC 9112 section
// 3.2). Whoever writes a request to a socket asks this first.
void require_sendable(const Request& request);

// Throws OutOfReach unless `url` is http on loopback.
void require_loopback(const Url& url);

}  // namespace conform::clients
