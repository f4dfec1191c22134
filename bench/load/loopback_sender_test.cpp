#include "bench/load/loopback_sender.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "mock_server/mock_fixture.hpp"

namespace conform::bench {

using clients::HttpConnection;
using clients::TimedOut;
using clients::Unsendable;
using mock::ListeningMockFixture;

namespace {

using testing::HasSubstr;

constexpr const char* kWhole = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// Says one thing to each connection, once it was asked something, and closes it.
class SaysAndCloses {
 public:
  explicit SaysAndCloses(std::vector<std::string> answers)
      : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(socket_.get(), any, size), 0);
    EXPECT_EQ(::listen(socket_.get(), 8), 0);
    EXPECT_EQ(::getsockname(socket_.get(), any, &size), 0);
    url_ = Url::parse("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/").value();
    thread_ = std::jthread([this, answers = std::move(answers)] {
      for (const std::string& answer : answers) {
        const Descriptor accepted(::accept(socket_.get(), nullptr, nullptr));
        std::array<char, 4096> asked{};
        EXPECT_GT(::recv(accepted.get(), asked.data(), asked.size(), 0), 0);
        EXPECT_EQ(::send(accepted.get(), answer.data(), answer.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(answer.size()));
      }
    });
  }
  [[nodiscard]] const Url& url() const { return url_; }

 private:
  Descriptor socket_;
  Url url_;
  std::jthread thread_;
};

class LoopbackSenderTest : public ListeningMockFixture {
 protected:
  static Request initialize() {
    Request request;
    request.method = "POST";
    request.target = "/callback/mcp";
    request.headers = {{"Accept", "application/json, text/event-stream"},
                       {"X-Empty", ""},
                       {"Content-Type", "application/json"}};
    request.body = R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})";
    return request;
  }
};

TEST_F(LoopbackSenderTest, SendsAndReadsWhatTheHttpClientDoes) {
  const Url url = Url::parse(mock->oauth_url()).value();
  HttpConnection client;
  LoopbackSender plain;
  const Response by_client = client.send(url, initialize());
  const Response by_us = plain.send(url, initialize());
  EXPECT_EQ(by_us.status, 401);
  EXPECT_EQ(by_us.status, by_client.status);
  EXPECT_EQ(by_us.headers, by_client.headers);
  EXPECT_EQ(by_us.body, by_client.body);
  const std::vector<Exchange> seen = mock->transcript().exchanges();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].request.target, seen[1].request.target);
  EXPECT_EQ(seen[0].request.headers, seen[1].request.headers);
  EXPECT_EQ(seen[0].request.body, seen[1].request.body);
  EXPECT_EQ(plain.spent().bytes_sent, client.spent().bytes_sent);
  EXPECT_EQ(plain.spent().bytes_received, client.spent().bytes_received);
}

TEST_F(LoopbackSenderTest, StaysConnected) {
  const Url url = Url::parse(mock->oauth_url()).value();
  LoopbackSender plain;
  plain.send(url, initialize());
  EXPECT_GT(plain.spent().connect.count(), 0);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(plain.send(url, initialize()).status, 401);
    EXPECT_EQ(plain.spent().connect.count(), 0);
  }
}

TEST_F(LoopbackSenderTest, OpensAnewWhatTheServerClosed) {
  const SaysAndCloses server({kWhole, kWhole});
  LoopbackSender plain;
  EXPECT_EQ(plain.send(server.url(), {}).body, "ok");
  EXPECT_EQ(plain.send(server.url(), {}).body, "ok");
}

TEST_F(LoopbackSenderTest, AnAnswerMayEndWithTheConnection) {
  const SaysAndCloses server({"HTTP/1.1 200 OK\r\n\r\nall there is"});
  LoopbackSender plain;
  EXPECT_EQ(plain.send(server.url(), {}).body, "all there is");
}

TEST_F(LoopbackSenderTest, SaysThatNoAnswerCame) {
  const SaysAndCloses server(
      {"", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", "SSH-2.0\r\n\r\n"});
  LoopbackSender plain;
  for (const char* const why : {"closed the connection", "in the answer", "no HTTP/1.1"}) {
    try {
      plain.send(server.url(), {});
      ADD_FAILURE() << why;
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), HasSubstr(why));
    }
  }
}

TEST_F(LoopbackSenderTest, AnAnswerThatDripsIsGivenUp) {
  const SaysAndCloses server({"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\no"});
  LoopbackSender impatient(std::chrono::seconds(0));
  EXPECT_THROW(impatient.send(server.url(), {}), TimedOut);
}

TEST_F(LoopbackSenderTest, SendsNothingThatWouldBeReadAsAnotherRequest) {
  LoopbackSender plain;
  Request broken;
  broken.headers.add("Authorization", "Bearer a\r\nX-Injected: 1");
  EXPECT_THROW(plain.send(Url::parse("http://127.0.0.1:1/").value(), broken), Unsendable);
  broken = {};
  broken.target = "/a\nX-Injected: 1";
  EXPECT_THROW(plain.send(Url::parse("http://127.0.0.1:1/").value(), broken), Unsendable);
}

TEST_F(LoopbackSenderTest, GoesNowhereElse) {
  LoopbackSender plain;
  Request head;
  head.method = "HEAD";
  EXPECT_THROW(plain.send(Url::parse("http://127.0.0.1:1/").value(), head), std::logic_error);
  for (const char* const url : {"https://127.0.0.1:1/", "http://omni.co/"}) {
    EXPECT_FALSE(plain.reaches(Url::parse(url).value()));
    EXPECT_THROW(plain.send(Url::parse(url).value(), {}), std::logic_error);
  }
}

}  // namespace
}  // namespace conform::bench
