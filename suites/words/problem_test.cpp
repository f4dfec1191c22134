#include "suites/words/problem.hpp"

#include <gtest/gtest.h>

namespace conform::words {
namespace {

using Part = Spot::Part;

Exchange get(std::string target) {
  Exchange exchange;
  exchange.request.method = "GET";
  exchange.request.target = std::move(target);
  return exchange;
}

Exchange post(std::string body) {
  Exchange exchange;
  exchange.number = 7;
  exchange.request.method = "POST";
  exchange.request.headers = {{"Accept", "application/json"}};
  exchange.request.body = std::move(body);
  return exchange;
}

TEST(AProblem, IsInAHeaderThatIsWrongOrMissing) {
  EXPECT_EQ(wrong_header(post("{}"), "accept", "").spot,
            (Spot{0, Part::kRequestHeader, "accept", false}));
  EXPECT_EQ(wrong_header(post("{}"), "MCP-Protocol-Version", "").spot,
            (Spot{0, Part::kRequestHeader, "MCP-Protocol-Version", true}));
}

TEST(AProblem, IsInAParameterOfTheQuery) {
  EXPECT_EQ(wrong_parameter(get("/authorize?state=x"), "state", "").spot,
            (Spot{0, Part::kRequestLine, "state", false}));
  EXPECT_EQ(wrong_parameter(get("/authorize?x=1"), "state", "").spot,
            (Spot{0, Part::kRequestLine, "state", true}));
}

TEST(AProblem, IsInAParameterOfTheBody) {
  EXPECT_EQ(wrong_parameter(post("resource=x"), "resource", "").spot,
            (Spot{0, Part::kRequestBody, "resource", false}));
  EXPECT_EQ(wrong_parameter(post("grant_type=authorization_code"), "resource", "").spot,
            (Spot{0, Part::kRequestBody, "resource", true}));
}

TEST(AProblem, IsElsewhereInTheRequestOrUnseen) {
  EXPECT_EQ(wrong("it is late").spot, Spot{});
  EXPECT_EQ(wrong_body("no JSON").spot.part, Part::kRequestBody);
  EXPECT_FALSE(wrong("it is late").unseen);
  EXPECT_TRUE(unseen("whose it is").unseen);
  EXPECT_EQ(unseen("whose it is").what, "a capture does not show whose it is");
}

TEST(AProblem, BelongsToAnEntry) {
  EXPECT_EQ(at(post("{}"), wrong_body("no JSON").spot).entry, 7U);
}

}  // namespace
}  // namespace conform::words
