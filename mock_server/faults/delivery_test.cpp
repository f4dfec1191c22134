#include "mock_server/mock_fixture.hpp"
#include "mock_server/serving/raw_connection.hpp"

namespace conform::mock {
namespace {

class OverTheWire : public ListeningMockFixture {
 protected:
  void arrange(const char* fault) {
    const Json json = Json::parse(fault);
    change([&json](World& world) { world.faults = {read_fault(JsonReader(json, "test"), 0)}; });
  }

  [[nodiscard]] std::string request(const std::string& more = "") const {
    return "GET /.well-known/oauth-protected-resource HTTP/1.1\r\nHost: 127.0.0.1:" +
           std::to_string(mock->ports().at("callbacks")) + "\r\n" + more + "\r\n";
  }

  // The same whoever reads the request: with this field it is not plain, so that the library does.
  [[nodiscard]] Seen fetch(int patience_ms = 10'000,
                           const std::string& more = "Connection: close\r\n") const {
    const RawConnection connection(mock->ports().at("callbacks"), patience_ms);
    connection.send(request(more));
    if (more.empty()) connection.will_send_no_more();
    return connection.receive_all();
  }
  [[nodiscard]] Seen fetch_plainly() const { return fetch(10'000, ""); }
};

TEST_F(OverTheWire, WithoutAFaultTheAnswerIsWhole) {
  for (const Seen& seen : {fetch(), fetch_plainly()}) {
    EXPECT_FALSE(seen.reset);
    EXPECT_TRUE(seen.text.ends_with("}")) << seen.text;
  }
}

TEST_F(OverTheWire, AResetBeforeTheAnswer) {
  arrange(R"({"do": {"reset": "before"}})");
  for (const Seen& seen : {fetch(), fetch_plainly()}) {
    EXPECT_TRUE(seen.reset);
    EXPECT_EQ(seen.text, "");
  }
}

TEST_F(OverTheWire, AResetInTheMiddleOfTheAnswer) {
  arrange(R"({"do": {"reset": "middle"}})");
  for (const Seen& seen : {fetch(), fetch_plainly()}) {
    EXPECT_TRUE(seen.reset);
    EXPECT_NE(seen.text.find("\r\n\r\n{"), std::string::npos) << seen.text;
    EXPECT_FALSE(seen.text.ends_with("}"));
  }
}

TEST_F(OverTheWire, ADelayOutlastsAnImpatientClient) {
  arrange(R"({"do": {"delay_ms": 60000}})");
  const Seen seen = fetch(50);
  EXPECT_TRUE(seen.timed_out);
  EXPECT_EQ(seen.text, "");
  omni->stop();  // does not wait for the delay
}

TEST_F(OverTheWire, ASlowDripComesInPiecesAndWhole) {
  arrange(R"({"do": {"drip": {"bytes": 1, "every_ms": 0}}})");
  for (const Seen& seen : {fetch(), fetch_plainly()}) {
    EXPECT_NE(seen.text.find("\r\n1\r\n{\r\n1\r\n\"\r\n"), std::string::npos) << seen.text;
    EXPECT_TRUE(seen.text.ends_with("0\r\n\r\n"));
  }
}

TEST_F(OverTheWire, AnIncompleteDripTimesOut) {
  arrange(R"({"do": {"drip": {"bytes": 1, "every_ms": 60000}}})");
  const Seen seen = fetch(200);
  EXPECT_TRUE(seen.timed_out);
  EXPECT_TRUE(seen.text.ends_with("1\r\n{\r\n")) << seen.text;
  omni->stop();
}

}  // namespace
}  // namespace conform::mock
