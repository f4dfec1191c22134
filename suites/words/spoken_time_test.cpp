#include "suites/words/spoken_time.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(SpokenTime, IsInTheLargestUnitThatFits) {
  EXPECT_EQ(spoken(hours(48)), "2 days");
  EXPECT_EQ(spoken(hours(1)), "1 hour");
  EXPECT_EQ(spoken(minutes(90)), "90 minutes");
  EXPECT_EQ(spoken(seconds(61)), "61 seconds");
  EXPECT_EQ(spoken(milliseconds(1500)), "1500 ms");
  EXPECT_EQ(spoken(Duration(0)), "0 ms");
}

}  // namespace
}  // namespace conform
