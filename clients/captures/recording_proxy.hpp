// A reverse proxy on loopback that tells of every exchange: in front of an MCP server that cannot
// write down what it sees, so that what a client sent there can be judged. The server's origins are
// rewritten to the proxy's in what a client gets, and back in what it sends, so that it stays with
// the proxy. Beside that a request is passed on as it came: the order of its fields, the case of
// their names, the encoding of their values; only what belongs to one connection is the proxy's own
// (RFC 9110 section 7.6.1), and an encoding of the answer is asked for that can be read. Event
// streams are passed on as they come, byte for byte, and no faster than the client reads them.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "record/transcript.hpp"

namespace conform::clients {

struct Upstream {
  std::string origin;  // "https://acme.omniapp.co", or http on loopback
  int port = 0;        // of 127.0.0.1, where the proxy listens for it; 0 picks a free one
};

class RecordingProxy {
 public:
  // As it was between the client and the server it meant, numbered in the order in which they
  // began. Told when the answer has ended and before the client knows that, from several threads,
  // one at a time.
  using OnExchange = std::function<void(const Exchange&)>;

  static constexpr std::size_t kLargestPassed = std::size_t{64} * 1024 * 1024;  // bytes of a body
  static constexpr std::size_t kMostRecorded = std::size_t{1024} * 1024;  // of an event stream

  // Of an answer that is no event stream, at most `largest` bytes are passed on: one that is larger
  // becomes a 502 that says so. Listens once it is constructed. Throws std::runtime_error when a
  // port cannot be had.
  RecordingProxy(const std::vector<Upstream>& upstreams, OnExchange on_exchange,
                 std::size_t largest = kLargestPassed);
  ~RecordingProxy();  // ends open streams, which are told of as well
  RecordingProxy(const RecordingProxy&) = delete;
  RecordingProxy& operator=(const RecordingProxy&) = delete;

  // Where clients reach each upstream, in their order: "http://127.0.0.1:4711".
  [[nodiscard]] std::vector<std::string> origins() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::clients
