#include "clients/programs/stand_ins/model_dialects.hpp"

#include <gmock/gmock.h>

namespace conform::clients {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::optional<WantedCall> kWanted = WantedCall{"getData", {{"prompt", "orders"}}};

TEST(MessagesDialect, AsksForTheToolAndEndsWithItsResult) {
  Json request = {{"tools", {{{"name", "Bash"}}, {{"name", "mcp__omni__getData"}}}},
                  {"messages", {{{"role", "user"}, {"content", "orders?"}}}}};
  const ModelAnswer first = messages_answer(request, kWanted);
  EXPECT_EQ(first.said, "the stand-in model asked for mcp__omni__getData");
  EXPECT_THAT(first.events, HasSubstr(R"("stop_reason":"tool_use")"));
  EXPECT_THAT(first.events, HasSubstr(R"("partial_json":"{\"prompt\":\"orders\"}")"));
  request["messages"].push_back({{"role", "user"}, {"content", {{{"type", "tool_result"}}}}});
  EXPECT_THAT(messages_answer(request, kWanted).events, HasSubstr(R"("stop_reason":"end_turn")"));
}

TEST(ResponsesDialect, AsksForAToolOfANamespaceAndEndsWithItsResult) {
  Json request = {
      {"tools",
       {{{"type", "namespace"}, {"name", "mcp__omni"}, {"tools", {{{"name", "getData"}}}}}}},
      {"input", Json::array()}};
  EXPECT_THAT(responses_answer(request, kWanted).events,
              HasSubstr(R"("namespace":"mcp__omni","name":"getData")"));
  request["input"].push_back({{"type", "function_call_output"}});
  EXPECT_THAT(responses_answer(request, kWanted).events, Not(HasSubstr("function_call")));
}

TEST(Dialects, AToolThatIsNotOfferedIsNotAskedFor) {
  const Json request = {{"tools", Json::array()}};
  for (const auto dialect : {&messages_answer, &responses_answer}) {
    EXPECT_EQ(dialect(request, kWanted).said,
              "the stand-in model said: The tool getData was not offered to me.");
    EXPECT_EQ(dialect(request, std::nullopt).said, "the stand-in model said: That is all.");
  }
}

}  // namespace
}  // namespace conform::clients
