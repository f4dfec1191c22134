#include "mock_server/serving/server.hpp"

#include <httplib.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>
#include <thread>

#include "mock_server/mock_fixture.hpp"
#include "mock_server/serving/raw_connection.hpp"

namespace conform::mock {
namespace {

class Server : public MockFixture {
 protected:
  Server() : MockFixture([](World& world) { world.mcp.get_stream = true; }) {
    std::signal(SIGPIPE, SIG_IGN);  // cpp-httplib's client would be ended by a server that leaves
  }
  httplib::Client client(const std::string& site = "callbacks") {
    return httplib::Client("127.0.0.1", mock->ports().at(site));
  }
};

TEST_F(Server, ServesEverySiteOnItsPort) {
  omni->listen();
  EXPECT_EQ(client().Get("/.well-known/oauth-protected-resource")->status, 200);
  EXPECT_EQ(client("acme").Get("/login")->status, 200);
  EXPECT_EQ(client("globex").Get("/login")->status, 200);
  const auto by_name = client().Get(
      "/login", {{"Host", "acme.omni.localhost:" + std::to_string(mock->ports().at("callbacks"))}});
  EXPECT_NE(by_name->body.find("Log in to Acme"), std::string::npos);
}

TEST_F(Server, AtAnotherAddressItsUrlsAreAtThatAddress) {
  omni->listen({.address = "127.0.0.2"});
  httplib::Client elsewhere("127.0.0.2", mock->ports().at("callbacks"));
  const auto metadata = elsewhere.Get("/.well-known/oauth-protected-resource");
  ASSERT_TRUE(metadata);
  EXPECT_NE(metadata->body.find("http://127.0.0.2:"), std::string::npos) << metadata->body;
  EXPECT_EQ(metadata->body.find("127.0.0.1"), std::string::npos) << metadata->body;
  EXPECT_FALSE(client().Get("/")) << "nobody listens on loopback's first address";
}

TEST_F(Server, OnLoopbackOtherAddressesAreNoneOfIts) {
  omni->listen();
  const std::string port = std::to_string(mock->ports().at("callbacks"));
  EXPECT_EQ(client().Get("/login", {{"Host", "192.0.2.7:" + port}})->status, 421);
}

TEST_F(Server, RecordsTargetAndFieldsAsTheyCame) {
  omni->listen();
  httplib::Client http = client();
  http.set_url_encode(false);
  const httplib::Headers fields{{"x-b", "1"}, {"X-a", "2"}};
  http.Get("/a%20b?c=%2F&d=+e", fields);
  const Exchange exchange = mock->transcript().exchanges().back();
  EXPECT_EQ(exchange.request.target, "/a%20b?c=%2F&d=+e");
  EXPECT_EQ(exchange.request.headers.get("X-B"), "1");
  EXPECT_FALSE(exchange.request.headers.has("REMOTE_ADDR"));
}

TEST_F(Server, AnswersHeadWithoutABodyAndUnknownMethodsByName) {
  omni->listen();
  const auto head = client().Head("/callback/mcp");
  EXPECT_EQ(head->status, 401);
  EXPECT_TRUE(head->body.empty());
  EXPECT_EQ(client().Put("/login", "", "text/plain")->status, 404);
}

TEST_F(Server, RefusesATooLargeBodyAndGoesOn) {
  omni->listen();
  const auto large =
      client().Post("/oauth/register", std::string(5UL * 1024 * 1024, 'x'), "application/json");
  EXPECT_TRUE(!large || large->status == 413);
  EXPECT_EQ(client().Get("/.well-known/oauth-protected-resource")->status, 200);
}

TEST_F(Server, AManyTimesUsedConnectionStaysOpen) {
  omni->listen();
  httplib::Client http = client();
  http.set_keep_alive(true);
  for (int i = 0; i < 50; ++i) {
    const auto response = http.Get("/.well-known/oauth-protected-resource");
    ASSERT_TRUE(response);
    ASSERT_EQ(response->get_header_value("Connection"), "");
  }
}

// Neither an idle connection nor open event streams hold up the others, or the end.
TEST_F(Server, OpenStreamsDelayNobody) {
  omni->listen();
  constexpr std::size_t kStreams = 64;
  std::atomic<std::size_t> open = 0;
  std::vector<std::jthread> streams;
  streams.reserve(kStreams);
  const httplib::Headers headers{{"Authorization", "Bearer " + secret("acme_admin_key")},
                                 {"Accept", "text/event-stream"}};
  EXPECT_EQ(client("acme").Get("/login")->status, 200);
  for (std::size_t i = 0; i < kStreams; ++i) {
    streams.emplace_back([&] {
      httplib::Client http = client("acme");
      http.set_read_timeout(60);
      http.Get("/mcp/https", headers, [&](const char*, std::size_t) {
        ++open;
        open.notify_all();
        return true;
      });
    });
  }
  for (std::size_t seen = open; seen < kStreams; seen = open) open.wait(seen);
  EXPECT_EQ(client("acme").Get("/login")->status, 200);
  httplib::Client idle = client();
  idle.set_keep_alive(true);
  EXPECT_EQ(idle.Get("/")->status, 200);
  omni->stop();  // returns: the test's time limit is the assertion
}

// Half of all ports are avoided here: without a word of ours, some of sixty would be among them.
TEST_F(Server, AvoidsPortsThatAreSpokenFor) {
  std::set<int> avoided;
  for (int port = 1; port < 65'536; ++port) {
    if (port / 2 % 2 == 0) avoided.insert(port);
  }
  for (int i = 0; i < 20; ++i) {
    omni->listen({.avoided = avoided});
    for (const auto& [site, port] : mock->ports()) EXPECT_FALSE(avoided.contains(port)) << port;
  }
}

TEST_F(Server, AsksOnceForEachConnectionWhetherItIsAdmitted) {
  std::atomic<int> asked = 0;
  ConnectionEnds ends;
  omni->listen({.admits = [&](const ConnectionEnds& these) {
    ends = these;
    ++asked;
    return true;
  }});
  const int port = mock->ports().at("callbacks");
  const RawConnection connection(port);
  const std::string request = "GET /a HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n";
  connection.send(request + "\r\n" + request + "Connection: close\r\n\r\n");
  EXPECT_FALSE(connection.receive_all().text.empty());
  EXPECT_EQ(mock->transcript().exchanges().size(), 2U);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(ends.own_port, port);
  EXPECT_EQ(ends.own_address, INADDR_LOOPBACK);
  EXPECT_EQ(ends.peer_port, connection.own_port());
  EXPECT_EQ(ends.peer_address, INADDR_LOOPBACK);
  omni->stop();  // before what it asks is gone
}

TEST_F(Server, WhoeverIsNotAdmittedIsToldSoAndNotRecorded) {
  omni->listen({.admits = [](const ConnectionEnds&) { return false; }});
  const std::string whole =
      "POST /callback/mcp HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
  for (const std::string& request : {whole + whole, "GET\r\n\r\n" + whole}) {
    const RawConnection connection(mock->ports().at("acme"));
    connection.send(request);
    const Seen seen = connection.receive_all();
    EXPECT_TRUE(seen.text.starts_with("HTTP/1.1 421 Misdirected Request\r\n")) << seen.text;
    EXPECT_TRUE(seen.text.ends_with("\r\n\r\nThis mock belongs to another play.\n")) << seen.text;
    EXPECT_FALSE(seen.reset);
  }
  EXPECT_TRUE(mock->transcript().entries().empty());
}

// A container allows only so many threads.
TEST_F(Server, WithoutAThreadItSaysSoNotesItAndServesTheNextOne) {
  std::atomic<bool> none = true;
  omni->listen({.start_thread = [&](std::function<void()> run) {
    if (none) throw std::system_error(EAGAIN, std::generic_category());
    return std::thread(std::move(run));
  }});
  const RawConnection refused(mock->ports().at("acme"));
  const Seen seen = refused.receive_all();
  EXPECT_TRUE(seen.text.starts_with("HTTP/1.1 503 ")) << seen.text;
  EXPECT_TRUE(mock->transcript().exchanges().empty());
  ASSERT_EQ(mock->transcript().notes(Note::Kind::kHarness).size(), 1U);
  none = false;
  EXPECT_EQ(client("acme").Get("/login")->status, 200);
  omni->stop();  // before what starts its threads is gone
}

TEST_F(Server, SaysWhichPortIsTaken) {
  omni->listen();
  OmniServer other(*mock->world(), std::make_shared<const Fixtures>(kFixturesFolder), clock, 2);
  try {
    other.listen({.first_port = mock->ports().at("callbacks")});
    FAIL() << "two servers on one port";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find(std::to_string(mock->ports().at("callbacks"))),
              std::string::npos);
  }
}

}  // namespace
}  // namespace conform::mock
