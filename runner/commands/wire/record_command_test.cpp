#include "runner/commands/wire/record_command.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <utility>

#include "clients/captures/capture_file.hpp"
#include "clients/http/hostile_server.hpp"
#include "foundation/http/url.hpp"
#include "foundation/text/digest.hpp"
#include "foundation/text/ids.hpp"
#include "mock_server/serving/raw_connection.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {

using clients::HostileServer;
using clients::read_captures;
using clients::RecordingProxy;
using clients::Upstream;
using mock::RawConnection;

namespace {

using testing::HasSubstr;
using testing::Not;

class CaptureWriterTest : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }
  [[nodiscard]] std::string content() const {
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

TEST_F(CaptureWriterTest, IsForItsOwnerAlone) {
  const CaptureWriter writer(file_);
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file_).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(CaptureWriterTest, FollowsNoLink) {
  const std::filesystem::path target = file_.string() + ".target";
  std::filesystem::create_symlink(target, file_);
  EXPECT_THROW(CaptureWriter{file_}, UsageError);
  EXPECT_FALSE(std::filesystem::exists(target));
}

TEST_F(CaptureWriterTest, OverwritesNothing) {
  std::ofstream(file_) << "mine";
  EXPECT_THROW(CaptureWriter{file_}, UsageError);
  EXPECT_EQ(content(), "mine");
  EXPECT_THROW(CaptureWriter{"/no/such/folder/x.jsonl"}, UsageError);
}

// A real client in front of a real proxy: what it sent, and what it was answered, with a secret of
// its own in each place.
class Recorded : public CaptureWriterTest {
 protected:
  std::string secret() {
    secrets_.push_back(fmt::format("S3cr3t{:02}-{}", secrets_.size(), ids_.base64url(16)));
    return secrets_.back();
  }
  void ask(const std::string& head, const std::string& body = "") {
    const RawConnection client(Url::parse(proxy_->origins().front())->port);
    client.send(fmt::format("{}Host: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}", head,
                            body.size(), body));
    EXPECT_FALSE(client.receive_all().timed_out);
  }
  void get(const std::string& target, const std::string& fields = "") {
    ask("GET " + target + " HTTP/1.1\r\n" + fields);
  }
  void post(const std::string& type, const std::string& body) {
    ask("POST /login HTTP/1.1\r\nContent-Type: " + type + "\r\n", body);
  }
  void answered(const std::string& fields, const std::string& body = "") {
    answer_with(fmt::format("HTTP/1.1 200 OK\r\n{}Content-Length: {}\r\n\r\n{}", fields,
                            body.size(), body));
    get("/");
    answer_with("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }
  // The server may still be reading the answer when its client has all of it.
  void answer_with(std::string answer) {
    const std::scoped_lock lock(mutex_);
    answer_ = std::move(answer);
  }
  std::string answer() {
    const std::scoped_lock lock(mutex_);
    return answer_;
  }

  Ids ids_{1};
  std::vector<std::string> secrets_;
  std::mutex mutex_;
  std::string answer_ = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  HostileServer server_{[this](const HostileServer::Say& say) { say(answer()); }};
  CaptureWriter writer_{file_};
  std::unique_ptr<RecordingProxy> proxy_ = std::make_unique<RecordingProxy>(
      std::vector<Upstream>{{server_.origin(), 0}},
      [this](const Exchange& exchange) { writer_.write(exchange); });
};

TEST_F(Recorded, ThirtyKindsOfSecretAreInNoFile) {
  const std::string form = "application/x-www-form-urlencoded";
  const std::string json = "application/json";
  post(form, "email=quinn%40acme.example&password=" + secret());
  post(form, "user%5Bpassword%5D=" + secret());
  post(form, "grant_type=authorization_code&code=" + secret() + "&code_verifier=" + secret());
  post(form, "grant_type=refresh_token&refresh_token=" + secret() + "&client_secret=" + secret());
  post(form, "decision=authorize&ticket=" + secret() + "&csrf=" + secret());
  post(json, R"({"email":"q","password":")" + secret() + R"(","api_key":")" + secret() + R"("})");
  post(json,
       R"({"jsonrpc":"2.0","method":"tools/call","params":{"arguments":{"text":"{\"token\":\")" +
           secret() + R"(\"}"}}})");
  post("multipart/form-data; boundary=b",
       "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" + secret() + "\r\n--b--");
  post("text/xml", "<login><password>" + secret() + "</password></login>");
  get("/", "Cookie: session=" + secret() + "; connect.sid=s%3A" + secret() + "\r\n");
  get("/", "cookie: __Host-sid=" + secret() + "\r\n");
  get("/", "Authorization: " + secret() + "\r\n");
  get("/", "Authorization: Token " + secret() + "\r\n");
  get("/", "authorization:  Bearer   " + secret() + "\r\n");
  get("/", "Authorization: Basic " + base64("quinn:" + secret()) + "\r\n");
  get("/", "Authorization: Digest username=\"q\", response=\"" + secret() + "\"\r\n");
  get("/", "X-API-Key: " + secret() + "\r\nX-Auth-Token: " + secret() + "\r\n");
  get("/",
      "X-CSRF-Token: " + secret() + "\r\nReferer: https://a.example/?token=" + secret() + "\r\n");
  get("/mcp/https?api_key=" + secret());
  get("/mcp/https?access_token=" + secret() + "&x=1");
  get("/login?return_to=%2Foauth%3Fcode%3D" + secret() + "%26state%3D1");
  answered("Set-Cookie: connect.sid=" + secret() + "; Path=/; HttpOnly\r\n");
  answered("Location: http://127.0.0.1:1/cb#access_token=" + secret() + "&id_token=" + secret() +
           "\r\n");
  answered("Location: http://127.0.0.1:1/cb?code=" + secret() + "&state=x\r\n");
  answered("", R"({"access_token":")" + secret() + R"(","refresh_token":")" + secret() + R"("})");
  answered("", R"({"client_id":"a","client_secret":")" + secret() +
                   R"(","registration_access_token":")" + secret() + R"("})");
  answered("", R"(<input type="hidden" name="csrf" value=")" + secret() + R"(">)");
  answered("", "your new key is omni_osk_" + secret() + ", keep it");
  answered("Content-Type: text/event-stream\r\n",
           "data: {\"result\":{\"apiKey\":\"" + secret() + "\"}}\n\n");
  // What was learnt is hidden wherever it comes again.
  const std::string again = secret();
  get("/", "Authorization: Bearer " + again + "\r\n");
  answered("", "who sent " + again + " or " + percent_encode(again, "") + "?");
  proxy_.reset();
  EXPECT_GE(secrets_.size(), 30U);
  const std::string text = content();
  for (const std::string& one : secrets_) {
    EXPECT_THAT(text, Not(HasSubstr(one)));
    EXPECT_THAT(text, Not(HasSubstr(base64("quinn:" + one)))) << one;
  }
  // And what was no secret is there.
  for (const char* kept : {"quinn%40acme.example", "grant_type=authorization_code", "state=x",
                           "return_to=%2Foauth%3F", "HttpOnly", "tools/call"}) {
    EXPECT_THAT(text, HasSubstr(kept));
  }
}

TEST(RecordCommand, LeavesNoFileWhenItsPortIsTaken) {
  const HostileServer taken("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{.out = out, .err = err};
  RecordOptions options;
  options.to = testing::TempDir() + "/never.jsonl";
  options.upstreams = {taken.origin()};
  options.port = taken.url().port;
  EXPECT_THROW(record_command(options, streams), UsageError);
  EXPECT_FALSE(std::filesystem::exists(options.to));
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
}  // namespace conform::runner
