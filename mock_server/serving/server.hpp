// Serves HTTP/1.1, on loopback if nothing else is said: each site at a port of its own.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "foundation/http/elastic_pool.hpp"
#include "foundation/http/message.hpp"
#include "mock_server/omni/site.hpp"
#include "mock_server/serving/admission.hpp"
#include "mock_server/serving/tls.hpp"

namespace conform::mock {

struct ListenOptions {
  int first_port = 0;  // of the first site; the others get the following ones. 0: each a free one
  // Every port speaks TLS with it. It must outlive the server.
  const TlsIdentity* tls = nullptr;
  // No free port is one of these: those that a client names for its redirects, whose callbacks
  // would be taken for our pages.
  std::set<int> avoided = {};
  // Whoever it turns away is answered 421, and the service hears nothing of it; over TLS the
  // connection only ends. Without it everybody is served, and nobody is looked at.
  Admission admits = {};
  std::string address = std::string(kLoopbackAddress);  // an IPv4 one
  // Starts the threads of the connections.
  ElasticPool::Start start_thread = &ElasticPool::start_thread;
};

// What stands behind the ports. Each is called on the threads of the connections, several at a
// time.
struct Service {
  std::function<Response(Request)> answer;
  std::function<void()> opened;              // a connection was accepted …
  std::function<void()> closed;              // … and nobody speaks over it any more
  std::function<void(std::string)> refused;  // a connection could not be served, and why
};

class HttpServer {
 public:
  // Binds a port for each site. Throws std::runtime_error when one can't be bound.
  HttpServer(const std::vector<std::string>& sites, const ListenOptions& options);
  ~HttpServer();  // stops
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] const Ports& ports() const;
  void serve(Service service);  // from now on; at most once
  void stop();                  // open streams and idle connections are closed at once

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::mock
