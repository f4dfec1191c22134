#include "foundation/http/busy_poll.hpp"

#include <sched.h>
#include <sys/socket.h>

#include <cerrno>
#include <thread>

namespace conform {

namespace {

constexpr std::size_t kFew = 6;
// Longer than a client takes from an answer to its next request, and a mock to an answer.
constexpr std::chrono::microseconds kSoon(100);

}  // namespace

BusyPoll::BusyPoll() : BusyPoll(std::thread::hardware_concurrency() > 1 ? kFew : 0, kSoon) {}

ssize_t BusyPoll::Member::receive(int socket, char* to, std::size_t size) {
  using SteadyClock = std::chrono::steady_clock;
  ssize_t count = ::recv(socket, to, size, MSG_DONTWAIT);
  if (count >= 0 || errno != EAGAIN || poll_.members_ > poll_.most_members_) return count;
  poll_.polling_ = this;
  const auto until = SteadyClock::now() + poll_.at_most_;
  do {
    ::sched_yield();
    count = ::recv(socket, to, size, MSG_DONTWAIT);
  } while (count < 0 && errno == EAGAIN && poll_.polling_ == this && SteadyClock::now() < until);
  return count;
}

}  // namespace conform
