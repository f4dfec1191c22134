#include "clients/process/activity.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <semaphore>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "clients/process/one_processor.hpp"
#include "clients/process/process.hpp"

namespace conform::clients {
namespace {

// A shell that says "ready" and then does what it is told to.
class ActivityTest : public ::testing::Test {
 protected:
  void start(const std::string& script) {
    ProcessSpec spec;
    spec.argv = {"sh", "-c", script};
    spec.environment = {{"PATH", "/usr/bin:/bin"}};
    spec.on_stdout = [this](std::string_view) { ready_.release(); };
    process_.emplace(std::move(spec));
    ready_.acquire();
  }

  std::counting_semaphore<> ready_{0};
  std::optional<Process> process_;  // the last member: its thread uses the other
};

TEST_F(ActivityTest, OneThatCountsIsAtWork) {
  start("echo ready; while :; do :; done");
  Activity activity(process_->id());
  EXPECT_TRUE(activity.since_last_look());
  EXPECT_TRUE(activity.since_last_look());
}

// The clock says nothing of a program that does not get its turn.
TEST_F(ActivityTest, ProcessorTimeIsCountedAndNotTheClock) {
  start("echo ready; read line; while :; do :; done");
  Activity activity(process_->id());
  while (activity.since_last_look()) {
  }
  const auto at_rest = activity.ran();
  EXPECT_FALSE(activity.since_last_look());
  EXPECT_LT(activity.ran() - at_rest, std::chrono::milliseconds(2));
  process_->write("go on\n");
  while (activity.ran() - at_rest < std::chrono::milliseconds(20)) activity.since_last_look();
}

// Its two threads share one processor.
TEST_F(ActivityTest, WaitingForAProcessorIsCounted) {
  start(std::string(kOnOneProcessor) +
        "echo ready; read line; (while :; do :; done) & while :; do :; done");
  Activity activity(process_->id());
  EXPECT_EQ(activity.waited(), std::chrono::nanoseconds(0));  // what was before is not counted
  process_->write("go on\n");
  while (activity.waited() < std::chrono::milliseconds(20)) activity.since_last_look();
}

TEST_F(ActivityTest, OneThatWaitsComesToRest) {
  start("echo ready; read line; echo again; read line");
  Activity activity(process_->id());
  while (activity.since_last_look()) {
  }
  process_->write("go on\n");
  ready_.acquire();
  while (activity.since_last_look()) {
  }
}

TEST_F(ActivityTest, WhatItStartedCounts) {
  start("(while :; do :; done) & echo ready; wait");
  Activity activity(process_->id());
  EXPECT_TRUE(activity.since_last_look());
}

TEST_F(ActivityTest, AnEndIsSeenOnce) {
  start("echo ready; read line");
  Activity activity(process_->id());
  while (activity.since_last_look()) {
  }
  process_->terminate(std::chrono::milliseconds(0));
  EXPECT_TRUE(activity.since_last_look());
  EXPECT_FALSE(activity.since_last_look());
}

TEST(Activity, AThreadOfOursIsSeenAtWork) {
  while (are_we_at_work()) std::this_thread::yield();
  std::jthread busy([](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
    }
  });
  while (!are_we_at_work()) std::this_thread::yield();
  busy.request_stop();
  busy.join();
  while (are_we_at_work()) std::this_thread::yield();
}

TEST(Activity, NobodyIsNeverAtWork) { EXPECT_FALSE(Activity(0).since_last_look()); }

}  // namespace
}  // namespace conform::clients
