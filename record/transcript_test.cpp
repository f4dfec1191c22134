#include "record/transcript.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace conform {
namespace {

Exchange exchange_at(Endpoint endpoint) {
  Exchange exchange;
  exchange.endpoint = endpoint;
  return exchange;
}

TEST(Transcript, NumbersExchangesAndNotesTogether) {
  Transcript transcript;
  EXPECT_EQ(transcript.append(exchange_at(Endpoint::kMcp)), 1U);
  EXPECT_EQ(transcript.note(Note::Kind::kOutput, "hello"), 2U);
  EXPECT_EQ(transcript.append(exchange_at(Endpoint::kToken)), 3U);
  EXPECT_EQ(transcript.exchanges().at(1).number, 3U);
  EXPECT_EQ(transcript.notes(Note::Kind::kOutput).at(0).text, "hello");
  EXPECT_TRUE(transcript.notes(Note::Kind::kAdmin).empty());
}

TEST(Transcript, WaitsForWhatAnotherThreadAppends) {
  Transcript transcript;
  std::jthread writer([&] { transcript.note(Note::Kind::kHarness, "now"); });
  EXPECT_TRUE(transcript.wait_beyond(0, {}, std::chrono::minutes(1)));
  EXPECT_FALSE(transcript.wait_beyond(9, {}, std::chrono::milliseconds(1)));
}

TEST(SummarizeRpc, ReadsMethodIdAndTool) {
  const auto call = summarize_rpc(
      R"({"jsonrpc":"2.0","id":"7","method":"tools/call","params":{"name":"getData"}})");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->method, "tools/call");
  EXPECT_EQ(call->id, "\"7\"");
  EXPECT_EQ(call->tool, "getData");
  const auto batch = summarize_rpc(R"([{"jsonrpc":"2.0","method":"ping","id":0}])");
  ASSERT_TRUE(batch);
  EXPECT_TRUE(batch->batch);
  EXPECT_EQ(batch->method, "ping");
}

TEST(SummarizeRpc, SurvivesWhatIsNoRpc) {
  for (const char* body : {"", "nonsense", "{}", "[]", "7", R"({"jsonrpc":"2.0"}x)"}) {
    EXPECT_FALSE(summarize_rpc(body)) << body;
  }
  EXPECT_TRUE(summarize_rpc(R"([1])")->method.empty());
  EXPECT_TRUE(summarize_rpc(R"({"jsonrpc":"2.0","method":5,"params":[]})")->method.empty());
}

}  // namespace
}  // namespace conform
