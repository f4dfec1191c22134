#include "clients/protocol/tool_result.hpp"

#include <gtest/gtest.h>

namespace conform::clients {
namespace {

TEST(ToolResult, JoinsTheTexts) {
  const Json result = Json::parse(
      R"({"content":[{"type":"text","text":"a"},{"type":"image","data":"x"},{"type":"text","text":"b"}]})");
  EXPECT_EQ(text_of_tool_result(result), "a\nb");
  EXPECT_FALSE(is_failed_tool_result(result));
  EXPECT_TRUE(is_failed_tool_result(Json::parse(R"({"content":[],"isError":true})")));
}

TEST(ToolResult, StandsWhatIsNoToolResult) {
  EXPECT_EQ(text_of_tool_result(Json()), "");
  EXPECT_EQ(text_of_tool_result(Json::parse(R"({"content":"x"})")), "");
  EXPECT_EQ(text_of_tool_result(
                Json::parse(R"({"content":[1,{"type":"text"},{"type":"text","text":2}]})")),
            "");
  EXPECT_FALSE(is_failed_tool_result(Json::parse(R"({"isError":"yes"})")));
}

TEST(ToolResult, AQueryThatTookTooLongHasFailed) {
  EXPECT_TRUE(is_failed_tool_result(Json::parse(R"({"structuredContent":{"timed_out":true}})")));
  EXPECT_FALSE(is_failed_tool_result(Json::parse(R"({"structuredContent":{"timed_out":false}})")));
  EXPECT_FALSE(is_failed_tool_result(Json::parse(R"({"structuredContent":[]})")));
}

}  // namespace
}  // namespace conform::clients
