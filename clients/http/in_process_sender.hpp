// Asks a mock of this process without a socket between. Thread-safe.
#pragma once

#include <utility>

#include "clients/http/http_connection.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform::clients {

class InProcessSender final : public HttpSender {
 public:
  explicit InProcessSender(mock::MockOmni& mock) : mock_(mock) {}
  // What streams is answered by its status and header fields alone.
  Response send(const Url& url, Request request) override {
    require_loopback(url);
    request.headers.set("Host", url.authority());
    return mock_.handle(std::move(request));
  }

 private:
  mock::MockOmni& mock_;
};

}  // namespace conform::clients
