#include "runner/plays/interruption.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "runner/program/end_signals.hpp"

namespace conform::runner {

Interruption::Interruption() {
  const sigset_t ends = end_signals();
  signals_.reset(signalfd(-1, &ends, SFD_CLOEXEC));
  if (signals_) end_.reset(eventfd(0, EFD_CLOEXEC));
  if (!end_) {
    throw std::system_error(errno, std::generic_category(), "signals can't be waited for");
  }
  pthread_sigmask(SIG_BLOCK, &ends, &before_);
  watcher_ = std::thread([this] { watch(); });
}

Interruption::~Interruption() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(end_.get(), &one, sizeof one);
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Interruption::watch() {
  for (;;) {
    std::array<pollfd, 2> events{pollfd{signals_.get(), POLLIN, 0}, pollfd{end_.get(), POLLIN, 0}};
    if (poll(events.data(), events.size(), -1) < 0) continue;  // EINTR
    if (events[1].revents != 0) return;
    signalfd_siginfo info{};
    if (read(signals_.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info)) continue;
    const int number = static_cast<int>(info.ssi_signo);
    // Keepers end the programs of a process that is gone, and the next run sweeps their homes.
    if (signal_ != 0) _exit(128 + number);
    signal_ = number;
    source_.request_stop();
  }
}

std::string Interruption::name() const {
  if (signal_ == SIGHUP) return "SIGHUP";
  return signal_ == SIGTERM ? "SIGTERM" : "SIGINT";
}

}  // namespace conform::runner
