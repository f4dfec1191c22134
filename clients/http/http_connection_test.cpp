// What a server may do to whoever asks it: the limits of answers and of patience.
#include "clients/http/http_connection.hpp"

#include <gmock/gmock.h>

#include <atomic>

#include "clients/http/hostile_server.hpp"

namespace conform::clients {
namespace {

using testing::HasSubstr;

constexpr std::size_t kSmall = 100'000;

std::string refused_by(const HostileServer& server, std::size_t most = kSmall) {
  HttpConnection connection({}, most);
  try {
    Request request;
    request.method = "POST";
    connection.send(server.url(), request);
  } catch (const TooMuch& error) {
    return error.what();
  }
  return "not refused";
}

TEST(HttpConnection, TakesNoMoreOfABodyThanItsLimit) {
  std::atomic<std::size_t> said = 0;
  const std::string kilobyte(1024, 'x');
  for (const char* head :
       {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", "HTTP/1.0 500 No\r\n\r\n"}) {
    const HostileServer server(
        [&](const HostileServer::Say& say) { said = say_without_end(say, head, kilobyte); });
    EXPECT_EQ(refused_by(server),
              server.origin() +
                  " sent a body of more than 100000 bytes, which is the most that is taken");
  }
  const HostileServer chunks([&](const HostileServer::Say& say) {
    say_without_end(say, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "400\r\n" + kilobyte + "\r\n");
  });
  EXPECT_THAT(refused_by(chunks), HasSubstr("more than 100000 bytes"));
}

TEST(HttpConnection, TakesNoHeadWithoutEnd) {
  for (const char* field :
       {"X-More: abcdefghijklmnopqrstuvwxyz\r\n", "\r\nHTTP/1.1 100 Continue\r\n"}) {
    const HostileServer server([&](const HostileServer::Say& say) {
      say_without_end(say, "HTTP/1.1 100 Continue\r\n", field);
    });
    EXPECT_THAT(refused_by(server), HasSubstr("sent a head of more than 256 KiB"));
  }
}

TEST(HttpConnection, TakesWhatIsJustWithinItsLimit) {
  const HostileServer server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nexact");
  HttpConnection connection({}, 5);
  EXPECT_EQ(connection.send(server.url(), Request{}).body, "exact");
}

// A token, an address, a version of the protocol: what a server said stands in the next request.
TEST(HttpConnection, SendsNothingThatWouldBeReadAsAnotherRequest) {
  const HostileServer server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  HttpConnection connection;
  const auto send = [&](const std::string& target, const std::string& name,
                        const std::string& value) {
    Request request;
    request.target = target;
    request.headers.add(name, value);
    connection.send(server.url(), request);
  };
  const std::string nul("a\0b", 3);
  for (const std::string& broken :
       {std::string("a\r\nX-Injected: 1"), std::string("a\nX-Injected: 1"),
        std::string("a\rX-Injected: 1"), nul}) {
    EXPECT_THROW(send("/", "Authorization", "Bearer " + broken), Unsendable) << broken;
    EXPECT_THROW(send("/", broken, "x"), Unsendable) << broken;
    EXPECT_THROW(send("/" + broken, "A", "x"), Unsendable) << broken;
  }
  EXPECT_THROW(send("/a HTTP/1.1", "A", "x"), Unsendable);
  EXPECT_EQ(server.heard(), "");
  send("/caf\xc3\xa9?q=\"<>", "A", "caf\xc3\xa9\t\x01");
  EXPECT_THAT(server.heard(), HasSubstr("caf\xc3\xa9\t\x01\r\n"));
}

TEST(HttpConnection, AFieldHoldsNoEndOfALine) {
  const HostileServer server(
      "HTTP/1.1 200 OK\r\nX-A: b\rSet-Cookie: c=d\r\nX-C: d\r\nContent-Length: 0\r\n\r\n");
  const Response answer = HttpConnection().send(server.url(), Request{});
  EXPECT_EQ(answer.headers,
            (Headers{{"X-A", "b Set-Cookie: c=d"}, {"X-C", "d"}, {"Content-Length", "0"}}));
}

// Holds the line and says nothing until the client goes away.
void hold(const HostileServer::Say& /*say*/) {}

TEST(HttpConnection, SaysWhatASilentServerDid) {
  const HostileServer silent(hold);
  HttpConnection connection;
  connection.keep_within({.first_answer = std::chrono::seconds(1), .end = {}});
  try {
    connection.send(silent.url(), Request{});
    FAIL();
  } catch (const TimedOut& error) {
    EXPECT_THAT(error.what(), HasSubstr("it accepted the connection and sent nothing"));
  }
  const HostileServer dripping([](const HostileServer::Say& say) { say("HTTP/1.1 200 OK\r\n"); });
  try {
    connection.send(dripping.url(), Request{});
    FAIL();
  } catch (const TimedOut& error) {
    EXPECT_THAT(error.what(), HasSubstr("it began to answer and did not end"));
  }
}

TEST(HttpConnection, PatienceEndsForEveryRequest) {
  const HostileServer silent(hold);
  HttpConnection connection;
  connection.keep_within({.first_answer = {}, .end = TimeLimits::Moment::clock::now()});
  EXPECT_THROW(connection.send(silent.url(), Request{}), TimedOut);
  EXPECT_THROW(connection.send(silent.url(), Request{}), TimedOut);
}

}  // namespace
}  // namespace conform::clients
