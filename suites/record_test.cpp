#include "suites/record.hpp"

#include <gtest/gtest.h>

namespace conform::record {
namespace {

Exchange call_answered(int status, std::string body) {
  Exchange e;
  e.endpoint = Endpoint::kMcp;
  e.request.method = "POST";
  e.request.target = "/callback/mcp";
  e.rpc = RpcSummary{.method = "tools/call", .id = "1", .tool = "getData"};
  e.response.status = status;
  e.response.body = std::move(body);
  return e;
}

TEST(Record, ReadsParametersOfQueryAndForm) {
  Exchange e;
  e.request.method = "POST";
  e.request.target = "/token?a=1";
  e.request.body = "b=two+words&a=3";
  EXPECT_EQ(parameter(e, "a"), "1");
  EXPECT_EQ(parameter(e, "b"), "two words");
  EXPECT_EQ(parameter(e, "c"), std::nullopt);
  e.request.method = "GET";  // a GET has no form
  EXPECT_EQ(parameter(e, "b"), std::nullopt);
}

TEST(Record, TellsServedFromRefused) {
  EXPECT_TRUE(was_served(call_answered(200, R"({"result":{}})")));
  EXPECT_TRUE(was_served(call_answered(202, "")));
  EXPECT_FALSE(was_served(call_answered(403, "")));
  EXPECT_FALSE(was_served(call_answered(200, R"({"error":{"code":1}})")));
  EXPECT_FALSE(was_served(call_answered(200, R"({"result":{"isError":true}})")));
  Exchange named = call_answered(200, R"({"result":{}})");
  named.facts["refusal"] = "query_timed_out";
  EXPECT_FALSE(was_served(named));
}

TEST(Record, FindsRowsWhereverTheyStand) {
  EXPECT_TRUE(has_rows(
      call_answered(200, R"({"result":{"structuredContent":{"result":{"rows":[[1]]}}}})")));
  EXPECT_TRUE(
      has_rows(call_answered(200, R"({"result":{"structuredContent":{"rows":[{"a":1}]}}})")));
  EXPECT_TRUE(has_rows(
      call_answered(200, R"({"result":{"content":[{"type":"text","text":"{\"rows\":[1]}"}]}})")));
  EXPECT_FALSE(has_rows(call_answered(200, R"({"result":{"structuredContent":{"rows":[]}}})")));
  EXPECT_FALSE(has_rows(call_answered(200, R"({"result":{"content":[{"text":"sorry"}]}})")));
  EXPECT_FALSE(has_rows(
      call_answered(200, R"({"result":{"isError":true,"structuredContent":{"rows":[1]}}})")));
}

TEST(Record, NeverTripsOverForeignJson) {
  EXPECT_EQ(text_member(Json::parse("[1]"), "a"), "");
  EXPECT_EQ(text_member(Json{{"a", 1}}, "a"), "");
  EXPECT_EQ(tool_text(call_answered(200, R"({"result":{"content":"text"}})")), "");
  EXPECT_EQ(tool_text(call_answered(200, R"([])")), "");
  EXPECT_FALSE(has_rows(call_answered(200, R"({"result":[]})")));
}

TEST(Record, SaysIgnoresCase) {
  EXPECT_TRUE(says("Permission Denied", "permission denied"));
  EXPECT_TRUE(says("anything", ""));
  EXPECT_FALSE(says("denied", "permission denied"));
}

}  // namespace
}  // namespace conform::record
