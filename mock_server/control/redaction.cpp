#include "mock_server/control/redaction.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "mock_server/world/known_keys.hpp"

namespace conform::mock {

Redact Redaction::up_to_date(const Transcript& transcript,
                             const std::shared_ptr<const World>& world,
                             const std::stop_token& stop) {
  // Few at a time: large ones must fit into memory, and readers get their turn.
  constexpr std::size_t kPage = 16;
  const std::lock_guard learning(learning_);
  if (known_world_ != world) {
    const std::lock_guard lock(mutex_);
    know_keys(*world, redactor_);
    known_world_ = world;
  }
  // What comes meanwhile is for the next time: this must end.
  const std::size_t size = transcript.size();
  for (std::size_t learnt = learnt_; learnt < size && !stop.stop_requested();) {
    const std::vector<Entry> news =
        transcript.entries_after(learnt, std::min(kPage, size - learnt));
    const std::lock_guard lock(mutex_);
    redactor_.learn(news);
    learnt_ = learnt += news.size();
  }
  return [this](Entry entry) {
    const std::shared_lock lock(mutex_);
    return redactor_.redacted(std::move(entry));
  };
}

std::size_t Redaction::learnt() const {
  const std::shared_lock lock(mutex_);
  return learnt_;
}

}  // namespace conform::mock
