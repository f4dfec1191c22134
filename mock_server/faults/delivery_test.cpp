#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "mock_server/http/server.hpp"
#include "mock_server/mock_fixture.hpp"

namespace conform {
namespace {

// What a client of bare sockets sees of one request.
struct Seen {
  std::string text;
  bool reset = false;
  bool timed_out = false;
};

class OverTheWire : public MockFixture {
 protected:
  void arrange(const char* fault) {
    const Json json = Json::parse(fault);
    change([&json](World& world) { world.faults = {read_fault(JsonReader(json, "test"), 0)}; });
  }

  Seen fetch(int most_milliseconds = 10'000) {
    Seen seen;
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(mock->ports().at("callbacks")));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    const timeval timeout{most_milliseconds / 1000, most_milliseconds % 1000 * 1000};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
    const std::string request =
        "GET /.well-known/oauth-protected-resource HTTP/1.1\r\nHost: 127.0.0.1:" +
        std::to_string(mock->ports().at("callbacks")) + "\r\nConnection: close\r\n\r\n";
    EXPECT_EQ(::send(socket, request.data(), request.size(), 0),
              static_cast<ssize_t>(request.size()));
    char buffer[4096];
    ssize_t count = 0;
    while ((count = ::recv(socket, buffer, sizeof(buffer), 0)) > 0) {
      seen.text.append(buffer, static_cast<std::size_t>(count));
    }
    seen.reset = count < 0 && errno == ECONNRESET;
    seen.timed_out = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    ::close(socket);
    return seen;
  }
};

TEST_F(OverTheWire, WithoutAFaultTheAnswerIsWhole) {
  const HttpServer server(*mock);
  const Seen seen = fetch();
  EXPECT_FALSE(seen.reset);
  EXPECT_TRUE(seen.text.ends_with("}")) << seen.text;
}

TEST_F(OverTheWire, AResetBeforeTheAnswer) {
  const HttpServer server(*mock);
  arrange(R"({"do": {"reset": "before"}})");
  const Seen seen = fetch();
  EXPECT_TRUE(seen.reset);
  EXPECT_EQ(seen.text, "");
}

TEST_F(OverTheWire, AResetInTheMiddleOfTheAnswer) {
  const HttpServer server(*mock);
  arrange(R"({"do": {"reset": "middle"}})");
  const Seen seen = fetch();
  EXPECT_TRUE(seen.reset);
  EXPECT_FALSE(seen.text.ends_with("}"));
}

TEST_F(OverTheWire, ADelayOutlastsAnImpatientClient) {
  HttpServer server(*mock);
  arrange(R"({"do": {"delay_ms": 60000}})");
  const Seen seen = fetch(50);
  EXPECT_TRUE(seen.timed_out);
  EXPECT_EQ(seen.text, "");
  server.stop();  // does not wait for the delay
}

TEST_F(OverTheWire, ASlowDripComesInPiecesAndWhole) {
  const HttpServer server(*mock);
  arrange(R"({"do": {"drip": {"bytes": 1, "every_ms": 0}}})");
  const Seen seen = fetch();
  EXPECT_NE(seen.text.find("\r\n1\r\n{\r\n1\r\n\"\r\n"), std::string::npos) << seen.text;
  EXPECT_TRUE(seen.text.ends_with("0\r\n\r\n"));
}

TEST_F(OverTheWire, AnIncompleteDripTimesOut) {
  HttpServer server(*mock);
  arrange(R"({"do": {"drip": {"bytes": 1, "every_ms": 60000}}})");
  const Seen seen = fetch(200);
  EXPECT_TRUE(seen.timed_out);
  EXPECT_TRUE(seen.text.ends_with("1\r\n{\r\n")) << seen.text;
  server.stop();
}

}  // namespace
}  // namespace conform
