// Receiving from a socket without falling asleep at once. On loopback the next bytes often come
// within microseconds, and a thread that sleeps is woken in more than most answers take to make.
// Whoever waits so yields the core to anybody who can use it.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstddef>

namespace conform {

// Shared by the sockets of one side; thread-safe, and outlives its members. One of them polls at a
// time, the last to begin: bytes will most likely come there, and two would be in each other's way.
class BusyPoll {
 public:
  // For a client that connects, with a connection of its own and one of its person's browser for
  // each site; nobody polls on a machine with one core.
  BusyPoll();
  // With more than so many members nobody polls: there is always somebody to serve then.
  BusyPoll(std::size_t most_members, std::chrono::nanoseconds at_most)
      : most_members_(most_members), at_most_(at_most) {}

  // One socket. Used by one thread at a time.
  class Member {
   public:
    explicit Member(BusyPoll& poll) : poll_(poll) { ++poll_.members_; }
    ~Member() { --poll_.members_; }
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;

    // As recv() of a socket that does not block, at its first try or within `at_most`: -1 with
    // EAGAIN when nothing came.
    ssize_t receive(int socket, char* to, std::size_t size);

   private:
    BusyPoll& poll_;
  };

 private:
  const std::size_t most_members_;
  const std::chrono::nanoseconds at_most_;
  std::atomic<std::size_t> members_ = 0;
  std::atomic<const Member*> polling_ = nullptr;
};

}  // namespace conform
