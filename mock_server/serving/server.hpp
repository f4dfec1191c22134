// Serves a MockOmni, on loopback if nothing else is said: one port for the callbacks host (and all
// names), one for each organization.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "foundation/http/elastic_pool.hpp"
#include "mock_server/mock_omni.hpp"
#include "mock_server/omni/site.hpp"
#include "mock_server/serving/admission.hpp"
#include "mock_server/serving/tls.hpp"

namespace conform::mock {

class HttpServer {
 public:
  // Binds to `address`, an IPv4 one; on another one than loopback's the mock answers whoever asks,
  // at every address that leads here. `callbacks_port` 0 picks a free one. Tells the mock its
  // ports. Throws std::runtime_error when a port can't be bound. Serves from the moment it is
  // constructed. With `tls`, which must outlive the server, every port speaks TLS. A free one is
  // none of `avoided`: those that a client names for its redirects, whose callbacks would be taken
  // for our pages. Whoever `admits` turns away is answered 421 and leaves nothing in the mock's
  // record; over TLS the connection only ends. Without it everybody is served, and nobody is looked
  // at. `start_thread` starts the threads of the connections.
  explicit HttpServer(MockOmni& mock, int callbacks_port = 0, const TlsIdentity* tls = nullptr,
                      const std::set<int>& avoided = {}, const Admission& admits = {},
                      const std::string& address = std::string(kLoopbackAddress),
                      const ElasticPool::Start& start_thread = &ElasticPool::start_thread);
  ~HttpServer();  // stops: open streams and idle connections are closed at once
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::mock
