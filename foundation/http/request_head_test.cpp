#include "foundation/http/request_head.hpp"

#include <gtest/gtest.h>

#include <string>

namespace conform {
namespace {

TEST(RequestHead, IsReadAsItCame) {
  const std::string bytes =
      "POST /mcp/https?a=%20b HTTP/1.1\r\nhost: x\r\nX-B:1\r\nx-b: \t two words \r\n"
      "Connection: Keep-Alive\r\nContent-Length: 4\r\nEmpty:\r\n\r\nbodyGET /";
  const auto head = read_head(bytes);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request.broken, "");
  EXPECT_EQ(head->request.method, "POST");
  EXPECT_EQ(head->request.target, "/mcp/https?a=%20b");
  EXPECT_EQ(head->request.headers, (Headers{{"host", "x"},
                                            {"X-B", "1"},
                                            {"x-b", "two words"},
                                            {"Connection", "Keep-Alive"},
                                            {"Content-Length", "4"},
                                            {"Empty", ""}}));
  EXPECT_EQ(bytes.substr(head->size), "bodyGET /");
  EXPECT_EQ(head->body_size, 4U);
  EXPECT_FALSE(head->close || head->in_chunks || head->expects_continue || head->is_http_1_0);
}

// Any part of a head but the whole is not read yet.
TEST(RequestHead, IsReadOnlyWhenItIsWhole) {
  const std::string whole = "\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_head(std::string_view(whole).substr(0, size))) << size;
  }
  ASSERT_TRUE(read_head(whole));
  EXPECT_EQ(read_head(whole)->size, whole.size());
}

TEST(RequestHead, SaysWhatChangesTheReading) {
  const auto with = [](const std::string& fields) {
    return *read_head("POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n\r\n");
  };
  EXPECT_TRUE(with("transfer-encoding: Chunked").in_chunks);
  EXPECT_TRUE(with("EXPECT: 100-Continue").expects_continue);
  EXPECT_TRUE(with("Connection: Close").close);
  EXPECT_TRUE(with("Connection: upgrade , close").close);
  EXPECT_FALSE(with("Connection: closed").close);
  EXPECT_TRUE(read_head("GET / HTTP/1.0\r\n\r\n")->close);
  EXPECT_TRUE(read_head("GET / HTTP/1.0\r\n\r\n")->is_http_1_0);
}

TEST(RequestHead, TakesEveryFormOfAHost) {
  for (const char* host :
       {"", "x", "127.0.0.1:80", "localhost:", "[::1]", "[::1]:80", "a-b.c_d", "a%20b"}) {
    const auto head = read_head(std::string("GET / HTTP/1.1\r\nHost: ") + host + "\r\n\r\n");
    EXPECT_EQ(head->request.broken, "") << host;
  }
  for (const char* host :
       {"a b", "u@h", "h/p", "h?q", "h#f", "h\\p", "a:b", "[::1", "[::1]x", "::1", "\xc3\xa4"}) {
    const auto head = read_head(std::string("GET / HTTP/1.1\r\nHost: ") + host + "\r\n\r\n");
    EXPECT_EQ(head->request.broken, "bad_host") << host;
  }
}

TEST(RequestHead, TheFirstFaultIsTheOneThatIsTold) {
  const auto head = read_head("GET / HTTP/3.0\r\nbad\r\nContent-Length: x\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request.broken, "bad_version");
  EXPECT_TRUE(head->close);
}

TEST(RequestHead, HasTheLimitsOfItsReader) {
  const std::string line = "GET /" + std::string(90, 'a') + " HTTP/1.1\r\nHost: x\r\n";
  const std::string head = line + "Content-Length: 100\r\n\r\n";
  EXPECT_EQ(read_head(head, {.longest_request_line = 104, .largest_body = 100})->request.broken,
            "");
  EXPECT_EQ(read_head(head, {.longest_request_line = 103})->request.broken, "target_too_long");
  EXPECT_EQ(read_head(head, {.largest_body = 99})->request.broken, "body_too_large");
}

TEST(RequestHead, IsChangedInNothingWhereItIsPassedOn) {
  const std::string bytes =
      "POST http://a.example:80/x?y HTTP/1.1\r\nHost: b\r\nContent-Encoding: gzip\r\n\r\n";
  const auto passed_on = read_head(bytes, {.passes_on = true});
  EXPECT_EQ(passed_on->request.broken, "");
  EXPECT_EQ(passed_on->request.target, "http://a.example:80/x?y");
  EXPECT_EQ(passed_on->request.headers, (Headers{{"Host", "b"}, {"Content-Encoding", "gzip"}}));
  const auto served = read_head(bytes);
  EXPECT_EQ(served->request.broken, "coded_body");
  EXPECT_EQ(served->request.target, "/x?y");
  EXPECT_NE(served->request.headers.get("Host"), "b");
}

TEST(HasEmptyLine, FindsBothForms) {
  EXPECT_TRUE(has_empty_line("a\r\n\r\n", 0));
  EXPECT_TRUE(has_empty_line("a\n\n", 0));
  EXPECT_TRUE(has_empty_line("a\n\r\n", 1));
  EXPECT_FALSE(has_empty_line("a\r\nb\r\n", 0));
  EXPECT_FALSE(has_empty_line("a\r\n\r", 0));
}

}  // namespace
}  // namespace conform
