// Whether a program is at work or waits for something. A silence says something only of a program
// that waits: on a busy machine, one that was about to send has only not had its turn.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace conform::clients {

// Of a process and all that it started, as /proc shows them (proc(5)). Where /proc shows nothing,
// nothing is ever at work. Not thread-safe.
class Activity {
 public:
  explicit Activity(pid_t program);

  // Whether a thread of theirs ran for more than a moment, waited for a processor, began or ended
  // since the last look, or since this object was made.
  bool since_last_look();
  // For how long they ran since this object was made, as of the last look: processor time. On a
  // busy machine it passes more slowly than the clock, as their work does.
  [[nodiscard]] std::chrono::nanoseconds ran() const { return ran_; }
  // The most that one of their threads waited for a processor since this object was made, as of the
  // last look: so much less was left to them of a limit by the clock.
  [[nodiscard]] std::chrono::nanoseconds waited() const { return waited_; }

 private:
  struct Times {
    std::uint64_t ran = 0;            // nanoseconds
    std::uint64_t busy = 0;           // … that it ran or waited to run
    std::uint64_t waited_before = 0;  // … that it waited before this object was made
  };
  using Threads = std::map<std::string, Times>;  // by their ids

  pid_t program_;
  Threads seen_;
  std::chrono::nanoseconds ran_{0};
  std::chrono::nanoseconds waited_{0};
};

// Whether a thread of this process, other than the caller, runs or waits for a processor: what it
// has for a program, or from it, may not have got through yet.
bool are_we_at_work();

}  // namespace conform::clients
