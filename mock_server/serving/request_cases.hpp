// For tests: what RFC 9112 says of requests, case by case, for everybody who reads them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "foundation/http/limits.hpp"
#include "foundation/text/ascii.hpp"

namespace conform::mock {

struct RequestCase {
  std::string bytes;          // {H} is a good Host field with its line end, {P} the port in it
  int status;                 // of the first answer; of a request that is read, the mock's
  std::string refusal;        // "" for a request that is read
  bool of_mock_only = false;  // a limit or a rule that whoever passes requests on has not
};

inline const std::string kGet = "GET /login HTTP/1.1\r\n{H}";
inline const std::string kPost = "POST /oauth/register HTTP/1.1\r\n{H}";

inline std::string with_port(std::string bytes, int port) {
  const std::string number = std::to_string(port);
  replace_all(bytes, "{H}", "Host: 127.0.0.1:" + number + "\r\n");
  replace_all(bytes, "{P}", number);
  return bytes;
}

// In pieces of so many bytes: as a whole, and byte by byte where that is soon done, so that a head
// is read where it lies and put together.
inline std::vector<std::size_t> pieces_of(const std::string& bytes) {
  return {bytes.size(), bytes.size() < 2'000 ? 1U : 1'000U};
}

inline std::vector<RequestCase> refused_requests() {
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
      {"GET https://127.0.0.1:{P}/login HTTP/1.1\r\n{H}\r\n", 400, "bad_request_line", true},
      {"CONNECT 127.0.0.1:1 HTTP/1.1\r\n{H}\r\n", 400, "bad_request_line"},
      {"GET /login HTTP/2.0\r\n{H}\r\n", 505, "bad_version"},
      {"GET /login HTTP/0.9\r\n{H}\r\n", 505, "bad_version"},
      {"GET /" + std::string(kLongestRequestLine, 'a') + " HTTP/1.1\r\n{H}\r\n", 414,
       "target_too_long", true},
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
      {with("Content-Length: 4194305"), 413, "body_too_large", true},
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
      {with(chunked, "400001\r\n"), 413, "body_too_large", true},
      {with(chunked, "ffffffffffffffff\r\n"), 413, "body_too_large"},
      // RFC 9110 sections 8.4 and 10.1.1.
      {with("Content-Encoding: gzip\r\nContent-Length: 4", "abcd"), 415, "coded_body", true},
      {with("Expect: the unexpected\r\nContent-Length: 4", "abcd"), 417, "unknown_expectation"},
  };
}

inline std::vector<RequestCase> read_requests() {
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

}  // namespace conform::mock
