#include "mock_server/query/calendar.hpp"

#include <gtest/gtest.h>

#include "mock_server/query/query.hpp"

namespace conform::mock {
namespace {

Day day(const char* text) { return day_from(text).value(); }

TEST(Calendar, UnitsBeginWhereTheyShould) {
  EXPECT_EQ(to_text(start_of(TimeUnit::kWeek, day("2026-11-24"))), "2026-11-23");
  EXPECT_EQ(to_text(start_of(TimeUnit::kWeek, day("2026-11-22"))), "2026-11-16");
  EXPECT_EQ(to_text(start_of(TimeUnit::kQuarter, day("2026-11-24"))), "2026-10-01");
  EXPECT_EQ(to_text(start_of(TimeUnit::kYear, day("2026-11-24"))), "2026-01-01");
}

TEST(Calendar, AddingKeepsTheEndOfTheMonth) {
  EXPECT_EQ(to_text(plus(TimeUnit::kMonth, day("2024-01-31"), 1)), "2024-02-29");
  EXPECT_EQ(to_text(plus(TimeUnit::kYear, day("2024-02-29"), 1)), "2025-02-28");
  EXPECT_EQ(to_text(plus(TimeUnit::kQuarter, day("2024-11-30"), -3)), "2024-02-29");
  EXPECT_EQ(to_text(plus(TimeUnit::kWeek, day("2024-12-30"), 1)), "2025-01-06");
}

TEST(Calendar, RefusesDaysThatAreNone) {
  EXPECT_FALSE(day_from("2025-02-29"));
  EXPECT_FALSE(day_from("2025-2-3"));
  EXPECT_FALSE(day_from("20x5-02-03"));
  EXPECT_THROW(midnight("tomorrow"), std::runtime_error);
}

TEST(Calendar, WritesMoments) {
  EXPECT_EQ(to_sql_moment(midnight("2026-11-24") + 3661), "2026-11-24 01:01:01");
}

// What "N units ago, for M units" means.
TEST(Interval, CountsFromTheStartOfTheUnit) {
  const Day today = day("2026-11-24");
  const auto bounds = [&](const char* left, const char* right) {
    Filter filter;
    filter.kind = Filter::Kind::kInterval;
    filter.left_side = left;
    filter.right_side = right;
    const Interval interval = interval_of(filter, today);
    return to_text(interval.from.value()) + " " + to_text(interval.to.value());
  };
  EXPECT_EQ(bounds("1 year ago", "1 year"), "2025-01-01 2026-01-01");
  EXPECT_EQ(bounds("12 months ago", "12 months"), "2025-11-01 2026-11-01");
  EXPECT_EQ(bounds("90 days ago", "90 days"), "2026-08-26 2026-11-24");
  EXPECT_EQ(bounds("0 quarters ago", "1 quarter"), "2026-10-01 2027-01-01");
  EXPECT_EQ(bounds("2026-02-01", "1 month"), "2026-02-01 2026-03-01");
}

}  // namespace
}  // namespace conform::mock
