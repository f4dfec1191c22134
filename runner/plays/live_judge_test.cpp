#include "runner/plays/live_judge.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "suites/scenario.hpp"

namespace conform::runner {

using mock::ClientVerdict;

namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

Exchange authorization(const std::string& client, const std::string& query) {
  Exchange exchange;
  exchange.endpoint = Endpoint::kAuthorize;
  exchange.site = "callbacks";
  exchange.request.target =
      "/callback/mcp/oauth/authorize?response_type=code&client_id=" + client + '&' + query;
  exchange.response.status = 302;
  exchange.facts = {{"client", client}, {"client_id", client}};
  return exchange;
}

TEST(JudgeLive, JudgesEachClientByItsOwnRequests) {
  const std::string challenge = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  Transcript transcript;
  transcript.append(
      authorization("Good", challenge + "&code_challenge_method=S256&state=0123456789abcdef"));
  transcript.append(
      authorization("Bad", challenge + "&code_challenge_method=plain&state=0123456789abcdef"));
  transcript.note(Note::Kind::kAdmin, "the clock moves");
  LiveJudge judge;
  judge.go_on(transcript, kAll);
  EXPECT_EQ(judge.judged(), 3U);
  std::map<std::string, ClientVerdict> pkce;
  for (const ClientVerdict& verdict : judge.verdicts()) {
    if (verdict.check.find("pkce") == std::string::npos) continue;
    pkce.emplace(verdict.client, verdict);
  }
  ASSERT_EQ(pkce.size(), 2U);
  EXPECT_EQ(pkce.at("Good").verdict, "pass");
  EXPECT_EQ(pkce.at("Good").exchange, 1U);
  EXPECT_EQ(pkce.at("Bad").verdict, "fail");
  EXPECT_EQ(pkce.at("Bad").exchange, 2U);
  EXPECT_NE(pkce.at("Bad").message.find("plain"), std::string::npos);
}

TEST(JudgeLive, SaysNothingOfWhatNobodyDid) {
  LiveJudge judge;
  judge.go_on(Transcript(), kAll);
  EXPECT_TRUE(judge.verdicts().empty());
}

Exchange ping(const std::string& agent, std::map<std::string, std::string> facts = {}) {
  Exchange exchange;
  exchange.endpoint = Endpoint::kMcp;
  exchange.request.method = "POST";
  exchange.request.target = "/callback/mcp";
  exchange.request.headers = {{"User-Agent", agent}, {"Accept", "text/html"}};
  exchange.request.body = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
  exchange.rpc = summarize_rpc(exchange.request.body);
  exchange.facts = std::move(facts);
  return exchange;
}

// What is said of a client by a check, or that it says nothing.
std::string said(const LiveJudge& judge, const std::string& client, const std::string& check) {
  for (const ClientVerdict& one : judge.verdicts()) {
    if (one.client == client && one.check == check) return one.verdict + ": " + one.message;
  }
  return "nothing";
}

TEST(JudgeLive, LooksAtNoMoreEntriesThanItIsAskedTo) {
  Transcript transcript;
  for (int i = 0; i < 50; ++i) transcript.append(ping("curl/8"));
  LiveJudge judge;
  for (const std::size_t judged : {20U, 40U, 50U, 50U}) {
    judge.go_on(transcript, 20);
    EXPECT_EQ(judge.judged(), judged);
  }
  EXPECT_EQ(said(judge, "curl", "accept-both-types"),
            "fail: POST /callback/mcp ping -> 200: Accept is \"text/html\", and 49 more like it");
}

TEST(JudgeLive, ByIncrementsItFindsWhatItFindsAtOnce) {
  Transcript transcript;
  for (int i = 0; i < 40; ++i) {
    transcript.append(ping("node/20"));
    transcript.append(ping("curl/8", {{"key", i < 20 ? "one" : "two"}}));
    transcript.append(authorization("Client " + std::to_string(i % 3), "state=s"));
  }
  LiveJudge at_once;
  at_once.go_on(transcript, kAll);
  LiveJudge by_increments;
  for (std::size_t i = 0; i < 500; ++i) by_increments.go_on(transcript, 1);
  const auto told = [](const LiveJudge& judge) {
    std::vector<std::string> lines;
    for (const ClientVerdict& one : judge.verdicts()) {
      lines.push_back(one.client + ' ' + one.check + ' ' + one.verdict + ' ' + one.message + ' ' +
                      std::to_string(one.exchange));
    }
    return lines;
  };
  EXPECT_EQ(by_increments.judged(), transcript.size());
  EXPECT_EQ(told(by_increments), told(at_once));
  EXPECT_GT(told(at_once).size(), 10U);
}

// A client's first requests have no credential yet: they count as its own once it has one, and no
// more when there are two of that kind.
TEST(JudgeLive, JudgesAnewWhoseEntriesTurnOutToBeAnothers) {
  Transcript transcript;
  transcript.append(ping("node"));
  LiveJudge judge;
  judge.go_on(transcript, kAll);
  EXPECT_THAT(said(judge, "node", "accept-both-types"), StartsWith("fail"));
  transcript.append(ping("node", {{"client", "Cursor"}}));
  judge.go_on(transcript, kAll);
  EXPECT_EQ(said(judge, "node", "accept-both-types"), "nothing");
  EXPECT_THAT(said(judge, "Cursor", "accept-both-types"), HasSubstr("and 1 more"));
  transcript.append(ping("node", {{"client", "Other"}}));
  // The two are behind meanwhile, and that is told.
  judge.go_on(transcript, 1);
  EXPECT_LT(judge.judged(), 3U);
  judge.go_on(transcript, kAll);
  EXPECT_EQ(judge.judged(), 3U);
  for (const char* client : {"node", "Cursor", "Other"}) {
    EXPECT_THAT(said(judge, client, "accept-both-types"), Not(HasSubstr("more"))) << client;
  }
}

TEST(JudgeLive, CountsWhatClientsBeyondItsLimitSent) {
  Transcript transcript;
  for (std::size_t i = 0; i < LiveJudge::kMostClients + 7; ++i) {
    transcript.append(ping("agent", {{"client", "Client " + std::to_string(i)}}));
  }
  LiveJudge judge;
  judge.go_on(transcript, kAll);
  EXPECT_EQ(judge.left_out(), 7U);
}

TEST(JudgeLive, TellsOnlyOfWhomThereIsSomethingNew) {
  Transcript transcript;
  transcript.append(ping("a", {{"client", "A"}}));
  transcript.append(ping("b", {{"client", "B"}}));
  LiveJudge judge;
  judge.go_on(transcript, kAll);
  EXPECT_EQ(judge.take_news().size(), 2U);
  EXPECT_TRUE(judge.take_news().empty());
  transcript.append(ping("b", {{"client", "B"}}));
  judge.go_on(transcript, kAll);
  const auto news = judge.take_news();
  ASSERT_EQ(news.size(), 1U);
  EXPECT_EQ(news.front().client, "B");
  EXPECT_EQ(news.front().findings.size(), invariants().size());
}

}  // namespace
}  // namespace conform::runner
