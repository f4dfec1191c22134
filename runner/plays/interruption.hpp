// Ctrl-C and its like while plays run: the run comes to an orderly end, with reports of what there
// is. Asked a second time, the process ends at once.
#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <string>
#include <thread>

#include "foundation/files/descriptor.hpp"

namespace conform::runner {

// Takes SIGINT, SIGTERM and SIGHUP (see end_signals) for as long as it lives. Construct it before
// any thread is started that is to outlive the first signal: threads inherit which signals are
// blocked. One at a time.
class Interruption {
 public:
  Interruption();  // throws std::system_error
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  // Is requested to stop by the first signal, on a thread of this object.
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  // The signal's number, or 0 while none came.
  [[nodiscard]] int signal() const { return signal_; }
  [[nodiscard]] std::string name() const;  // "SIGINT"
  // What a shell reports of a program that such a signal ended: 130, 143 or 129.
  [[nodiscard]] int exit_code() const { return 128 + signal_; }

 private:
  void watch();

  std::stop_source source_;
  std::atomic<int> signal_{0};
  sigset_t before_{};   // what was blocked
  Descriptor signals_;  // see signalfd(2)
  Descriptor end_;      // see eventfd(2)
  std::thread watcher_;
};

}  // namespace conform::runner
