#include "clients/scripted/displayed_answer.hpp"

#include <gmock/gmock.h>

namespace conform::clients {
namespace {

using testing::HasSubstr;

const Json kTool = Json::parse(
    R"({"outputSchema":{"type":"object","properties":{"rows":{"type":"array"}},"required":["rows"]}})");

TEST(ShownAnswer, IsTheWholeText) {
  const Json result = Json::parse(
      R"({"content":[{"type":"image"},{"type":"text","text":"42 orders"},{"type":"novel"}]})");
  EXPECT_EQ(shown_text(result, {}), "42 orders");
  Behaviour::Session first_only;
  first_only.first_content_only = true;
  EXPECT_EQ(shown_text(result, first_only), "");
  Behaviour::Session brief;
  brief.longest_answer = 2;
  EXPECT_EQ(shown_text(result, brief), "42");
}

TEST(ShownAnswer, HoldsWhatStandsInStructuredContentAlone) {
  const Json bare = Json::parse(R"({"content":[],"structuredContent":{"rows":[[42]]}})");
  EXPECT_EQ(shown_text(bare, {}), R"({"rows":[[42]]})");
  Behaviour::Session text_only;
  text_only.shows_structured = false;
  EXPECT_EQ(shown_text(bare, text_only), "");
  Json summarized = bare;
  summarized["content"] = Json::parse(R"([{"type":"text","text":"1 row"}])");
  EXPECT_EQ(shown_text(summarized, {}), "1 row\n{\"rows\":[[42]]}");
  Json repeated = bare;
  repeated["content"] = Json::parse(R"([{"type":"text","text":"{ \"rows\": [[42]] }"}])");
  EXPECT_EQ(shown_text(repeated, {}), R"({ "rows": [[42]] })");
}

TEST(ShownAnswer, FitsItsSchemaAndType) {
  const Json good = Json::parse(R"({"structuredContent":{"rows":[]},"resultType":"complete"})");
  EXPECT_EQ(problem_of_result(good, kTool, true, {}), "");
  EXPECT_EQ(problem_of_result(Json::object(), kTool, true, {}), "");
  const Json misshapen = Json::parse(R"({"structuredContent":{"rows":12}})");
  EXPECT_THAT(problem_of_result(misshapen, kTool, false, {}), HasSubstr("promises"));
  EXPECT_EQ(problem_of_result(misshapen, nullptr, false, {}), "");
  const Json novel = Json::parse(R"({"resultType":"novel"})");
  EXPECT_THAT(problem_of_result(novel, nullptr, true, {}), HasSubstr("novel"));
  EXPECT_EQ(problem_of_result(novel, nullptr, false, {}), "");
  EXPECT_THAT(problem_of_result(Json::array(), nullptr, false, {}), HasSubstr("no object"));
}

}  // namespace
}  // namespace conform::clients
