// How much a client may ask for in one play. One that goes round in circles would never come to an
// end, and the record shows after a few rounds what it does.
#pragma once

#include <cstddef>
#include <string>

#include "record/transcript.hpp"

namespace conform::clients {

struct RequestLimits {
  std::size_t requests = 2'000;  // of a whole play
  // Of one kind in one step of the scenario: renewals, registrations, authorization requests. Above
  // what the invariant `no-endless-renewal` and its siblings allow, so that those are certain.
  std::size_t of_a_kind = 12;
};

// Not thread-safe.
class PlayBudget {
 public:
  explicit PlayBudget(RequestLimits limits) : limits_(limits) {}

  // Another step of the scenario begins: what comes now may be asked for anew.
  void begin_step();
  // Counts a request that arrived. Returns what is used up, in words, or nothing.
  std::string spend(const Exchange& arriving, const Request& request);

 private:
  RequestLimits limits_;
  std::size_t requests_ = 0;
  std::size_t renewals_ = 0;
  std::size_t registrations_ = 0;
  std::size_t authorizations_ = 0;
};

}  // namespace conform::clients
