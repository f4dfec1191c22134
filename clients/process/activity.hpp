// Whether a program is at work or waits for something. A silence says something only of a program
// that waits: on a busy machine, one that was about to send has only not had its turn.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>

namespace conform {

// Of a process and all that it started, as /proc shows them (proc(5)). Where /proc shows nothing,
// nothing is ever at work. Not thread-safe.
class Activity {
 public:
  explicit Activity(pid_t program);

  // Whether a thread of theirs ran for more than a moment, waited for a processor, began or ended
  // since the last look, or since this object was made.
  bool since_last_look();

 private:
  // By their ids: the nanoseconds that each ran or waited to run.
  using Threads = std::map<std::string, std::uint64_t>;

  pid_t program_;
  Threads seen_;
};

}  // namespace conform
