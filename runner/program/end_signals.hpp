// Ctrl-C and its like, waited for instead of handled.
#pragma once

#include <csignal>

namespace conform {

// Blocks SIGINT and SIGTERM for this thread and those that it starts from now on, which leaves them
// to wait(). Construct it before any other thread is started.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&ends_);
    sigaddset(&ends_, SIGINT);
    sigaddset(&ends_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends_, nullptr);
  }
  void wait() const {
    int signal = 0;
    sigwait(&ends_, &signal);
  }

 private:
  sigset_t ends_{};
};

}  // namespace conform
