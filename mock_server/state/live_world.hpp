// The world as it is now, and what is done to it from outside: by admins, by the clock, by whoever
// operates the server.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string_view>

#include "foundation/time/clock.hpp"
#include "mock_server/state/state.hpp"
#include "mock_server/world/world.hpp"
#include "record/transcript.hpp"

namespace conform::mock {

// Thread-safe. Each of these changes is noted in the transcript.
class LiveWorld {
 public:
  // All of them outlive it.
  LiveWorld(World first, State& state, Transcript& transcript, Clock& clock);

  std::shared_ptr<const World> world() const;  // a snapshot
  // Blocks until the world is another than `seen`, a stop is requested or the (real) time is up;
  // returns the world as it then is.
  std::shared_ptr<const World> wait_for_change(const std::shared_ptr<const World>& seen,
                                               const std::stop_token& stop,
                                               std::chrono::milliseconds at_most) const;
  // When `apply` throws, nothing has changed and nothing is noted.
  void change(const Change& change);
  void revoke_grants(std::string_view user);  // an admin deletes the user's MCP OAuth PATs
  bool revoke_grant(std::string_view by, std::string_view id);  // one; false when there is none
  void expire_access_tokens();                                  // as if their lifetime were over
  void end_sessions();  // the server forgets its MCP sessions
  void advance(Duration by);
  void restore_clock();

 private:
  void note(std::string text);

  State& state_;
  Transcript& transcript_;
  Clock& clock_;
  mutable std::mutex mutex_;
  mutable std::condition_variable_any changed_;
  std::shared_ptr<const World> world_;  // replaced as a whole, so that readers hold still
};

}  // namespace conform::mock
