#include "clients/http/accepted_client.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "mock_server/serving/request_cases.hpp"

namespace conform::clients {

using mock::pieces_of;
using mock::read_requests;
using mock::refused_requests;
using mock::RequestCase;
using mock::with_port;

namespace {

using testing::HasSubstr;

// Two ends of a line.
class AcceptedClientTest : public testing::Test {
 protected:
  AcceptedClientTest() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0); }
  ~AcceptedClientTest() override {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  void say(std::string_view bytes, bool then_close = true) const {
    EXPECT_EQ(::send(ends_[0], bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
    if (then_close) ::shutdown(ends_[0], SHUT_WR);
  }
  [[nodiscard]] std::string heard() const {
    ::shutdown(ends_[1], SHUT_WR);
    std::string text(4096, '\0');
    const ssize_t count = ::recv(ends_[0], text.data(), text.size(), MSG_WAITALL);
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
  }
  [[nodiscard]] AcceptedClient client() const { return AcceptedClient(ends_[1]); }

  std::array<int, 2> ends_{};
};

// What of these bytes, sent in such pieces, was read, and how what was not was refused.
struct Read {
  std::vector<Request> requests;
  int status = 0;
  std::string why;
};
Read read_of(const std::string& bytes, std::size_t piece) {
  std::array<int, 2> line{};
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, line.data()), 0);
  std::thread sending([&] {
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      const std::string_view part = std::string_view(bytes).substr(at, piece);
      if (::send(line[0], part.data(), part.size(), MSG_NOSIGNAL) <= 0) break;
    }
    ::shutdown(line[0], SHUT_WR);
  });
  Read read;
  try {
    AcceptedClient client(line[1]);
    while (auto request = client.next()) read.requests.push_back(*std::move(request));
  } catch (const BadRequest& error) {
    read.status = error.status;
    read.why = error.what();
  }
  ::close(line[1]);
  sending.join();
  ::close(line[0]);
  return read;
}
Read read_of(const std::string& bytes) { return read_of(bytes, bytes.size()); }

TEST(AcceptedRequests, AreRefusedAsTheMockRefusesThem) {
  for (const RequestCase& one : refused_requests()) {
    if (one.of_mock_only) continue;
    const std::string bytes = with_port(one.bytes + "GET /smuggled HTTP/1.1\r\n{H}\r\n", 8701);
    for (const std::size_t piece : pieces_of(bytes)) {
      const Read read = read_of(bytes, piece);
      EXPECT_EQ(read.status, one.status) << one.bytes.substr(0, 120) << read.why;
      EXPECT_TRUE(read.requests.empty()) << one.bytes.substr(0, 120);
    }
  }
}

TEST(AcceptedRequests, AreReadAndTheNextOneAfterThem) {
  for (const RequestCase& one : read_requests()) {
    const std::string bytes = with_port(one.bytes + "GET /next HTTP/1.1\r\n{H}\r\n", 8701);
    for (const std::size_t piece : pieces_of(bytes)) {
      const Read read = read_of(bytes, piece);
      EXPECT_EQ(read.why, "") << one.bytes;
      ASSERT_EQ(read.requests.size(), 2U) << one.bytes;
      EXPECT_EQ(read.requests.back().target, "/next") << one.bytes;
    }
  }
}

TEST(AcceptedRequests, KeepOrderCaseAndEncoding) {
  const Read read = read_of(
      "PoST http://a.example/a%2Fb?x=%0d%0aY HTTP/1.1\r\nhOST: b\r\nzZ: a%0d%0aInjected: "
      "yes\r\nAa:s%3Aab%25  \r\nContent-Encoding: gzip\r\nzZ: \xff\r\n\r\n");
  ASSERT_EQ(read.requests.size(), 1U) << read.why;
  EXPECT_EQ(read.requests.front().method, "PoST");
  EXPECT_EQ(read.requests.front().target, "http://a.example/a%2Fb?x=%0d%0aY");
  const Headers expected{{"hOST", "b"},
                         {"zZ", "a%0d%0aInjected: yes"},
                         {"Aa", "s%3Aab%25"},
                         {"Content-Encoding", "gzip"},
                         {"zZ", "\xff"}};
  EXPECT_EQ(read.requests.front().headers, expected);
}

