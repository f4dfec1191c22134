#include "foundation/text/ascii.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

TEST(Ascii, ChangesOnlyAsciiLetters) {
  EXPECT_EQ(lower_case("A-Z [\xc3\x84] 09"), "a-z [\xc3\x84] 09");
  EXPECT_TRUE(equals_ignoring_case("WWW-Authenticate", "www-authenticate"));
  EXPECT_FALSE(equals_ignoring_case("a", "ab"));
  EXPECT_FALSE(equals_ignoring_case("\xc3\x84", "\xc3\xa4"));
}

TEST(Ascii, TrimsBlanksAtBothEnds) {
  EXPECT_EQ(trimmed(" \t a b\t "), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
}

TEST(Ascii, ReplacesEachOnceAndNotWhatItPutIn) {
  std::string text = "aXbXX";
  replace_all(text, "X", "XX");
  EXPECT_EQ(text, "aXXbXXXX");
  replace_all(text, "", "!");
  EXPECT_EQ(text, "aXXbXXXX");
}

}  // namespace
}  // namespace conform
