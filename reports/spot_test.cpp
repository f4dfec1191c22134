#include "reports/spot.hpp"

#include <gtest/gtest.h>

namespace conform::reports {
namespace {

Play play_of(Exchange exchange) {
  exchange.number = 1;
  Play play;
  play.entries = {std::move(exchange), Note{2, {}, Note::Kind::kOutput, "all is well"}};
  return play;
}

CheckResult broken(std::string seen, std::vector<std::size_t> evidence = {1}) {
  CheckResult check;
  check.finding = {Finding::Outcome::kFail, std::move(seen), std::move(evidence)};
  return check;
}

Spot only_spot(const Exchange& exchange, const std::string& seen) {
  const std::vector<Spot> spots = spots_of(play_of(exchange), broken(seen));
  EXPECT_EQ(spots.size(), 1U) << seen;
  return spots.empty() ? Spot{} : spots.front();
}

Exchange get(std::string target) {
  Exchange exchange;
  exchange.request.target = std::move(target);
  return exchange;
}

Exchange post(std::string body) {
  Exchange exchange;
  exchange.request.method = "POST";
  exchange.request.headers = {{"Accept", "application/json"}};
  exchange.request.body = std::move(body);
  return exchange;
}

using Part = Spot::Part;

TEST(Places, AHeaderThatIsMissing) {
  EXPECT_EQ(only_spot(post("{}"), "POST /mcp tools/list -> 200: no MCP-Protocol-Version"),
            (Spot{1, Part::kRequestHeader, "MCP-Protocol-Version", true}));
}

TEST(Places, AHeaderThatIsWrong) {
  EXPECT_EQ(only_spot(post("{}"), "POST /mcp -> 200: Accept is \"application/json\""),
            (Spot{1, Part::kRequestHeader, "Accept", false}));
}

TEST(Places, AParameterOfTheQuery) {
  EXPECT_EQ(only_spot(get("/authorize?code_challenge_method=plain"),
                      "GET /authorize -> 302: code_challenge_method is \"plain\""),
            (Spot{1, Part::kRequestLine, "code_challenge_method", false}));
  EXPECT_EQ(only_spot(get("/mcp?secret=1"), "a credential in the query parameter secret"),
            (Spot{1, Part::kRequestLine, "secret", false}));
}

TEST(Places, AParameterThatIsMissing) {
  EXPECT_EQ(only_spot(get("/authorize?x=1"), "GET /authorize -> 302: no state"),
            (Spot{1, Part::kRequestLine, "state", true}));
  EXPECT_EQ(only_spot(post("grant_type=authorization_code"), "POST /token -> 200: no resource"),
            (Spot{1, Part::kRequestBody, "resource", true}));
}

TEST(Places, AParameterOfTheBody) {
  EXPECT_EQ(only_spot(post("resource=x"), "resource is x, it was y"),
            (Spot{1, Part::kRequestBody, "resource", false}));
}

TEST(Places, OtherwiseTheRequestItself) {
  EXPECT_EQ(only_spot(get("/authorize"), "3 authorization requests"),
            (Spot{1, Part::kRequestLine, "", false}));
  EXPECT_EQ(only_spot(get("/authorize"), "in another state of affairs, a code of conduct"),
            (Spot{1, Part::kRequestLine, "", false}));
}

TEST(Places, WhatTheUserWasNotTold) {
  EXPECT_EQ(only_spot(get("/authorize"), "it said nothing").part, Part::kStatus);
}

TEST(Places, ANoteIsItsOwnPlace) {
  const std::vector<Spot> spots = spots_of(play_of(get("/")), broken("it said: all is well", {2}));
  EXPECT_EQ(spots, (std::vector<Spot>{{2, Part::kNote, "", false}}));
}

Play play_with_notes() {
  Play play = play_of(get("/"));
  play.entries.emplace_back(Note{3, {}, Note::Kind::kAdmin, "the key is active"});
  play.entries.emplace_back(Note{4, {}, Note::Kind::kOutcome, "done: call getData"});
  return play;
}

TEST(Places, WhatNeverCameIsAwaitedBehindAnEntry) {
  EXPECT_EQ(spots_of(play_with_notes(), broken("no tools/call", {3})),
            (std::vector<Spot>{{3, Part::kAfter, "no tools/call", true}}));
  EXPECT_EQ(spots_of(play_with_notes(), broken("no token request", {1})),
            (std::vector<Spot>{{1, Part::kAfter, "no token request", true}}));
  EXPECT_EQ(spots_of(play_with_notes(), broken("it said nothing", {3})),
            (std::vector<Spot>{{3, Part::kAfter, "it said nothing", true}}));
}

TEST(Places, WhatAnAdminDidBreaksNoRule) {
  EXPECT_EQ(spots_of(play_with_notes(), broken("it said: all is well", {3})),
            (std::vector<Spot>{{3, Part::kAfter, "it said: all is well", false}}));
  EXPECT_EQ(spots_of(play_with_notes(), broken("it ended with: done", {3, 4})),
            (std::vector<Spot>{{4, Part::kNote, "", false}}));
}

TEST(Places, NothingIsMarkedThatIsNotBroken) {
  CheckResult passed = broken("no state");
  passed.finding.outcome = Finding::Outcome::kPass;
  EXPECT_TRUE(spots_of(play_of(get("/")), passed).empty());
  EXPECT_TRUE(spots_of(play_of(get("/")), broken("no state", {7})).empty());
}

}  // namespace
}  // namespace conform::reports
