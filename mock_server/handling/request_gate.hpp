// Stands between the network and the mock while somebody drives a client: a request may be made to
// wait, or be answered without the mock.
#pragma once

#include <optional>

#include "foundation/http/message.hpp"
#include "record/transcript.hpp"

namespace conform::mock {

// Called on the threads of the mock's connections, several at a time; must not throw. Requests of
// the control API never come here.
class RequestGate {
 public:
  virtual ~RequestGate() = default;

  // Before the mock looks at the world. `arriving` has its site, endpoint and rpc; the request is
  // beside it. Returns when the mock may answer, or an answer instead, which is not recorded.
  virtual std::optional<Response> admit(const Exchange& arriving, const Request& request) = 0;
  // After the exchange was recorded and before the client hears of its answer, whose delivery may
  // still be bent.
  virtual void answered(Exchange& exchange) = 0;
};

}  // namespace conform::mock
