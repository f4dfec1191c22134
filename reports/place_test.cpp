#include "reports/place.hpp"

#include <gtest/gtest.h>

namespace conform {
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

Place only_place(const Exchange& exchange, const std::string& seen) {
  const std::vector<Place> places = places_of(play_of(exchange), broken(seen));
  EXPECT_EQ(places.size(), 1U) << seen;
  return places.empty() ? Place{} : places.front();
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

using Part = Place::Part;

TEST(Places, AHeaderThatIsMissing) {
  EXPECT_EQ(only_place(post("{}"), "POST /mcp tools/list -> 200: no MCP-Protocol-Version"),
            (Place{1, Part::kRequestHeader, "MCP-Protocol-Version", true}));
}

TEST(Places, AHeaderThatIsWrong) {
  EXPECT_EQ(only_place(post("{}"), "POST /mcp -> 200: Accept is \"application/json\""),
            (Place{1, Part::kRequestHeader, "Accept", false}));
}

TEST(Places, AParameterOfTheQuery) {
  EXPECT_EQ(only_place(get("/authorize?code_challenge_method=plain"),
                       "GET /authorize -> 302: code_challenge_method is \"plain\""),
            (Place{1, Part::kRequestLine, "code_challenge_method", false}));
  EXPECT_EQ(only_place(get("/mcp?secret=1"), "a credential in the query parameter secret"),
            (Place{1, Part::kRequestLine, "secret", false}));
}

TEST(Places, AParameterThatIsMissing) {
  EXPECT_EQ(only_place(get("/authorize?x=1"), "GET /authorize -> 302: no state"),
            (Place{1, Part::kRequestLine, "state", true}));
  EXPECT_EQ(only_place(post("grant_type=authorization_code"), "POST /token -> 200: no resource"),
            (Place{1, Part::kRequestBody, "resource", true}));
}

TEST(Places, AParameterOfTheBody) {
  EXPECT_EQ(only_place(post("resource=x"), "resource is x, it was y"),
            (Place{1, Part::kRequestBody, "resource", false}));
}

TEST(Places, OtherwiseTheRequestItself) {
  EXPECT_EQ(only_place(get("/authorize"), "3 authorization requests"),
            (Place{1, Part::kRequestLine, "", false}));
  EXPECT_EQ(only_place(get("/authorize"), "in another state of affairs, a code of conduct"),
            (Place{1, Part::kRequestLine, "", false}));
}

TEST(Places, WhatTheUserWasNotTold) {
  EXPECT_EQ(only_place(get("/authorize"), "it said nothing").part, Part::kStatus);
}

TEST(Places, ANoteIsItsOwnPlace) {
  const std::vector<Place> places =
      places_of(play_of(get("/")), broken("it said: all is well", {2}));
  EXPECT_EQ(places, (std::vector<Place>{{2, Part::kNote, "", false}}));
}

TEST(Places, NothingIsMarkedThatIsNotBroken) {
  CheckResult passed = broken("no state");
  passed.finding.outcome = Finding::Outcome::kPass;
  EXPECT_TRUE(places_of(play_of(get("/")), passed).empty());
  EXPECT_TRUE(places_of(play_of(get("/")), broken("no state", {7})).empty());
}

}  // namespace
}  // namespace conform
