#include "runner/plays/interruption.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <semaphore>

#include "runner/plays/schedule.hpp"

namespace conform::runner {
namespace {

// Returns when the signal was taken.
void interrupt(const Interruption& interruption, int signal) {
  std::binary_semaphore taken{0};
  const std::stop_callback callback(interruption.token(), [&] { taken.release(); });
  kill(getpid(), signal);
  taken.acquire();
}

TEST(InterruptionTest, NothingCameYet) {
  const Interruption interruption;
  EXPECT_FALSE(interruption.token().stop_requested());
  EXPECT_EQ(interruption.signal(), 0);
}

TEST(InterruptionTest, CtrlCIsTold) {
  const Interruption interruption;
  interrupt(interruption, SIGINT);
  EXPECT_EQ(interruption.name(), "SIGINT");
  EXPECT_EQ(interruption.exit_code(), 130);
}

TEST(InterruptionTest, SoIsTheFriendlyEnd) {
  const Interruption interruption;
  interrupt(interruption, SIGTERM);
  EXPECT_EQ(interruption.name(), "SIGTERM");
  EXPECT_EQ(interruption.exit_code(), 143);
}

// Sets what the process does with SIGHUP, which whoever runs the tests may have ignored.
class HangUp {
 public:
  explicit HangUp(void (*does)(int)) : before_(std::signal(SIGHUP, does)) {}
  ~HangUp() { std::signal(SIGHUP, before_); }
  HangUp(const HangUp&) = delete;
  HangUp& operator=(const HangUp&) = delete;

 private:
  void (*before_)(int);
};

TEST(InterruptionTest, SoIsATerminalThatIsGone) {
  const HangUp usual(SIG_DFL);
  const Interruption interruption;
  interrupt(interruption, SIGHUP);
  EXPECT_EQ(interruption.name(), "SIGHUP");
  EXPECT_EQ(interruption.exit_code(), 129);
}

TEST(InterruptionTest, WhoeverIsToOutliveTheTerminalDoes) {
  const HangUp ignored(SIG_IGN);
  const Interruption interruption;
  kill(getpid(), SIGHUP);
  interrupt(interruption, SIGINT);
  EXPECT_EQ(interruption.name(), "SIGINT");
}

TEST(InterruptionTest, TheSecondOneEndsTheProcess) {
  const pid_t child = fork();
  if (child == 0) {
    const Interruption interruption;
    interrupt(interruption, SIGINT);
    kill(getpid(), SIGTERM);
    for (;;) pause();
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 143);
}

TEST(InterruptionTest, ThePlayAtHandIsNoPlay) {
  const Interruption interruption;
  const auto play_named = [](const char* name) {
    Play play;
    play.scenario = name;
    return play;
  };
  const std::vector<PlayTask> tasks = {
      [&] { return play_named("first"); },
      [&] {
        interrupt(interruption, SIGINT);
        return play_named("at hand");
      },
      [&] { return play_named("never begun"); },
  };
  std::size_t told = 0;
  const std::vector<Play> plays = run_all(
      tasks, 1, [&](std::size_t, std::size_t, const Play&) { ++told; }, {}, interruption.token());
  ASSERT_EQ(plays.size(), 1U);
  EXPECT_EQ(plays.front().scenario, "first");
  EXPECT_EQ(told, 1U);
}

}  // namespace
}  // namespace conform::runner
