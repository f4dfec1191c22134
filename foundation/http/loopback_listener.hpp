// Listens on a port of 127.0.0.1, if nothing else is said, and gives each connection a thread. What
// goes over a connection is read and written by whoever serves it: an HTTP library would change
// bytes that must be seen.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/http/elastic_pool.hpp"

namespace conform {

// What is done with the connections to a port. The listener closes each socket afterwards.
struct ConnectionService {
  // Speaks with a client until one of them has enough. Called on several threads; may throw nothing
  // but std::bad_alloc, and then its client is refused.
  std::function<void(int socket)> serve;
  // Called when there is no "thread" or no "memory" for a connection, maybe on the thread that
  // accepts further ones: it must not wait, nor throw. Without it such a connection only ends.
  std::function<void(int socket, std::string_view lacking)> refuse = {};
  // So many at a time; further ones wait.
  std::size_t most_connections = std::numeric_limits<std::size_t>::max();
};

class LoopbackListener {
 public:
  // From now on clients can connect, and wait for start(). 0 picks a free port; one that was in use
  // a moment ago can be had again, one that somebody listens on cannot. Throws std::runtime_error
  // when there is none. `start_thread` starts the threads of the connections. Another IPv4 address
  // than that of loopback is for who was told by a user to listen there.
  explicit LoopbackListener(int port, ElasticPool::Start start_thread = &ElasticPool::start_thread,
                            const std::string& address = "127.0.0.1");
  ~LoopbackListener();  // as stop()
  LoopbackListener(const LoopbackListener&) = delete;
  LoopbackListener& operator=(const LoopbackListener&) = delete;

  [[nodiscard]] int port() const;
  // To be called once. Throws std::system_error when no thread can be had.
  void start(ConnectionService service);
  // Shuts every connection down and accepts no more; waits for nobody.
  void end_connections();
  // As end_connections(), then waits for the threads and gives the port back.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform
