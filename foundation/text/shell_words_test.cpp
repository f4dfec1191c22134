#include "foundation/text/shell_words.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

TEST(ShellWords, StandBetweenQuotesWhateverTheyHold) {
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("a b$c"), "'a b$c'");
  EXPECT_EQ(shell_quoted("it's"), R"('it'\''s')");
}

}  // namespace
}  // namespace conform
