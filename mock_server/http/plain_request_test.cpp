#include "mock_server/http/plain_request.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mock_server/http/limits.hpp"

namespace conform {
namespace {

TEST(PlainRequest, IsReadAsItCame) {
  const std::string bytes =
      "POST /mcp/https?a=%20b HTTP/1.1\r\nhost: x\r\nX-B:1\r\nx-b: \t two words \r\n"
      "Connection: Keep-Alive\r\nContent-Length: 4\r\nEmpty:\r\n\r\nbodyGET /";
  const auto head = read_plain_head(bytes);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request.method, "POST");
  EXPECT_EQ(head->request.target, "/mcp/https?a=%20b");
  EXPECT_EQ(head->request.headers, (Headers{{"host", "x"},
                                            {"X-B", "1"},
                                            {"x-b", "two words"},
                                            {"Connection", "Keep-Alive"},
                                            {"Content-Length", "4"},
                                            {"Empty", ""}}));
  EXPECT_EQ(bytes.substr(head->head_size), "bodyGET /");
  EXPECT_EQ(head->body_size, 4U);
}

TEST(PlainRequest, WithoutALengthHasNoBody) {
  const auto head = read_plain_head("GET / HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_TRUE(head->request.headers.empty());
  EXPECT_EQ(head->body_size, 0U);
}

// Any part of a head but the whole is not read yet.
TEST(PlainRequest, IsReadOnlyWhenItsHeadIsWhole) {
  const std::string whole = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_plain_head(std::string_view(whole).substr(0, size))) << size;
  }
  EXPECT_TRUE(read_plain_head(whole));
}

void expect_left_to_the_library(const std::vector<std::string>& requests) {
  for (const std::string& bytes : requests) EXPECT_FALSE(read_plain_head(bytes)) << bytes;
}

std::string with_field(const std::string& line) {
  return "POST / HTTP/1.1\r\nHost: x\r\n" + line + "\r\n\r\n";
}

TEST(PlainRequest, HasARequestLineWithoutAnythingSpecial) {
  expect_left_to_the_library(
      {"HEAD / HTTP/1.1\r\n\r\n", "BREW / HTTP/1.1\r\n\r\n", "get / HTTP/1.1\r\n\r\n",
       "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET /\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
       "GET /a b HTTP/1.1\r\n\r\n", "GET http://x/ HTTP/1.1\r\n\r\n", "GET * HTTP/1.1\r\n\r\n",
       "GET /\t HTTP/1.1\r\n\r\n", "GET /\xc3\xa9 HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\n\n",
       "\r\nGET / HTTP/1.1\r\n\r\n", "GET /" + std::string(8192, 'a') + " HTTP/1.1\r\n\r\n"});
}

TEST(PlainRequest, HasWellFormedFieldsThatDoNotChangeItsReading) {
  EXPECT_TRUE(read_plain_head(with_field("A: b")));
  expect_left_to_the_library({with_field("Transfer-Encoding: chunked"),
                              with_field("expect: 100-continue"),
                              with_field("Content-Encoding: gzip"),
                              with_field("Connection: close"),
                              with_field("Connection: keep-alive, Upgrade"),
                              with_field("Content-Length: 1\r\nContent-Length: 1"),
                              with_field("Content-Length: +1"),
                              with_field("Content-Length: -1"),
                              with_field("Content-Length: 0x1"),
                              with_field("Content-Length: 1, 1"),
                              with_field("Content-Length:"),
                              with_field("Content-Length: 99999999999999999999"),
                              with_field("Content-Length: " + std::to_string(kLargestBody + 1)),
                              with_field("No colon"),
                              with_field(": no name"),
                              with_field("A b: c"),
                              with_field("A : b"),
                              with_field(" folded"),
                              with_field("A: b\x01"),
                              with_field("A: b\rc"),
                              with_field("A: b\nC: d"),
                              with_field(std::string("A: b\0c", 6)),
                              with_field("A: " + std::string(8192, 'a'))});
}

}  // namespace
}  // namespace conform
