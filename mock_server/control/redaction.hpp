// The redactor of what the control API shows: it learns each entry of the transcript once, however
// often something is shown. Thread-safe; a request to the mock never waits for it.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <stop_token>

#include "mock_server/control/transcript_json.hpp"
#include "mock_server/world/world.hpp"
#include "record/redactor.hpp"

namespace conform::mock {

class Redaction {
 public:
  Redaction() : redactor_({}) {}

  // Learns what came since, the keys of the world too, unless it is asked to stop. What it returns
  // must not outlive this, and knows also what is learnt later.
  Redact up_to_date(const Transcript& transcript, const std::shared_ptr<const World>& world,
                    const std::stop_token& stop);
  std::size_t learnt() const;  // so many entries, all of them in order

 private:
  std::mutex learning_;                       // by one thread at a time
  std::shared_ptr<const World> known_world_;  // of the learning one
  mutable std::shared_mutex mutex_;           // of what follows
  Redactor redactor_;
  std::size_t learnt_ = 0;
};

}  // namespace conform::mock
