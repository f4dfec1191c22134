#include "clients/accepted_client.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace conform {
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
  std::string heard() const {
    ::shutdown(ends_[1], SHUT_WR);
    std::string text(4096, '\0');
    const ssize_t count = ::recv(ends_[0], text.data(), text.size(), MSG_WAITALL);
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
  }
  AcceptedClient client() const { return AcceptedClient(ends_[1]); }

  std::array<int, 2> ends_{};
};

int status_of(std::string_view head) {
  try {
    read_request_head(head);
  } catch (const BadRequest& error) {
    return error.status;
  }
  return 0;
}

TEST(RequestHead, KeepsOrderCaseAndEncoding) {
  const Request request = read_request_head(
      "PoST /a%2Fb?x=%0d%0aY HTTP/1.1\r\nzZ: a%0d%0aInjected: yes\r\nAa:s%3Aab%25  \r\nzZ: "
      "\xff\r\n");
  EXPECT_EQ(request.method, "PoST");
  EXPECT_EQ(request.target, "/a%2Fb?x=%0d%0aY");
  const Headers expected{{"zZ", "a%0d%0aInjected: yes"}, {"Aa", "s%3Aab%25"}, {"zZ", "\xff"}};
  EXPECT_EQ(request.headers, expected);
}

TEST(RequestHead, RefusesWhatIsNoRequest) {
  for (const std::string_view head :
       {std::string_view("GET /"), std::string_view("GET  HTTP/1.1"), std::string_view(""),
        std::string_view("GET / x HTTP/1.1"), std::string_view("G(T / HTTP/1.1"),
        std::string_view("GET / HTTP/1.1\r\nno colon"), std::string_view("GET / HTTP/1.1\r\nA : b"),
        std::string_view("GET / HTTP/1.1\r\nA: b\r\n folded"),
        std::string_view("GET / HTTP/1.1\r\nA: b\nB: c"),
        std::string_view("GET / HTTP/1.1\r\nA: b\0c", 22)}) {
    EXPECT_EQ(status_of(head), 400) << head;
  }
  EXPECT_EQ(status_of("GET / HTTP/1.2"), 505);
}

TEST_F(AcceptedClientTest, ReadsOneRequestAfterTheOther) {
  say("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcPOST /b HTTP/1.1\r\nTransfer-Encoding: "
      "chunked\r\n\r\n2;x=y\r\nde\r\n1\r\nf\r\n0\r\nTrailer: t\r\n\r\nGET /c HTTP/1.0\r\n\r\n");
  AcceptedClient it = client();
  EXPECT_EQ(it.next().value().body, "abc");
  EXPECT_EQ(it.next().value().body, "def");
  EXPECT_TRUE(it.keeps_connection());
  EXPECT_EQ(it.next().value().target, "/c");
  EXPECT_FALSE(it.keeps_connection());
  EXPECT_FALSE(it.next().has_value());
}

TEST_F(AcceptedClientTest, RefusesBodiesThatLie) {
  for (const char* request :
       {"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"}) {
    std::array<int, 2> line{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, line.data()), 0);
    ::send(line[0], request, std::string_view(request).size(), MSG_NOSIGNAL);
    ::shutdown(line[0], SHUT_WR);
    AcceptedClient it(line[1]);
    EXPECT_THROW(it.next(), BadRequest) << request;
    ::close(line[0]);
    ::close(line[1]);
  }
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

TEST_F(AcceptedClientTest, AsksForABodyThatWaits) {
  say("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx");
  AcceptedClient it = client();
  EXPECT_EQ(it.next().value().body, "x");
  EXPECT_TRUE(it.answer(200, {{"A", "b"}}, "yes"));
  EXPECT_EQ(heard(),
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 \r\nA: b\r\nContent-Length: 3\r\n\r\nyes");
}

TEST_F(AcceptedClientTest, StreamsInChunks) {
  say("GET / HTTP/1.1\r\n\r\n");
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
}  // namespace conform
