// Listens on a port of 127.0.0.1 and gives each connection a thread of its own. For proxies, which
// must see the bytes that an HTTP library would have changed.
#pragma once

#include <functional>
#include <memory>

namespace conform {

class LoopbackListener {
 public:
  // Speaks with a client until one of them has enough; the socket is closed afterwards. Called on
  // several threads.
  using Serve = std::function<void(int socket)>;

  // A port that was in use a moment ago can be had again. 0 picks a free one. Throws
  // std::runtime_error when there is none.
  explicit LoopbackListener(int port);
  ~LoopbackListener();  // as stop()
  LoopbackListener(const LoopbackListener&) = delete;
  LoopbackListener& operator=(const LoopbackListener&) = delete;

  int port() const;
  void start(Serve serve);
  // Shuts every connection down and waits for their threads.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform
