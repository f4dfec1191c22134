#include "clients/captures/recording_proxy.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <condition_variable>
#include <future>
#include <mutex>

#include "clients/http/hostile_server.hpp"
#include "clients/http/http_connection.hpp"
#include "foundation/http/url.hpp"
#include "foundation/text/ascii.hpp"
#include "mock_server/mock_fixture.hpp"
#include "mock_server/serving/raw_connection.hpp"

namespace conform::clients {

using mock::ListeningMockFixture;
using mock::McpBehaviour;
using mock::RawConnection;
using mock::World;

namespace {

using testing::HasSubstr;
using testing::Not;

class RecordingProxyTest : public ListeningMockFixture {
 protected:
  RecordingProxyTest()
      : ListeningMockFixture(
            [](World& world) { world.mcp.answers = McpBehaviour::Answers::kEventStream; }) {}

  Response ask(const std::string& url, const std::string& method = "GET", Headers headers = {},
               std::string body = "") {
    const Url parsed = Url::parse(url).value();
    Request request;
    request.method = method;
    request.target = parsed.target();
    request.headers = std::move(headers);
    request.body = std::move(body);
    return HttpConnection().send(parsed, std::move(request));
  }

  // A stream is told of when it ended, which its reader need not have noticed.
  std::vector<Exchange> told(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return told_.size() >= count; });
    return told_;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Exchange> told_;
  RecordingProxy proxy_{{{mock->origin("callbacks")}, {mock->origin("acme")}},
                        [this](const Exchange& exchange) {
                          const std::scoped_lock lock(mutex_);
                          told_.push_back(exchange);
                          changed_.notify_all();
                        }};
};

TEST_F(RecordingProxyTest, KeepsTheClientWithItselfAndRecordsWhatTheServerSaid) {
  const std::string origin = proxy_.origins().at(0);
  const Response challenge = ask(origin + "/callback/mcp", "POST");
  EXPECT_EQ(challenge.status, 401);
  EXPECT_THAT(challenge.headers.get("WWW-Authenticate"), HasSubstr(origin + "/.well-known/"));
  const Response metadata =
      ask(origin + "/.well-known/oauth-protected-resource?of=" + percent_encode(origin));
  EXPECT_EQ(metadata.status, 200);
  EXPECT_EQ(json_of(metadata).at("resource"), origin + "/callback/mcp");

  const std::vector<Exchange> exchanges = told(2);
  const std::string upstream = mock->origin("callbacks");
  EXPECT_EQ(exchanges[0].number, 1U);
  EXPECT_EQ(exchanges[0].origin, upstream);
  EXPECT_THAT(exchanges[0].response.headers.get("WWW-Authenticate"),
              HasSubstr(upstream + "/.well-known/"));
  EXPECT_THAT(exchanges[1].request.target, HasSubstr(percent_encode(upstream)));
  EXPECT_THAT(exchanges[1].response.body, Not(HasSubstr(origin)));
}

// Else the client's next request could be told of first.
TEST_F(RecordingProxyTest, TellsOfAnAnswerBeforeTheClientHasIt) {
  for (const char* request :
       {"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "nonsense\r\n\r\n"}) {
    std::promise<const RawConnection*> connected;
    std::promise<bool> has_answer;
    const RecordingProxy proxy({{mock->origin("callbacks")}}, [&](const Exchange&) {
      has_answer.set_value(connected.get_future().get()->has_received());
    });
    const RawConnection client(Url::parse(proxy.origins().at(0)).value().port);
    connected.set_value(&client);
    client.send(request);
    EXPECT_FALSE(has_answer.get_future().get()) << request;
    EXPECT_THAT(client.receive(8), HasSubstr("HTTP/1.1"));
  }
}

TEST_F(RecordingProxyTest, PassesEventStreamsOnAsTheyAre) {
  const std::string url = proxy_.origins().at(1) + "/mcp/https";
  const Headers headers{
      {"Authorization", "Bearer " + mock->world()->key("acme_querier_key")->secret},
      {"Content-Type", "application/json"},
      {"Accept", "application/json, text/event-stream"}};
  const std::string body =
      R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}})";
  const Response answer = ask(url, "POST", headers, body);
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.headers.get("Content-Type"), HasSubstr("text/event-stream"));
  EXPECT_THAT(answer.body, HasSubstr("data: "));
  const Exchange exchange = told(1).front();
  EXPECT_EQ(exchange.request.body, body);
  EXPECT_EQ(exchange.response.body, answer.body);
}

