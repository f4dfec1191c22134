#include "foundation/http/busy_poll.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <thread>

namespace conform {
namespace {

// Far beyond what a test may take: a poll that ends has ended for another reason.
constexpr std::chrono::hours kForEver(1);

class Pair {
 public:
  Pair() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0); }
  ~Pair() {
    ::close(ends_[0]);
    if (!hung_up_) ::close(ends_[1]);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  [[nodiscard]] int socket() const { return ends_[0]; }
  void say(std::string_view text) const {
    EXPECT_EQ(::send(ends_[1], text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  }
  void hang_up() {
    ::close(ends_[1]);
    hung_up_ = true;
  }

 private:
  std::array<int, 2> ends_{};
  bool hung_up_ = false;
};

struct Received {
  ssize_t count = 0;
  int error = 0;
  std::string text;
};

Received received(BusyPoll::Member& member, const Pair& pair) {
  std::array<char, 64> buffer{};
  Received result;
  result.count = member.receive(pair.socket(), buffer.data(), buffer.size());
  result.error = result.count < 0 ? errno : 0;
  if (result.count > 0) result.text.assign(buffer.data(), static_cast<std::size_t>(result.count));
  return result;
}

TEST(BusyPollTest, GivesWhatIsThereAlready) {
  BusyPoll poll(0, kForEver);
  BusyPoll::Member member(poll);
  const Pair pair;
  pair.say("POST");
  EXPECT_EQ(received(member, pair).text, "POST");
}

TEST(BusyPollTest, WaitsForWhatComes) {
  BusyPoll poll(1, kForEver);
  BusyPoll::Member member(poll);
  const Pair pair;
  const std::jthread peer([&pair] { pair.say("late"); });
  EXPECT_EQ(received(member, pair).text, "late");
}

TEST(BusyPollTest, SeesThatThePeerHasGone) {
  BusyPoll poll(1, kForEver);
  BusyPoll::Member member(poll);
  Pair pair;
  pair.hang_up();
  const Received got = received(member, pair);
  EXPECT_EQ(got.count, 0);
}

TEST(BusyPollTest, GivesUpAfterItsTime) {
  BusyPoll poll(1, std::chrono::nanoseconds(1));
  BusyPoll::Member member(poll);
  const Pair pair;
  EXPECT_EQ(received(member, pair).error, EAGAIN);
}

TEST(BusyPollTest, DoesNotPollAmongMany) {
  BusyPoll poll(1, kForEver);
  BusyPoll::Member member(poll);
  const BusyPoll::Member other(poll);
  const Pair pair;
  EXPECT_EQ(received(member, pair).error, EAGAIN);
}

TEST(BusyPollTest, LeavesThePollToTheLastToBegin) {
  BusyPoll poll(2, kForEver);
  BusyPoll::Member first(poll);
  BusyPoll::Member second(poll);
  const Pair one;
  const Pair two;
  // Whoever gives up helps the other: nothing comes before that.
  const auto poll_one = [](BusyPoll::Member& member, const Pair& own, const Pair& others) {
    Received got = received(member, own);
    if (got.error == EAGAIN) others.say("yours");
    return got;
  };
  auto of_first =
      std::async(std::launch::async, poll_one, std::ref(first), std::cref(one), std::cref(two));
  const Received of_second = poll_one(second, two, one);
  const Received got_first = of_first.get();
  EXPECT_EQ(got_first.text + of_second.text, "yours");
  EXPECT_EQ(got_first.error + of_second.error, EAGAIN);
}

}  // namespace
}  // namespace conform
