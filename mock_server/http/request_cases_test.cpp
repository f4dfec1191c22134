// What RFC 9112 says of requests, case by case, over a socket: each case in one piece and byte by
// byte, so that the head is read where it lies and put together. Behind each one comes a request
// that must never be seen when the case is refused.
#include <algorithm>
#include <string>
#include <vector>

#include "mock_server/http/limits.hpp"
#include "mock_server/http/raw_connection.hpp"
#include "mock_server/http/server.hpp"
#include "mock_server/mock_fixture.hpp"

namespace conform {
namespace {

struct RequestCase {
  std::string bytes;    // {H} is a good Host field with its line end
  int status;           // of the first answer
  std::string refusal;  // "" for a request that is read
};

const std::string kGet = "GET /login HTTP/1.1\r\n{H}";
const std::string kPost = "POST /oauth/register HTTP/1.1\r\n{H}";

std::vector<RequestCase> refused_requests() {
  const auto with = [](const std::string& field, const std::string& rest = "") {
    return kPost + field + "\r\n\r\n" + rest;
  };
  const std::string chunked = "Transfer-Encoding: chunked";
  return {
      // Section 3: the request line.
      {"FOO\r\n{H}\r\n", 400, "bad_request_line"},
      {"GET  /login HTTP/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {"GET /login a HTTP/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {"GET\t/login\tHTTP/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {" GET /login HTTP/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {"G(T /login HTTP/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {"GET login HTTP/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {"GET * HTTP/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {"GET /login http/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {"GET /login HTTP/1.10\r\n{H}\r\n", 400, "bad_request_line"},
      {"GET http://a@127.0.0.1/login HTTP/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {"CONNECT 127.0.0.1:1 HTTP/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {"GET /login HTTP/2.0\r\n{H}\r\n", 505, "bad_version"},
      {"GET /login HTTP/0.9\r\n{H}\r\n", 505, "bad_version"},
      {"GET /" + std::string(kLongestRequestLine, 'a') + " HTTP/1.1\r\n{H}\r\n", 414,
       "target_too_long"},
      // Sections 2.2, 5.1 and 5.2: lines and fields.
      {"GET /login HTTP/1.1\n{H}\n", 400, "bad_field"},
      {kGet + "A: b\nC: d\r\n\r\n", 400, "bad_field"},
      {kGet + "A: b\rC: d\r\n\r\n", 400, "bad_field"},
      {kGet + "no colon\r\n\r\n", 400, "bad_field"},
      {kGet + ": no name\r\n\r\n", 400, "bad_field"},
      {kGet + "A : b\r\n\r\n", 400, "bad_field"},
      {kGet + "A: b\r\n folded\r\n\r\n", 400, "bad_field"},
      {kGet + std::string("A: b\0c\r\n\r\n", 10), 400, "bad_field"},
      {kGet + "A: \x0b\r\n\r\n", 400, "bad_field"},
      {kGet + "A: " + std::string(2 * kLargestHead, 'a'), 431, "head_too_large"},
      // Section 3.2: the host.
      {"GET /login HTTP/1.1\r\n\r\n", 400, "bad_host"},
      {kGet + "{H}\r\n", 400, "bad_host"},
      {kGet + "Host: other.example\r\n\r\n", 400, "bad_host"},
      {"GET /login HTTP/1.1\r\nHost: a@127.0.0.1:{P}\r\n\r\n", 400, "bad_host"},
      {"GET /login HTTP/1.1\r\nHost: 127.0.0.1:{P}/x\r\n\r\n", 400, "bad_host"},
      {"GET /login HTTP/1.1\r\nHost: 127.0.0.1:{P}x\r\n\r\n", 400, "bad_host"},
      {"GET /login HTTP/1.1\r\nHost: 127.0.0.1:{P}, x\r\n\r\n", 400, "bad_host"},
      {"GET /login HTTP/1.1\r\nHost: [::1\r\n\r\n", 400, "bad_host"},
      // Sections 6.2 and 6.3: lengths.
      {with("Content-Length: 4\r\nContent-Length: 5", "abcde"), 400, "bad_length"},
      {with("Content-Length: 4\r\nContent-Length: 4", "abcd"), 400, "bad_length"},
      {with("Content-Length: 4, 4", "abcd"), 400, "bad_length"},
      {with("Content-Length: +4", "abcd"), 400, "bad_length"},
      {with("Content-Length: -4", "abcd"), 400, "bad_length"},
      {with("Content-Length: 4abc", "abcd"), 400, "bad_length"},
      {with("Content-Length: 4 0", "abcd"), 400, "bad_length"},
      {with("Content-Length: 0x4", "abcd"), 400, "bad_length"},
      {with("Content-Length: \x0b 4", "abcd"), 400, "bad_field"},
      {with("Content-Length:", "abcd"), 400, "bad_length"},
      {with("Content-Length: 4194305"), 413, "body_too_large"},
      {with("Content-Length: 99999999999999999999"), 413, "body_too_large"},
      // Sections 6.1 and 7: codings and chunks.
      {with(chunked + "\r\nContent-Length: 4", "0\r\n\r\n"), 400, "bad_framing"},
      {with("Content-Length: 4\r\n" + chunked, "0\r\n\r\n"), 400, "bad_framing"},
      {with(chunked + "\r\n" + chunked, "0\r\n\r\n"), 400, "bad_framing"},
      {with("Transfer-Encoding: gzip", "x"), 400, "bad_framing"},
      {with("Transfer-Encoding: chunked, gzip", "x"), 400, "bad_framing"},
      {with("Transfer-Encoding: identity", "x"), 400, "bad_framing"},
      {with("Transfer-Encoding: xchunked", "0\r\n\r\n"), 400, "bad_framing"},
      {with("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"), 501, "unknown_coding"},
      {"POST /oauth/register HTTP/1.0\r\n{H}" + chunked + "\r\n\r\n0\r\n\r\n", 400, "bad_framing"},
      {with(chunked, "x\r\n"), 400, "bad_chunk"},
      {with(chunked, "\r\n"), 400, "bad_chunk"},
      {with(chunked, "-1\r\n"), 400, "bad_chunk"},
      {with(chunked, "0x1\r\na\r\n0\r\n\r\n"), 400, "bad_chunk"},
      {with(chunked, "1 0\r\na\r\n0\r\n\r\n"), 400, "bad_chunk"},
      {with(chunked, "1\na\n0\n\n"), 400, "bad_chunk"},
      {with(chunked, "1\r\nab\r\n0\r\n\r\n"), 400, "bad_chunk"},
      {with(chunked, "1\r\naXX0\r\n\r\n"), 400, "bad_chunk"},
      {with(chunked, "00000000000000001\r\na\r\n"), 400, "bad_chunk"},
      {with(chunked, "0\r\nno colon\r\n\r\n"), 400, "bad_chunk"},
      {with(chunked, "1;a=\nb\r\na\r\n0\r\n\r\n"), 400, "bad_chunk"},
      {with(chunked, "1;" + std::string(20'000, 'e')), 400, "bad_chunk"},
      {with(chunked, "400001\r\n"), 413, "body_too_large"},
      {with(chunked, "ffffffffffffffff\r\n"), 413, "body_too_large"},
      // RFC 9110 sections 8.4 and 10.1.1.
      {with("Content-Encoding: gzip\r\nContent-Length: 4", "abcd"), 415, "coded_body"},
      {with("Expect: the unexpected\r\nContent-Length: 4", "abcd"), 417, "unknown_expectation"},
  };
}

std::vector<RequestCase> read_requests() {
  const std::string form = kPost + "Content-Type: application/json\r\n";
  return {
      // Section 6.3: without a length there is no body, whatever the method (M6).
      {kPost + "\r\n", 400, ""},
      {"PUT /login HTTP/1.1\r\n{H}\r\n", 404, ""},
      {"PATCH /login HTTP/1.1\r\n{H}\r\n", 404, ""},
      // A method that nothing here knows is refused by name, and its body is read.
      {"FOO /login HTTP/1.1\r\n{H}Content-Length: 46\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: "
       "127.0.0.1:8701\r\n\r\n\r\n",
       404, ""},
      {"TRACE /login HTTP/1.1\r\n{H}\r\n", 404, ""},
      {"GET /login HTTP/1.1\r\n{H}Content-Length: 4\r\n\r\nabcd", 404, ""},
      {"OPTIONS /oauth/register HTTP/1.1\r\n{H}Content-Length: 4\r\n\r\nabcd", 204, ""},
      {"OPTIONS * HTTP/1.1\r\n{H}\r\n", 404, ""},
      {"GET http://127.0.0.1:{P}/login HTTP/1.1\r\n{H}\r\n", 404, ""},
      {"GET http://127.0.0.1:{P}/login HTTP/1.1\r\nHost: wrong.example\r\n\r\n", 404, ""},
      {"\r\n\r\nGET /login HTTP/1.1\r\n{H}\r\n", 404, ""},
      {"GET /login HTTP/1.2\r\n{H}\r\n", 404, ""},
      {"GET /login HTTP/1.1\r\nHost: unknown.example\r\n\r\n", 421, ""},
      {"GET /login HTTP/1.1\r\n{H}Range: bytes=9-1\r\n\r\n", 404, ""},
      {form + "Transfer-Encoding: CHUNKED\r\n\r\n1;ext=\"a;b\"\r\n{\r\n01 \t\r\n}\r\n0\r\n"
              "Trailer: x\r\n\r\n",
       400, ""},
      {form + "Content-Encoding: identity\r\nContent-Length: 0002\r\n\r\n{}", 400, ""},
      {form + "Connection: keep-alive, Upgrade\r\nContent-Length: 2\r\n\r\n{}", 400, ""},
  };
}

class RequestCases : public MockFixture {
 protected:
  int port() const { return mock->ports().at("callbacks"); }
  std::string filled(std::string bytes) const {
    const std::string number = std::to_string(port());
    replace_all(bytes, "{H}", "Host: 127.0.0.1:" + number + "\r\n");
    replace_all(bytes, "{P}", number);
    return bytes;
  }
  Seen answers_to(const std::string& bytes, std::size_t piece) const {
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
  // Byte by byte where that is soon done.
  static std::vector<std::size_t> pieces_of(const std::string& bytes) {
    return {bytes.size(), bytes.size() < 2'000 ? 1U : 1'000U};
  }

  HttpServer server_{*mock};
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
}  // namespace conform
