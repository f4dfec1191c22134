#include "bench/load/request_budget.hpp"

#include <gtest/gtest.h>

namespace conform::bench {
namespace {

const RequestBudget::Time kStart{std::chrono::hours(1)};

// How many of `count` requests may be sent at that moment.
int taken(RequestBudget& budget, int count, RequestBudget::Time at) {
  int refused = 0;
  for (int i = 0; i < count; ++i) {
    try {
      budget.take(at);
    } catch (const BudgetSpent&) {
      ++refused;
    }
  }
  return count - refused;
}

TEST(RequestBudget, LimitsWhatIsSentInASecond) {
  RequestBudget budget(1000, 10);
  EXPECT_EQ(taken(budget, 50, kStart), 10);
  EXPECT_EQ(taken(budget, 50, kStart + std::chrono::milliseconds(900)), 0);
  EXPECT_EQ(taken(budget, 50, kStart + std::chrono::milliseconds(1000)), 10);
}

TEST(RequestBudget, LimitsWhatIsSentInAll) {
  RequestBudget budget(25, 10);
  int sent = 0;
  for (int second = 0; second < 60; ++second) {
    sent += taken(budget, 50, kStart + std::chrono::seconds(second));
  }
  EXPECT_EQ(sent, 25);
}

}  // namespace
}  // namespace conform::bench
