#include "mock_server/state/live_world.hpp"

#include <fmt/format.h>

#include <utility>

namespace conform::mock {

LiveWorld::LiveWorld(World first, State& state, Transcript& transcript, Clock& clock)
    : state_(state),
      transcript_(transcript),
      clock_(clock),
      world_(std::make_shared<const World>(std::move(first))) {}

void LiveWorld::note(std::string text) {
  transcript_.note(Note::Kind::kAdmin, std::move(text), clock_.now());
}

std::shared_ptr<const World> LiveWorld::world() const {
  const std::lock_guard lock(mutex_);
  return world_;
}

std::shared_ptr<const World> LiveWorld::wait_for_change(const std::shared_ptr<const World>& seen,
                                                        const std::stop_token& stop,
                                                        std::chrono::milliseconds at_most) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, at_most, [&] { return world_ != seen; });
  return world_;
}

void LiveWorld::change(const Change& change) {
  {
    const std::lock_guard lock(mutex_);
    auto next = std::make_shared<World>(*world_);
    change.apply(*next);
    world_ = std::move(next);
  }
  changed_.notify_all();
  note(change.text);
}

void LiveWorld::revoke_grants(std::string_view user) {
  state_.revoke_grants(user);
  note(fmt::format("revokes the MCP OAuth PATs of {}", user));
}

bool LiveWorld::revoke_grant(std::string_view by, std::string_view id) {
  const auto revoked = state_.revoke_grant(id);
  if (!revoked) return false;
  note(
      fmt::format("{} revokes the MCP OAuth PAT of {} for {}", by, revoked->user,
                  revoked->client_name.empty() ? "a client without a name" : revoked->client_name));
  return true;
}

void LiveWorld::expire_access_tokens() {
  state_.expire_access_tokens();
  note("every access token expires");
}

void LiveWorld::end_sessions() {
  state_.end_sessions();
  note("the server forgets its MCP sessions");
}

void LiveWorld::advance(Duration by) {
  clock_.advance(by);
  note(fmt::format("{} seconds pass", std::chrono::floor<std::chrono::seconds>(by).count()));
}

void LiveWorld::restore_clock() {
  clock_.restore();
  note("the clock is as it was at the start");
}

}  // namespace conform::mock
