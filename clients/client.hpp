// Who connects: a scripted client, an external program, or a capture. Knows nothing of verdicts.
#pragma once

#include <string>

#include "suites/scenario.hpp"

namespace conform::clients {

struct Outcome {
  enum class Kind {
    kDone,      // it did it
    kRefused,   // it was refused and said so
    kAnswered,  // it was refused, or its answer was broken; what it made of that it does not say
    kGaveUp,    // it stopped trying, or the person did
    kCannot,    // this client can't be made to do that
    kCrashed,   // it ended with an error of its own
  };
  Kind kind = Kind::kDone;
  std::string text;
};
std::string_view to_string(Outcome::Kind kind);

class Client {
 public:
  virtual ~Client() = default;
  // Returns when the intent has ended, well or not. Throws only for a fault of the harness.
  virtual Outcome perform(const Intent& intent) = 0;
  // Ends the client in good order (sessions, processes); safe to call twice.
  virtual void finish() = 0;
};

}  // namespace conform::clients