TEST(AcceptedRequests, HaveLimitsOfTheirOwn) {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\n";
  const auto tell = [&](const std::string& rest) {
    const Read read = read_of(head + rest);
    return std::to_string(read.status) + " " + read.why;
  };
  EXPECT_EQ(tell("Content-Length: 67108865\r\n\r\n"), "413 Its body has more than 64 MiB");
  EXPECT_EQ(tell("Transfer-Encoding: chunked\r\n\r\n4000001\r\n"),
            "413 Its body has more than 64 MiB");
  EXPECT_EQ(tell("A: " + std::string(AcceptedClient::kLargestRequestHead, 'a') + "\r\n\r\n"),
            "431 Its head has more than 64 KiB");
  const std::string line = "GET /" + std::string(60'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n";
  EXPECT_EQ(read_of(line).requests.size(), 1U);
  const std::string body(std::size_t{5} * 1024 * 1024, 'b');
  const Read large =
      read_of(head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  ASSERT_EQ(large.requests.size(), 1U);
  EXPECT_EQ(large.requests.front().body, body);
}

TEST(AcceptedRequests, ThatEndBeforeTheirBodiesAreRefused) {
  for (const char* rest :
       {"Content-Length: 9\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
    EXPECT_EQ(read_of(std::string("POST / HTTP/1.1\r\nHost: x\r\n") + rest).why,
              "Its body does not come to its end");
  }
}

TEST_F(AcceptedClientTest, ReadsOneRequestAfterTheOther) {
  say("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcPOST /b HTTP/1.1\r\nHost: x\r\n"
      "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nde\r\n1\r\nf\r\n0\r\nTrailer: t\r\n\r\n"
      "GET /c HTTP/1.0\r\n\r\n");
  AcceptedClient it = client();
  EXPECT_EQ(it.next().value().body, "abc");
  EXPECT_EQ(it.next().value().body, "def");
  EXPECT_TRUE(it.keeps_connection());
  EXPECT_EQ(it.next().value().target, "/c");
  EXPECT_FALSE(it.keeps_connection());
  EXPECT_FALSE(it.next().has_value());
}

TEST_F(AcceptedClientTest, RefusesAHeadWithoutEnd) {
  std::thread sending([this] {
    std::string head = "GET / HTTP/1.1\r\n";
    while (head.size() < 2 * AcceptedClient::kLargestRequestHead)
      head += "X: yyyyyyyyyyyyyyyyy\r\n";
    ::send(ends_[0], head.data(), head.size(), MSG_NOSIGNAL);
  });
  AcceptedClient it = client();
  try {
    it.next();
    ADD_FAILURE();
  } catch (const BadRequest& error) {
    EXPECT_EQ(error.status, 431);
    EXPECT_THAT(error.what(), HasSubstr("64 KiB"));
  }
  ::shutdown(ends_[1], SHUT_RDWR);
  sending.join();
}

// Each connection is one of a few, so that one of which nothing comes is given up.
TEST_F(AcceptedClientTest, GivesUpAConnectionOfWhichNothingComes) {
  const std::chrono::milliseconds soon(1);
  EXPECT_FALSE(AcceptedClient(ends_[1], soon).next().has_value());
  say("GET / HTTP/1.1\r\nHost", false);
  EXPECT_FALSE(AcceptedClient(ends_[1], soon).next().has_value());
  say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nx", false);
  EXPECT_THROW(AcceptedClient(ends_[1], soon).next(), BadRequest);
}

TEST_F(AcceptedClientTest, AsksForABodyThatWaits) {
  say("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx");
  AcceptedClient it = client();
  EXPECT_EQ(it.next().value().body, "x");
  EXPECT_TRUE(it.answer(200, {{"A", "b"}}, "yes"));
  EXPECT_EQ(heard(),
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 \r\nA: b\r\nContent-Length: 3\r\n\r\nyes");
}

TEST_F(AcceptedClientTest, StreamsInChunks) {
  say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  AcceptedClient it = client();
  EXPECT_TRUE(it.next().has_value());
  EXPECT_TRUE(it.begin(200, {}) && it.piece("ab") && it.piece("") && it.end());
  EXPECT_EQ(heard(), "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
}

TEST_F(AcceptedClientTest, OldClientsGetStreamsUntilTheEnd) {
  say("GET / HTTP/1.0\r\n\r\n");
  AcceptedClient it = client();
  EXPECT_TRUE(it.next().has_value());
  EXPECT_TRUE(it.begin(200, {}) && it.piece("ab") && it.end());
  EXPECT_EQ(heard(), "HTTP/1.1 200 \r\nConnection: close\r\n\r\nab");
}

}  // namespace
}  // namespace conform::clients
