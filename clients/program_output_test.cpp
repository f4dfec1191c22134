#include "clients/program_output.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

TEST(PlainLine, DropsColoursAndControlCharacters) {
  EXPECT_EQ(plain_line("\x1b[1;31mError\x1b[0m: no\tway\r"), "Error: no\tway");
  EXPECT_EQ(plain_line("\x1b[2K\x1b[1Gdone"), "done");
  EXPECT_EQ(plain_line("caf\xc3\xa9"), "caf\xc3\xa9");
  EXPECT_EQ(plain_line("broken \x1b[12"), "broken ");
}

TEST(PlainLine, IsCut) { EXPECT_EQ(plain_line(std::string(10'000, 'x')).size(), 4096U); }

TEST(ToolResult, JoinsTheTexts) {
  const Json result = Json::parse(
      R"({"content":[{"type":"text","text":"a"},{"type":"image","data":"x"},{"type":"text","text":"b"}]})");
  EXPECT_EQ(text_of_tool_result(result), "a\nb");
  EXPECT_FALSE(is_tool_error(result));
  EXPECT_TRUE(is_tool_error(Json::parse(R"({"content":[],"isError":true})")));
}

TEST(ToolResult, StandsWhatIsNoToolResult) {
  EXPECT_EQ(text_of_tool_result(Json()), "");
  EXPECT_EQ(text_of_tool_result(Json::parse(R"({"content":"x"})")), "");
  EXPECT_EQ(text_of_tool_result(
                Json::parse(R"({"content":[1,{"type":"text"},{"type":"text","text":2}]})")),
            "");
  EXPECT_FALSE(is_tool_error(Json::parse(R"({"isError":"yes"})")));
}

}  // namespace
}  // namespace conform
