#include "mock_server/mcp/event_stream.hpp"

#include "foundation/mcp/revision.hpp"
#include "mock_server/mock_fixture.hpp"
#include "mock_server/state/event_log.hpp"

namespace conform::mock {
namespace {

class EventStreams : public MockFixture {
 protected:
  Response list(const std::string& revision = "2025-11-25",
                const std::string& key = "acme_querier_key") {
    return rpc(mock->key_url("acme"), secret(key), request("tools/list"),
               {{"MCP-Protocol-Version", revision}});
  }
  Response resume(const std::string& last, const std::string& key = "acme_querier_key") {
    return send("GET", mock->key_url("acme"),
                {{"Authorization", "Bearer " + secret(key)},
                 {"Accept", "text/event-stream"},
                 {"MCP-Protocol-Version", "2025-11-25"},
                 {"Last-Event-ID", last}});
  }
  static std::string first_id(const Response& response) {
    const std::string body = response.body.substr(response.body.find("id: ") + 4);
    return body.substr(0, body.find('\n'));
  }
};

TEST_F(EventStreams, PlainAnswersHaveNoIds) {
  change([](World& world) { world.mcp.answers = McpBehaviour::Answers::kEventStream; });
  const Response response = list();
  EXPECT_EQ(response.headers.get("Content-Type"), "text/event-stream");
  EXPECT_EQ(response.body.find("id: "), std::string::npos);
}

TEST_F(EventStreams, ResumableAnswersBeginWithAPrimingEvent) {
  change([](World& world) {
    world.mcp.answers = McpBehaviour::Answers::kEventStream;
    world.mcp.resumable = true;
  });
  const Response response = list();
  EXPECT_TRUE(response.body.starts_with("id: s1-0\ndata: \n\nid: s1-1\n")) << response.body;
  const Response resumed = resume("s1-0");
  EXPECT_EQ(resumed.status, 200);
  EXPECT_NE(resumed.body.find("pickModel"), std::string::npos);
  EXPECT_EQ(resume("s1-1").body, "");
}

TEST_F(EventStreams, OnlyRevisionsThatPrimeGetAPrimingEvent) {
  change([](World& world) {
    world.mcp.answers = McpBehaviour::Answers::kEventStream;
    world.mcp.resumable = true;
  });
  EXPECT_TRUE(list("2025-06-18").body.starts_with("id: s1-1\n"));
  for (const Revision& row : kRevisions) {
    if (!row.streamable_http || row.stateless) continue;
    const Response response = list(std::string(row.date));
    EXPECT_EQ(response.body.find("-0\ndata: \n\n") != std::string::npos, row.primes_streams)
        << row.date;
  }
}

TEST_F(EventStreams, APollingAnswerComesOnlyOnResumption) {
  change([](World& world) { world.mcp.answers = McpBehaviour::Answers::kPolling; });
  const Response response = list();
  EXPECT_EQ(response.body.find("pickModel"), std::string::npos);
  EXPECT_NE(response.body.find("retry: "), std::string::npos);
  EXPECT_NE(resume(first_id(response)).body.find("pickModel"), std::string::npos);
}

TEST_F(EventStreams, NobodyResumesAStrangersStream) {
  change([](World& world) { world.mcp.answers = McpBehaviour::Answers::kPolling; });
  const std::string id = first_id(list());
  EXPECT_EQ(resume(id, "acme_admin_key").status, 405);
  EXPECT_EQ(resume("s9-0").status, 405);
  EXPECT_EQ(resume("nonsense").status, 405);
}

TEST(EventLog, ForgetsTheOldestStream) {
  EventLog log;
  const std::string first = log.open("key");
  log.append(first, "answer");
  EXPECT_TRUE(log.after(first + "-0", "key"));
  for (int i = 0; i < 1000; ++i) log.open("key");
  EXPECT_FALSE(log.after(first + "-0", "key"));
  EXPECT_EQ(log.append(first, "late"), "");
}

TEST_F(EventStreams, AnOpenMockAsksForNoCredential) {
  EXPECT_EQ(rpc(mock->key_url("acme"), "", initialize()).status, 401);
  change([](World& world) { world.mcp.open = true; });
  EXPECT_EQ(rpc(mock->key_url("acme"), "", initialize()).status, 200);
  EXPECT_EQ(rpc(mock->oauth_url(), "", initialize()).status, 200);
  EXPECT_EQ(rpc(mock->key_url("acme"), "nonsense", initialize()).status, 401);
}

}  // namespace
}  // namespace conform::mock
