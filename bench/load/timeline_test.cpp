#include "bench/load/timeline.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace conform::bench {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(Timeline, PutsEachOperationIntoTheSliceInWhichItBegan) {
  Timeline timeline(milliseconds(600));
  EXPECT_EQ(timeline.slice_length(), milliseconds(10));
  {
    Timeline::Writer writer(timeline);
    for (int i = 0; i < 100; ++i)
      writer.succeeded(milliseconds(1), microseconds(i < 99 ? 50 : 700));
    writer.failed(milliseconds(25));
    writer.succeeded(milliseconds(29), microseconds(80));
  }
  const std::vector<TimeSlice> slices = timeline.slices();
  ASSERT_EQ(slices.size(), 3U) << "what nothing began in comes to nothing at the end";
  EXPECT_EQ(slices[0].operations, 100U);
  EXPECT_EQ(slices[0].p50_us, 50);
  EXPECT_EQ(slices[0].max_us, 700);
  EXPECT_EQ(slices[1].operations, 0U);
  EXPECT_EQ(slices[2].operations, 1U);
  EXPECT_EQ(slices[2].errors, 1U);
  EXPECT_EQ(slices[2].p99_us, 80);
}

TEST(Timeline, WhatBeginsTooLateCountsToTheLastSlice) {
  Timeline timeline(milliseconds(60));
  {
    Timeline::Writer(timeline).succeeded(std::chrono::hours(1), microseconds(1));
  }
  EXPECT_EQ(timeline.slices().size(), Timeline::kSlices);
  EXPECT_EQ(timeline.slices().back().operations, 1U);
}

TEST(Timeline, WritersAddUp) {
  Timeline timeline(milliseconds(60));
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&timeline] {
        Timeline::Writer writer(timeline);
        for (int at = 0; at < 60; ++at) writer.succeeded(milliseconds(at), microseconds(5));
      });
    }
  }
  for (const TimeSlice& slice : timeline.slices()) EXPECT_EQ(slice.operations, 4U);
}

}  // namespace
}  // namespace conform::bench
