#include "clients/programs/program_output.hpp"

#include <gtest/gtest.h>

namespace conform::clients {
namespace {

TEST(PlainLine, DropsColoursAndControlCharacters) {
  EXPECT_EQ(plain_line("\x1b[1;31mError\x1b[0m: no\tway\r"), "Error: no\tway");
  EXPECT_EQ(plain_line("\x1b[2K\x1b[1Gdone"), "done");
  EXPECT_EQ(plain_line("caf\xc3\xa9"), "caf\xc3\xa9");
  EXPECT_EQ(plain_line("broken \x1b[12"), "broken ");
}

TEST(PlainLine, IsCut) { EXPECT_EQ(plain_line(std::string(100'000, 'x')).size(), 65536U); }

}  // namespace
}  // namespace conform::clients
