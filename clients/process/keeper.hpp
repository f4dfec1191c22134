// The keeper process between us and a program: it starts it, reports how it ended, adopts its
// orphans and ends everything that is left. Another process guards it: a program knows its parent,
// and may stop or kill it. Runs after fork() in a process with threads, so it calls nothing that
// allocates or locks (signal-safety(7)).
#pragma once

namespace conform::clients {

// Everything is prepared before fork(); the pointers stay valid in the copy.
struct KeeperPlan {
  const char* path = nullptr;  // of the program, absolute
  char* const* argv = nullptr;
  char* const* environment = nullptr;
  const char* directory = nullptr;  // or nullptr
  int input = -1;                   // the program's ends of its pipes
  int output = -1;
  int error = -1;
  int control =
      -1;  // read: an int, the grace in milliseconds, asks for the end; end of file: at once
  int report = -1;  // written: KeeperReport records; closed when nothing is left
};

struct KeeperReport {
  enum class Kind : int {
    kStarted,     // value: the program's pid, which is its group and session too
    kNotStarted,  // value: errno
    kExited,      // value: exit status
    kSignalled,   // value: signal
  };
  Kind kind = Kind::kStarted;
  int value = 0;
};

[[noreturn]] void keep(const KeeperPlan& plan);

}  // namespace conform::clients
