#include "foundation/mcp/revision.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

TEST(Revisions, AreFoundByTheirDates) {
  for (const Revision& row : kRevisions) {
    EXPECT_EQ(find_revision(row.date), &row);
    EXPECT_EQ(&revision_as_of(row.date), &row);
  }
  for (const char* date : {"", "1.0", "2025-11-26"}) EXPECT_EQ(find_revision(date), nullptr);
}

TEST(Revisions, ADateBetweenTwoIsOfTheOlder) {
  EXPECT_EQ(revision_as_of("2025-06-17").date, "2025-03-26");
  EXPECT_EQ(revision_as_of("2999-01-01").date, kRevisions.back().date);
  EXPECT_EQ(revision_as_of("").date, kRevisions.front().date);
}

TEST(Revisions, TheNewestOfAKindIsTheLastThatHasIt) {
  EXPECT_EQ(kNewestHandshake.date, "2025-11-25");
  EXPECT_EQ(kNewestStateless.date, "2026-07-28");
  EXPECT_EQ(kNewestWithoutHeader.date, "2025-03-26");
}

}  // namespace
}  // namespace conform
