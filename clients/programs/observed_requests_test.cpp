#include "clients/programs/observed_requests.hpp"

#include <gtest/gtest.h>

namespace conform::clients {
namespace {

Entry exchange(std::size_t number, std::string method, int status, std::string tool = "") {
  Exchange made;
  made.number = number;
  made.endpoint = Endpoint::kMcp;
  made.rpc = RpcSummary{.method = std::move(method), .id = "1", .tool = std::move(tool)};
  made.request.method = "POST";
  made.response.status = status;
  return made;
}

TEST(ObservedRequests, CountsWhatWasAnswered) {
  const std::vector<Entry> entries{
      exchange(1, "tools/list", 200), exchange(2, "tools/call", 403, "getData"),
      exchange(3, "tools/call", 200, "getData"), exchange(4, "tools/call", 200, "pickModel")};
  EXPECT_EQ(look_for(entries, "tools/list", "", 0).answered, 1);
  EXPECT_EQ(look_for(entries, "tools/list", "", 1).answered, 0);
  EXPECT_EQ(look_for(entries, "tools/call", "", 0).answered, 2);
  EXPECT_EQ(look_for(entries, "tools/call", "getData", 0).answered, 1);
  EXPECT_EQ(look_for(entries, "tools/call", "getData", 0).last->number, 3U);
  EXPECT_EQ(look_for(entries, "initialize", "", 0).last, nullptr);
}

TEST(ObservedRequests, OnlyTheLastRequestCountsAsRefused) {
  std::vector<Entry> entries{exchange(1, "initialize", 401)};
  EXPECT_EQ(last_refusal(entries, 0), "POST mcp was answered with 401");
  EXPECT_EQ(last_refusal(entries, 1), "");
  entries.emplace_back(Note{});
  EXPECT_EQ(last_refusal(entries, 0), "POST mcp was answered with 401");
  entries.push_back(exchange(3, "initialize", 200));
  EXPECT_EQ(last_refusal(entries, 0), "");
}

TEST(ObservedRequests, FindsTheResultInBothFormsOfAnAnswer) {
  Exchange answer;
  answer.response.body = R"({"jsonrpc":"2.0","id":1,"result":{"a":"data:"}})";
  EXPECT_EQ(result_of(answer).dump(), R"({"a":"data:"})");
  answer.response.body =
      "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"b\":2}}\n\n";
  EXPECT_EQ(result_of(answer).dump(), R"({"b":2})");
  answer.response.body = "data:{\"id\":1,\rdata:\"result\":{\"c\":3}}\r\r";
  EXPECT_EQ(result_of(answer).dump(), R"({"c":3})") << "lines of any kind, data in several";
  answer.response.body = "403 Forbidden";
  EXPECT_TRUE(result_of(answer).is_null());
}

}  // namespace
}  // namespace conform::clients