TEST_F(RecordingProxyTest, AServerThatIsNotThereIsABadGateway) {
  omni->stop();
  const Response answer = ask(proxy_.origins().at(0) + "/callback/mcp", "POST");
  EXPECT_EQ(answer.status, 502);
  EXPECT_THAT(answer.body, HasSubstr("no answer from " + mock->origin("callbacks")));
}

// One proxy before one server that is none of ours.
class Passed {
 public:
  explicit Passed(const HostileServer& server, std::size_t largest = RecordingProxy::kLargestPassed)
      : proxy_(
            {{server.origin()}},
            [this](const Exchange& exchange) {
              const std::scoped_lock lock(mutex_);
              told_.push_back(exchange);
              changed_.notify_all();
            },
            largest) {}
  [[nodiscard]] std::string origin() const { return proxy_.origins().front(); }
  [[nodiscard]] int port() const { return Url::parse(origin())->port; }
  Exchange told() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !told_.empty(); });
    return told_.front();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Exchange> told_;
  RecordingProxy proxy_;
};

constexpr const char* kEmptyAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

TEST(RecordingProxy, PassesOnEveryByteAsItCame) {
  const HostileServer server(kEmptyAnswer);
  Passed passed(server);
  const std::string line = "PATCH /a%2Fb//../c?x=%0D%0aY&%41=%zz&q=a+b%20c HTTP/1.1\r\n";
  const std::string fields =
      "zZ-lAsT: first\r\n"
      "X-P: a%0d%0aInjected: yes\r\n"
      "cOOkie: sid=s%3Aab%25; b=\"c d\"; c=%\r\n"
      "Aa-First: last\r\n"
      "x-p: again, %41%2c\r\n"
      "authorization: Bearer a%2Bb==\r\n"
      "CONTENT-TYPE: text/plain; a=\"b;c\"\r\n"
      "X-Empty:\r\n"
      "user-AGENT: x (y) %\xc3\xa9\xff\r\n"
      "content-LENGTH: 5\r\n"
      "X-After: 1\r\n";
  const RawConnection client(passed.port());
  client.send(line + "Host: " + passed.origin().substr(7) + "\r\n" + fields + "\r\n%00b\n");
  EXPECT_EQ(client.receive(12), "HTTP/1.1 200");
  passed.told();
  EXPECT_EQ(server.heard(),
            line + "Host: " + server.origin().substr(7) + "\r\n" + fields + "\r\n%00b\n");
}

TEST(RecordingProxy, PassesOnNothingOfItsConnections) {
  const HostileServer server(kEmptyAnswer);
  Passed passed(server);
  const RawConnection client(passed.port());
  client.send(
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: "
      "5\r\nTE: trailers\r\nUpgrade: h2c\r\nAccept-Encoding: gzip, br\r\nX-Own: 2\r\n\r\n");
  EXPECT_EQ(client.receive(12), "HTTP/1.1 200");
  const Exchange told = passed.told();
  const Headers own{{"Accept-Encoding", "identity"}, {"X-Own", "2"}};
  EXPECT_EQ(told.request.headers, own);
  EXPECT_EQ(server.heard(), "GET / HTTP/1.1\r\nHost: " + server.origin().substr(7) +
                                "\r\nAccept-Encoding: identity\r\nX-Own: 2\r\n\r\n");
}

