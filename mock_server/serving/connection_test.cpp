// Requests over a socket, as bytes: in one piece, in many, with a length and in chunks.
#include "mock_server/serving/connection.hpp"

#include <list>
#include <thread>

#include "foundation/http/limits.hpp"
#include "mock_server/mock_fixture.hpp"
#include "mock_server/serving/raw_connection.hpp"
#include "mock_server/state/metrics.hpp"

namespace conform::mock {
namespace {

class ConnectionTest : public ListeningMockFixture {
 protected:
  [[nodiscard]] int port() const { return mock->ports().at("callbacks"); }

  [[nodiscard]] std::string post(const std::string& more, const std::string& body) const {
    return "POST /callback/mcp/oauth/token HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port()) +
           "\r\nContent-Type: application/x-www-form-urlencoded\r\n" + more + "\r\n" + body;
  }
  static std::string length_of(const std::string& body) {
    return "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  [[nodiscard]] Seen exchange(const std::vector<std::string>& pieces) const {
    const RawConnection connection(port());
    for (const std::string& piece : pieces) connection.send(piece);
    connection.will_send_no_more();
    return connection.receive_all();
  }
  [[nodiscard]] std::vector<std::string> bodies() const {
    std::vector<std::string> bodies;
    for (const Exchange& one : mock->transcript().exchanges()) bodies.push_back(one.request.body);
    return bodies;
  }
};

TEST_F(ConnectionTest, AnswersAlikeHoweverTheBodyComes) {
  const Seen plain = exchange({post(length_of("grant_type=x"), "grant_type=x")});
  const Seen chunked =
      exchange({post("Transfer-Encoding: chunked\r\n", "c\r\ngrant_type=x\r\n0\r\n\r\n")});
  EXPECT_TRUE(plain.text.starts_with("HTTP/1.1 400 Bad Request\r\n")) << plain.text;
  EXPECT_NE(plain.text.find("client_id is missing"), std::string::npos) << plain.text;
  EXPECT_EQ(plain.text, chunked.text);
  EXPECT_EQ(bodies(), (std::vector<std::string>{"grant_type=x", "grant_type=x"}));
}

TEST_F(ConnectionTest, ReadsOneRequestAfterTheOther) {
  const std::string plain = post(length_of("a=1"), "a=1");
  const std::string chunked = post("Transfer-Encoding: chunked\r\n", "3\r\na=2\r\n0\r\n\r\n");
  EXPECT_FALSE(exchange({plain + chunked + plain + plain + chunked}).timed_out);
  EXPECT_EQ(bodies(), (std::vector<std::string>{"a=1", "a=2", "a=1", "a=1", "a=2"}));
}

TEST_F(ConnectionTest, WaitsForABodyThatComesLater) {
  const std::string large(100'000, 'x');
  const RawConnection connection(port());
  connection.send(post(length_of(large), large.substr(0, 10)));
  std::this_thread::yield();
  connection.send(large.substr(10));
  EXPECT_EQ(connection.receive(12), "HTTP/1.1 400");
  EXPECT_EQ(bodies(), std::vector<std::string>{large});
}

// Whatever the kernel makes of the pieces.
TEST_F(ConnectionTest, ReadsARequestThatComesByteByByte) {
  std::vector<std::string> pieces;
  for (const char byte : post(length_of("a=1"), "a=1")) pieces.emplace_back(1, byte);
  EXPECT_TRUE(exchange(pieces).text.starts_with("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_EQ(bodies(), std::vector<std::string>{"a=1"});
}

TEST_F(ConnectionTest, AnAnnouncedBodyTakesNoRoomBeforeItComes) {
  EXPECT_EQ(Connection::room_for(0, kLargestBody), 16'384U);
  EXPECT_EQ(Connection::room_for(100'000, kLargestBody), 200'000U);
  EXPECT_EQ(Connection::room_for(100'000, 100'001), 100'001U);
  EXPECT_EQ(Connection::room_for(0, 3), 3U);
}

// Each is read for as far as its head, and then waits: the server has asked for the body.
TEST_F(ConnectionTest, HeadsThatAnnounceMuchTakeLittle) {
  constexpr std::size_t kHeads = 64;
  const std::uint64_t before = resident_bytes();
  std::list<RawConnection> waiting;
  for (std::size_t i = 0; i < kHeads; ++i) {
    const RawConnection& one = waiting.emplace_back(port());
    one.send(post(
        "Expect: 100-continue\r\nContent-Length: " + std::to_string(kLargestBody) + "\r\n", ""));
    EXPECT_EQ(one.receive(12), "HTTP/1.1 100");
  }
  EXPECT_LT(resident_bytes(), before + kHeads * kLargestBody / 2);
}

TEST_F(ConnectionTest, ABodyThatEndsTooSoonIsNoRequest) {
  EXPECT_EQ(exchange({post("Content-Length: 4\r\n", "a=1")}).text, "");
  EXPECT_TRUE(bodies().empty());
}

TEST_F(ConnectionTest, WhatIsWrongIsRefusedAndTheConnectionEnds) {
  const Seen seen = exchange({"GET / HTTP/9.9\r\n\r\n"});
  EXPECT_TRUE(seen.text.starts_with("HTTP/1.1 505 ")) << seen.text;
  EXPECT_EQ(bodies().size(), 1U);
}

TEST_F(ConnectionTest, ClosesWhenItIsAskedTo) {
  for (const char* const line : {"GET /login HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n",
                                 "GET /login HTTP/1.0\r\n\r\n"}) {
    const RawConnection connection(port());
    connection.send(line);
    const Seen seen = connection.receive_all();  // comes back: the server closed it
    EXPECT_FALSE(seen.timed_out);
    EXPECT_NE(seen.text.find("\r\nConnection: close\r\n"), std::string::npos) << seen.text;
  }
}

TEST_F(ConnectionTest, AnAnswerWithoutABodyKeepsTheConnection) {
  const std::string head = "HEAD /login HTTP/1.1\r\nHost: x\r\n\r\n";
  const Seen seen = exchange({head + head});
  const std::size_t half = seen.text.size() / 2;
  EXPECT_EQ(seen.text.substr(0, half), seen.text.substr(half));
  EXPECT_TRUE(seen.text.ends_with("\r\n\r\n")) << seen.text;
  EXPECT_EQ(bodies().size(), 2U);
}

}  // namespace
}  // namespace conform::mock
