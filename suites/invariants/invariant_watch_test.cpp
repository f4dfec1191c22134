#include "suites/invariants/invariant_watch.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "suites/words/invariant.hpp"
#include "suites/words/remembered.hpp"

namespace conform {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Exchange mcp(std::size_t number, const std::string& query, const std::string& bearer) {
  Exchange exchange;
  exchange.number = number;
  exchange.endpoint = Endpoint::kMcp;
  exchange.request.method = "POST";
  exchange.request.target = "/callback/mcp" + query;
  if (!bearer.empty()) exchange.request.headers.add("Authorization", "Bearer " + bearer);
  return exchange;
}

Finding finding_of(const InvariantWatch& watch, const std::string& id) {
  const auto found = std::ranges::find(invariants(), id, &Check::id);
  return watch.findings().at(static_cast<std::size_t>(found - invariants().begin()));
}

TEST(InvariantWatch, SaysAtEachMomentWhatHoldsOfWhatWasSeen) {
  InvariantWatch watch;
  watch.see(mcp(1, "", "a-first-token"));
  EXPECT_EQ(finding_of(watch, "bearer-only-in-header").outcome, Finding::Outcome::kPass);
  watch.see(mcp(2, "?token=a-second-token", ""));
  EXPECT_EQ(finding_of(watch, "bearer-only-in-header").outcome, Finding::Outcome::kFail);
}

// A word in a query is no secret until it is used as one.
TEST(InvariantWatch, ACredentialMayShowItselfLater) {
  InvariantWatch watch;
  for (std::size_t i = 1; i <= 3; ++i) watch.see(mcp(i, "?x=a-hidden-token", "another-token"));
  watch.see(mcp(4, "?key=plain", "another-token"));
  EXPECT_THAT(finding_of(watch, "bearer-only-in-header").evidence, ElementsAre(4));
  watch.see(mcp(5, "", "a-hidden-token"));
  const Finding finding = finding_of(watch, "bearer-only-in-header");
  EXPECT_THAT(finding.evidence, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(finding.seen, HasSubstr("a credential in the query parameter x, and 3 more"));
}

// The MCP URL may be used after what names it.
TEST(InvariantWatch, AResourceIsComparedWithTheUrlThatIsUsedLater) {
  Exchange authorization;
  authorization.number = 1;
  authorization.endpoint = Endpoint::kAuthorize;
  authorization.request.target =
      "/authorize?client_id=c&response_type=code&resource=http%3A%2F%2Fh%2Fcallback%2Fmcp";
  InvariantWatch watch;
  watch.see(authorization);
  EXPECT_EQ(finding_of(watch, "resource-is-the-url").outcome, Finding::Outcome::kNotExercised);
  watch.see(mcp(2, "", ""));
  EXPECT_EQ(finding_of(watch, "resource-is-the-url").outcome, Finding::Outcome::kPass);
}

TEST(Remembered, TheOldestTextsAreForgotten) {
  RememberedSet set;
  RememberedTexts texts;
  const auto text = [](std::size_t number) {
    return "text-number-" + std::to_string(number) + '.';
  };
  for (std::size_t i = 0; i < 3 * kRemembered; ++i) {
    set.add(text(i));
    texts.add(text(i));
  }
  const std::size_t newest = 3 * kRemembered - 1;
  EXPECT_TRUE(set.is_full());
  EXPECT_TRUE(set.contains(text(newest)));
  EXPECT_FALSE(set.contains(text(0)));
  EXPECT_TRUE(texts.stand_in("a " + text(newest)));
  EXPECT_TRUE(texts.stand_in(text(newest - kRemembered / 2) + " and more"));
  EXPECT_FALSE(texts.stand_in(text(0)));
}

TEST(Remembered, ShortTextsAreFoundToo) {
  RememberedTexts texts;
  texts.add("");
  EXPECT_FALSE(texts.stand_in("anything"));
  texts.add("s1");
  EXPECT_TRUE(texts.stand_in("/?session=s1"));
  EXPECT_TRUE(texts.contains("s1"));
  EXPECT_FALSE(texts.stand_in("/?session=s2"));
}

}  // namespace
}  // namespace conform