TEST(RecordingProxy, PassesOnNothingThatASecondConnectionFieldNames) {
  const HostileServer server(kEmptyAnswer);
  Passed passed(server);
  const RawConnection client(passed.port());
  client.send(
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\nConnection: x-HOP\r\nX-Hop: "
      "1\r\nX-Own: 2\r\n\r\n");
  EXPECT_EQ(client.receive(12), "HTTP/1.1 200");
  EXPECT_EQ(passed.told().request.headers, (Headers{{"X-Own", "2"}}));
}

// Each field was compared with each name in Connection: a minute for such a head.
TEST(RecordingProxy, ManyFieldsCostNoMoreThanTheirLength) {
  std::string fields = "Connection: " + std::string(32'000, ',') + "\r\n";
  for (int i = 0; i < 7'500; ++i) fields += "a:\r\n";
  const HostileServer server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + fields + "\r\n");
  Passed passed(server);
  const RawConnection client(passed.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
  EXPECT_EQ(client.receive(12), "HTTP/1.1 200");
  EXPECT_EQ(passed.told().request.headers.size(), 7'500U);
}

// "http://127.0.0.1:4000" is how "http://127.0.0.1:40001" begins, where a client listens.
TEST(RecordingProxy, AnOriginThatOnlyBeginsAlikeIsAnother) {
  std::string answer;
  const HostileServer server([&](const HostileServer::Say& say) { say(answer); });
  Passed passed(server);
  const auto others_of = [](const std::string& origin) {
    return fmt::format("{0}1/cb {0}.evil.example {0}@evil.example {1}1%2Fcb", origin,
                       percent_encode(origin));
  };
  const std::string asked = others_of(passed.origin());
  const std::string said = others_of(server.origin());
  answer = fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", said.size(), said);
  const RawConnection client(passed.port());
  client.send(
      fmt::format("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}",
                  asked.size(), asked));
  EXPECT_THAT(client.receive_all().text, HasSubstr(said));
  EXPECT_EQ(passed.told().request.body, asked);
}

TEST(RecordingProxy, AnOriginIsKnownInEachSpelling) {
  std::string answer;
  const HostileServer server([&](const HostileServer::Say& say) { say(answer); });
  Passed passed(server);
  const auto spelled = [](const std::string& origin) {
    std::string escaped = origin;
    replace_all(escaped, "/", "\\/");
    return fmt::format("{} {}. {}%2f \"{}\\/a\"", origin, origin,
                       lower_case(percent_encode(origin)), escaped);
  };
  const std::string said = spelled(server.origin());
  answer = fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", said.size(), said);
  const RawConnection client(passed.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.receive_all().text, HasSubstr(spelled(passed.origin())));
}

TEST(RecordingProxy, SendsBodiesOfEveryMethod) {
  for (const char* method : {"GET", "DELETE", "OPTIONS", "PUT", "QUERY"}) {
    const HostileServer server(kEmptyAnswer);
    Passed passed(server);
    const RawConnection client(passed.port());
    client.send(std::string(method) + " / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_EQ(client.receive(12), "HTTP/1.1 200");
    EXPECT_THAT(server.heard(), HasSubstr("Content-Length: 2\r\n\r\nhi")) << method;
  }
}

TEST(RecordingProxy, RecordsWhatItCannotPassOn) {
  const HostileServer server(kEmptyAnswer);
  Passed passed(server);
  const RawConnection client(passed.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n");
  EXPECT_EQ(client.receive(12), "HTTP/1.1 400");
  const Exchange told = passed.told();
  EXPECT_EQ(told.response.status, 400);
  EXPECT_THAT(told.response.body, HasSubstr("A header field must be a line NAME: VALUE"));
  EXPECT_EQ(server.heard(), "");
}

// Some servers take a line feed on its own, or a carriage return, for the end of a line.
TEST(RecordingProxy, PassesOnNoRequestLineThatOthersReadAsTwo) {
  for (const char* target : {"/a\nX-Injected:yes", "/a\rX-Injected:yes", "/a\tb", "/a\x7f"}) {
    const HostileServer server(kEmptyAnswer);
    Passed passed(server);
    const RawConnection client(passed.port());
    client.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.receive(12), "HTTP/1.1 400") << target;
    EXPECT_EQ(passed.told().response.status, 400);
    EXPECT_EQ(server.heard(), "");
  }
}

TEST(RecordingProxy, PassesOnNoFieldThatOthersReadAsTwo) {
  const HostileServer server(
      "HTTP/1.1 200 OK\r\nX-A: b\rSet-Cookie: c=d\r\nContent-Length: 0\r\n\r\n");
  Passed passed(server);
  const RawConnection client(passed.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.receive_all().text, HasSubstr("X-A: b Set-Cookie: c=d\r\n"));
}

TEST(RecordingProxy, AnAnswerWithoutEndIsABadGatewayThatNamesTheLimit) {
  const HostileServer server([](const HostileServer::Say& say) {
    say_without_end(say, "HTTP/1.1 200 OK\r\n\r\n", std::string(4096, 'x'));
  });
  Passed passed(server, 100'000);
  const RawConnection client(passed.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.receive_all().text, HasSubstr("502"));
  const Exchange told = passed.told();
  EXPECT_EQ(told.response.status, 502);
  EXPECT_THAT(told.response.body, HasSubstr("more than 100000 bytes"));
}

// Upgrade is not passed on, so no server has a reason to.
TEST(RecordingProxy, AnAnswerInAnotherProtocolIsABadGateway) {
  const HostileServer server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nhello",
                             HostileServer::Then::kCloses);
  Passed passed(server);
  const RawConnection client(passed.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  client.will_send_no_more();
  EXPECT_TRUE(client.receive_all().text.starts_with("HTTP/1.1 502 "));
  EXPECT_THAT(passed.told().response.body, HasSubstr("changed to another protocol"));
}

TEST(RecordingProxy, AnAnswerThatIsCutOffIsNotPassedOnAsWhole) {
  const HostileServer server(
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf",
      HostileServer::Then::kCloses);
  Passed passed(server);
  const RawConnection client(passed.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  client.will_send_no_more();
  EXPECT_THAT(client.receive_all().text, HasSubstr("502"));
}

// The server can say no more than what the buffers of two connections hold while nobody reads.
TEST(RecordingProxy, AStreamComesNoFasterThanItsReaderReads) {
  constexpr std::size_t kFar = std::size_t{64} * 1024 * 1024;
  std::promise<std::size_t> said;
  const std::string piece = "data: " + std::string(65'530, 'x') + "\n\n";
  const HostileServer server([&](const HostileServer::Say& say) {
    std::size_t bytes = 0;
    say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
    while (bytes < kFar && say(piece)) bytes += piece.size();
    said.set_value(bytes);
  });
  Passed passed(server);
  {
    const RawConnection client(passed.port());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.receive(12), "HTTP/1.1 200");
    EXPECT_LT(said.get_future().get(), kFar);
  }
  EXPECT_LE(passed.told().response.body.size(), RecordingProxy::kMostRecorded + 65'536);
}

TEST(RecordingProxy, APortThatWasUsedAMomentAgoIsHadAgain) {
  const HostileServer server(kEmptyAnswer);
  int port = 0;
  for (int again = 0; again < 3; ++again) {
    RecordingProxy proxy({{server.origin(), port}}, [](const Exchange&) {});
    port = Url::parse(proxy.origins().front())->port;
    const RawConnection client(port);
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.receive(12), "HTTP/1.1 200");
  }  // the proxy closes first: its side of the connection stays for a minute
  RecordingProxy first({{server.origin(), 0}}, [](const Exchange&) {});
  const int taken = Url::parse(first.origins().front())->port;
  EXPECT_THROW(RecordingProxy({{server.origin(), taken}}, [](const Exchange&) {}),
               std::runtime_error);
}

TEST(RecordingProxy, WantsUrls) {
  EXPECT_THROW(RecordingProxy({{"acme.omniapp.co", 0}}, [](const Exchange&) {}),
               std::runtime_error);
}

}  // namespace
}  // namespace conform::clients
