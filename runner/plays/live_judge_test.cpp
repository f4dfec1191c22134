#include "runner/plays/live_judge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace conform {
namespace {

Exchange authorization(std::size_t number, const std::string& client, const std::string& query) {
  Exchange exchange;
  exchange.number = number;
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
  const std::vector<Entry> entries{
      authorization(1, "Good", challenge + "&code_challenge_method=S256&state=0123456789abcdef"),
      authorization(2, "Bad", challenge + "&code_challenge_method=plain&state=0123456789abcdef"),
      Note{3, {}, Note::Kind::kAdmin, "the clock moves"}};
  std::map<std::string, ClientVerdict> pkce;
  for (const ClientVerdict& verdict : judge_live(entries)) {
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

TEST(JudgeLive, SaysNothingOfWhatNobodyDid) { EXPECT_TRUE(judge_live({}).empty()); }

}  // namespace
}  // namespace conform
