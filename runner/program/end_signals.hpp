// Ctrl-C and its like, waited for instead of handled.
#pragma once

#include <unistd.h>

#include <csignal>

namespace conform::runner {

// SIGINT and SIGTERM; and SIGHUP, which says that the terminal is gone, unless whoever started us
// wants us to outlive it (nohup).
inline sigset_t end_signals() {
  sigset_t ends{};
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  struct sigaction hang_up{};
  const bool is_known = sigaction(SIGHUP, nullptr, &hang_up) == 0;
  if (is_known && hang_up.sa_handler != SIG_IGN) sigaddset(&ends, SIGHUP);
  return ends;
}

// Blocks them for this thread and those that it starts from now on, which leaves them to wait().
// Construct it before any other thread is started.
class EndSignals {
 public:
  EndSignals() { pthread_sigmask(SIG_BLOCK, &ends_, nullptr); }
  void wait() const {
    int signal = 0;
    sigwait(&ends_, &signal);
  }
  // Ends a wait() as such a signal would.
  void end() const { kill(getpid(), SIGTERM); }

 private:
  sigset_t ends_ = end_signals();
};

}  // namespace conform::runner
