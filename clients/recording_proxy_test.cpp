#include "clients/recording_proxy.hpp"

#include <gmock/gmock.h>

#include <mutex>

#include "clients/http_connection.hpp"
#include "mock_server/http/server.hpp"
#include "mock_server/http/url.hpp"
#include "mock_server/mock_fixture.hpp"

namespace conform {
namespace {

using testing::HasSubstr;
using testing::Not;

class RecordingProxyTest : public MockFixture {
 protected:
  RecordingProxyTest()
      : MockFixture([](World& world) { world.mcp.answers = McpBehaviour::Answers::kEventStream; }) {
  }

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

  HttpServer server_{*mock};
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
  server_.stop();
  const Response answer = ask(proxy_.origins().at(0) + "/callback/mcp", "POST");
  EXPECT_EQ(answer.status, 502);
  EXPECT_THAT(answer.body, HasSubstr("no answer from " + mock->origin("callbacks")));
}

TEST(RecordingProxy, WantsUrls) {
  EXPECT_THROW(RecordingProxy({{"acme.omniapp.co"}}, [](const Exchange&) {}), std::runtime_error);
}

}  // namespace
}  // namespace conform
