#include "runner/record_command.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "clients/capture_file.hpp"
#include "runner/exit_code.hpp"

namespace conform {
namespace {

using testing::HasSubstr;
using testing::Not;

class CaptureWriterTest : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }
  std::string content() const {
    std::ifstream in(file_, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  const std::filesystem::path file_ =
      std::filesystem::path(testing::TempDir()) /
      (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".jsonl");
};

Exchange exchange(const std::string& method, const std::string& target) {
  Exchange made;
  made.origin = "https://callbacks.omniapp.co";
  made.request.method = method;
  made.request.target = target;
  return made;
}

TEST_F(CaptureWriterTest, WritesWhatGradeReadsAndNoSecret) {
  CaptureWriter writer(file_);
  Exchange token = exchange("POST", "/callback/mcp/oauth/token");
  token.request.body =
      "grant_type=authorization_code&code=the-code-12345&code_verifier=verifier-67890";
  token.response.body = R"({"access_token":"access-token-1","token_type":"Bearer"})";
  writer.write(token);
  Exchange call = exchange("POST", "/callback/mcp");
  call.request.headers.add("Authorization", "Bearer access-token-1");
  call.request.body = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";
  writer.write(call);
  EXPECT_EQ(writer.written(), 2U);
  for (const char* secret : {"the-code-12345", "verifier-67890", "access-token-1"}) {
    EXPECT_THAT(content(), Not(HasSubstr(secret)));
  }
  const std::vector<Entry> entries = read_captures(file_).at(0).entries;
  ASSERT_EQ(entries.size(), 2U);
  const auto& read = std::get<Exchange>(entries[1]);
  EXPECT_EQ(read.request.headers.get("Authorization"), "Bearer access_token#1");
  EXPECT_EQ(read.endpoint, Endpoint::kMcp);
  ASSERT_TRUE(read.rpc.has_value());
  EXPECT_EQ(read.rpc->method, "tools/list");
}

TEST_F(CaptureWriterTest, OverwritesNothing) {
  std::ofstream(file_) << "mine";
  EXPECT_THROW(CaptureWriter{file_}, UsageError);
  EXPECT_EQ(content(), "mine");
  EXPECT_THROW(CaptureWriter{"/no/such/folder/x.jsonl"}, UsageError);
}

TEST(RecordCommand, WantsServersThatMayBeAsked) {
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{.out = out, .err = err};
  RecordOptions options;
  options.to = testing::TempDir() + "/never.jsonl";
  options.upstreams = {"http://acme.omniapp.co"};
  EXPECT_THROW(record_command(options, streams), UsageError);
  EXPECT_FALSE(std::filesystem::exists(options.to));
}

}  // namespace
}  // namespace conform
