// The cases of request_cases.hpp over a socket of the mock. Behind each one comes a request that
// must never be seen when the case is refused.
#include "mock_server/serving/request_cases.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "mock_server/mock_fixture.hpp"
#include "mock_server/serving/raw_connection.hpp"

namespace conform::mock {
namespace {

class RequestCases : public ListeningMockFixture {
 protected:
  [[nodiscard]] int port() const { return mock->ports().at("callbacks"); }
  [[nodiscard]] std::string filled(const std::string& bytes) const {
    return with_port(bytes, port());
  }
  [[nodiscard]] Seen answers_to(const std::string& bytes, std::size_t piece) const {
    const RawConnection connection(port());
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      connection.send(std::string_view(bytes).substr(at, piece));
    }
    connection.will_send_no_more();
    return connection.receive_all();
  }
  std::vector<Exchange> of(const std::string& bytes, std::size_t piece, Seen& seen) {
    const std::size_t before = mock->transcript().size();
    seen = answers_to(bytes, piece);
    std::vector<Exchange> all = mock->transcript().exchanges();
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(before));
    return all;
  }
};

TEST_F(RequestCases, AreRefusedRecordedAndTheLastOnTheirConnection) {
  const std::string next = "GET /smuggled HTTP/1.1\r\n{H}\r\n";
  for (const RequestCase& one : refused_requests()) {
    const std::string bytes = filled(one.bytes + next);
    const std::string shown = one.bytes.substr(0, 120);
    for (const std::size_t piece : pieces_of(bytes)) {
      Seen seen;
      const std::vector<Exchange> recorded = of(bytes, piece, seen);
      EXPECT_TRUE(seen.text.starts_with("HTTP/1.1 " + std::to_string(one.status)))
          << shown << seen.text;
      EXPECT_NE(seen.text.find("\r\nConnection: close\r\n"), std::string::npos) << shown;
      EXPECT_FALSE(seen.reset) << shown;
      ASSERT_EQ(recorded.size(), 1U) << shown;
      EXPECT_EQ(recorded.front().fact("refusal"), one.refusal) << shown;
    }
  }
}

TEST_F(RequestCases, AreReadAndTheNextOneAfterThem) {
  const std::string next = "GET /next HTTP/1.1\r\n{H}\r\n";
  for (const RequestCase& one : read_requests()) {
    const std::string bytes = filled(one.bytes + next);
    for (const std::size_t piece : pieces_of(bytes)) {
      Seen seen;
      const std::vector<Exchange> recorded = of(bytes, piece, seen);
      EXPECT_TRUE(seen.text.starts_with("HTTP/1.1 " + std::to_string(one.status)))
          << one.bytes << seen.text;
      ASSERT_EQ(recorded.size(), 2U) << one.bytes << seen.text;
      EXPECT_EQ(recorded.back().request.target, "/next") << one.bytes;
    }
  }
}

// Its sender waits, and sends no empty line for which one could wait.
TEST_F(RequestCases, WhatIsNoHttpIsRefusedAtItsFirstByte) {
  for (const std::string bytes :
       {"\x16\x03\x01\x02", "{\"jsonrpc\"", " GET", "\r\n\xef\xbb\xbfGET"}) {
    const RawConnection connection(port());
    connection.send(bytes);
    const std::string_view expected = "HTTP/1.1 400 ";
    EXPECT_EQ(connection.receive(expected.size()), expected) << bytes;
    EXPECT_EQ(mock->transcript().exchanges().back().fact("refusal"), "bad_request_line");
  }
}

TEST_F(RequestCases, TheHostOfAnAbsoluteTargetCounts) {
  const std::string acme = "127.0.0.1:" + std::to_string(mock->ports().at("acme"));
  Seen seen;
  const auto recorded =
      of(filled("GET http://" + acme + "/login HTTP/1.1\r\n{H}\r\n"), 1'000, seen);
  ASSERT_EQ(recorded.size(), 1U);
  EXPECT_EQ(recorded.front().site, "acme");
  EXPECT_EQ(recorded.front().request.target, "/login");
}

TEST_F(RequestCases, AContinueIsSentBeforeABodyThatWaitsForIt) {
  const RawConnection connection(port());
  connection.send(filled(kPost + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
  const std::string_view expected = "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(connection.receive(expected.size()), expected);
  connection.send("{}");
  EXPECT_EQ(connection.receive(12), "HTTP/1.1 400");
}

// HTTP/1.0 knows neither 100 nor chunks (RFC 9110 section 15.2, RFC 9112 section 6.1).
TEST_F(RequestCases, AnOldClientIsSentNothingThatItDoesNotKnow) {
  Seen seen;
  const auto recorded =
      of(filled("POST /oauth/register HTTP/1.0\r\nExpect: 100-continue\r\n{H}Content-Length: 2\r\n"
                "\r\n{}"),
         1'000, seen);
  EXPECT_TRUE(seen.text.starts_with("HTTP/1.1 400 ")) << seen.text;
  EXPECT_EQ(recorded.size(), 1U);
}

}  // namespace
}  // namespace conform::mock
