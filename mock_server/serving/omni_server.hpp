// The whole server: a mock, the console and the API before it, and the ports at which both are
// reached.
#pragma once

#include <cstdint>
#include <memory>

#include "foundation/http/message.hpp"
#include "foundation/time/clock.hpp"
#include "mock_server/control/options.hpp"
#include "mock_server/mock_omni.hpp"
#include "mock_server/serving/server.hpp"

namespace conform::mock {

class Control;

// Thread-safe, but for listen() and stop().
class OmniServer {
 public:
  OmniServer(World world, std::shared_ptr<const Fixtures> fixtures, std::shared_ptr<Clock> clock,
             std::uint64_t seed, Recording recording = {}, ControlOptions control = {});
  ~OmniServer();  // stops
  OmniServer(const OmniServer&) = delete;
  OmniServer& operator=(const OmniServer&) = delete;

  MockOmni& mock() { return mock_; }
  [[nodiscard]] const MockOmni& mock() const { return mock_; }
  Control& control() { return *control_; }

  // Asks the control API first; what that answers is neither recorded nor counted. Never throws.
  Response answer(Request request);

  // Serves at ports from now on, and tells the mock which they are. On another address than
  // loopback's the mock answers whoever asks, at every address that leads here. Throws
  // std::runtime_error when a port can't be bound. The ports of an earlier call are closed first.
  void listen(const ListenOptions& options = {});
  void stop();  // open streams and idle connections are closed at once

 private:
  MockOmni mock_;
  std::unique_ptr<Control> control_;
  std::unique_ptr<HttpServer> http_;  // none: it does not listen
};

}  // namespace conform::mock
