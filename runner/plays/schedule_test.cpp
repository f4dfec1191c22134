#include "runner/plays/schedule.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace conform::runner {
namespace {

PlayTask named(std::string name) {
  return [name = std::move(name)] {
    Play play;
    play.scenario = name;
    return play;
  };
}

TEST(Schedule, KeepsTheOrderOfTasksWhateverFinishesFirst) {
  // The first task ends only after the second has: with one thread this would never return.
  std::latch second_is_done(1);
  const std::vector<PlayTask> tasks = {[&] {
                                         second_is_done.wait();
                                         return named("first")();
                                       },
                                       [&] {
                                         second_is_done.count_down();
                                         return named("second")();
                                       },
                                       named("third")};
  const std::vector<Play> plays = run_all(tasks, 2, {});
  ASSERT_EQ(plays.size(), 3U);
  EXPECT_EQ(plays[0].scenario, "first");
  EXPECT_EQ(plays[1].scenario, "second");
  EXPECT_EQ(plays[2].scenario, "third");
}

TEST(Schedule, TellsOfEveryPlayOnce) {
  std::vector<std::size_t> counts;
  const std::vector<PlayTask> tasks(20, named("x"));
  run_all(tasks, 4, [&](std::size_t done, std::size_t of, const Play&) {
    EXPECT_EQ(of, 20U);
    counts.push_back(done);
  });
  ASSERT_EQ(counts.size(), 20U);
  for (std::size_t at = 0; at < counts.size(); ++at) EXPECT_EQ(counts[at], at + 1);
}

TEST(Schedule, PassesOnWhatATaskThrows) {
  const std::vector<PlayTask> tasks = {named("x"),
                                       []() -> Play { throw std::runtime_error("broken"); }};
  EXPECT_THROW(run_all(tasks, 2, {}), std::runtime_error);
}

TEST(Schedule, NothingToDoIsNothingDone) { EXPECT_TRUE(run_all({}, 2, {}).empty()); }

TEST(Progress, IsSilentWhereNobodyWatches) {
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{out, err};
  {
    ProgressLine line(streams);
    run_all({named("x")}, 1, line.shows());
  }
  EXPECT_EQ(err.str(), "");
}

TEST(Progress, IsWipedInTheEnd) {
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{out, err};
  streams.progress = true;
  {
    ProgressLine line(streams);
    run_all({named("x")}, 1, line.shows());
  }
  EXPECT_NE(err.str().find("[1/1] x"), std::string::npos);
  EXPECT_TRUE(err.str().ends_with("\r\x1b[K"));
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace conform::runner
