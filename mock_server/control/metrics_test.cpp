#include "mock_server/state/metrics.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "mock_server/control/control_fixture.hpp"

namespace conform::mock {
namespace {

using std::chrono::microseconds;
using testing::HasSubstr;
using testing::Not;

TEST(Metrics, CountsByEndpointAndStatusAndBySlotsOfTime) {
  Metrics metrics;
  metrics.answered(Endpoint::kMcp, 200, microseconds(10));  // a bound belongs to its slot
  metrics.answered(Endpoint::kMcp, 200, microseconds(11));
  metrics.answered(Endpoint::kMcp, 401, std::chrono::seconds(2));
  metrics.answered(Endpoint::kToken, 200, microseconds(1));
  const std::string text = metrics.text({});
  const auto line = [](const std::string& rest) { return HasSubstr("\nomni_mock_" + rest + '\n'); };
  EXPECT_THAT(text, line(R"(requests_total{endpoint="mcp",status="200"} 2)"));
  EXPECT_THAT(text, line(R"(requests_total{endpoint="mcp",status="401"} 1)"));
  EXPECT_THAT(text, line(R"(requests_total{endpoint="token",status="200"} 1)"));
  EXPECT_THAT(text, Not(HasSubstr("consent")));
  const std::string times = R"(request_duration_seconds_bucket{endpoint="mcp",le=)";
  EXPECT_THAT(text, line(times + R"("1e-05"} 1)"));
  EXPECT_THAT(text, line(times + R"("2.5e-05"} 2)"));
  EXPECT_THAT(text, line(times + R"("1"} 2)"));
  EXPECT_THAT(text, line(times + R"("+Inf"} 3)"));
  EXPECT_THAT(text, line(R"(request_duration_seconds_count{endpoint="mcp"} 3)"));
  EXPECT_THAT(text, line(R"(request_duration_seconds_sum{endpoint="mcp"} 2.000021)"));
}

TEST(Metrics, FollowsConnections) {
  Metrics metrics;
  metrics.connection_opened();
  metrics.connection_opened();
  metrics.connection_closed();
  EXPECT_THAT(metrics.text({}), HasSubstr("\nomni_mock_open_connections 1\n"));
}

TEST(Metrics, KnowsTheMemoryOfAProcess) {
  EXPECT_GT(resident_bytes(), 1'000'000U);
  EXPECT_EQ(resident_bytes("0"), 0U);
}

class MetricsEndpoint : public ControlFixture {
 protected:
  // The value of a series, or -1 when it is not told.
  double told(const std::string& series) {
    std::istringstream lines(get(mock->origin("callbacks") + "/_mock/metrics").body);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(series + ' ')) return std::stod(line.substr(series.size() + 1));
    }
    return -1;
  }
};

TEST_F(MetricsEndpoint, TellsWhatTheMockAnswered) {
  const std::string listed = R"(omni_mock_requests_total{endpoint="mcp",status="200"})";
  EXPECT_EQ(told(listed), -1);
  rpc(mock->key_url("acme"), secret("acme_admin_key"), initialize());
  rpc(mock->key_url("acme"), "wrong", initialize());
  EXPECT_EQ(told(listed), 1);
  EXPECT_EQ(told(R"(omni_mock_requests_total{endpoint="mcp",status="401"})"), 1);
  EXPECT_EQ(told(R"(omni_mock_request_duration_seconds_count{endpoint="mcp"})"), 2);
  EXPECT_EQ(told("omni_mock_transcript_entries"), 2) << "reading metrics is no part of the record";
  EXPECT_GT(told("process_resident_memory_bytes"), 1e6);
}

// Both halves: the mock with everything as usual, and one that keeps nothing of the wire.
TEST_F(MetricsEndpoint, ServesAMockThatRecordsNothing) {
  const auto fixtures = std::make_shared<const Fixtures>(kFixturesFolder);
  const auto entries_after_a_request = [&](Recording recording) {
    MockOmni recorded(*mock->world(), fixtures, std::make_shared<ManualClock>(), 1, recording);
    Request request;
    request.headers.add("Host", "127.0.0.1:8000");
    EXPECT_EQ(recorded.handle(request).status, 200);
    recorded.transcript().note(Note::Kind::kHarness, "a note");
    return recorded.transcript().size();
  };
  EXPECT_EQ(entries_after_a_request({}), 2U);
  EXPECT_EQ(entries_after_a_request({.on = false}), 1U) << "notes are kept";
}

TEST_F(MetricsEndpoint, TellsSessions) {
  EXPECT_EQ(told("omni_mock_sessions"), 0);
  change([](World& world) { world.mcp.sessions = true; });
  rpc(mock->key_url("acme"), secret("acme_admin_key"), initialize());
  EXPECT_EQ(told("omni_mock_sessions"), 1);
}

}  // namespace
}  // namespace conform::mock
