#include "reports/evidence.hpp"

#include <gtest/gtest.h>

#include "reports/golden/example_run.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

Play cursor_play() { return example_run().plays.at(5); }

TEST(Evidence, ComesInOrderAndOnce) {
  Play play = cursor_play();
  play.checks.at(1).finding.evidence = {4, 1};
  std::vector<std::size_t> numbers;
  for (const Entry* entry : cited_entries(play)) numbers.push_back(number_of(*entry));
  EXPECT_EQ(numbers, (std::vector<std::size_t>{1, 2, 4}));
}

TEST(Evidence, LeavesOutWhatTheRecordDoesNotHold) {
  EXPECT_TRUE(entries_of(cursor_play(), {99}).empty());
}

TEST(Evidence, ALineOfAnExchangeNamesWhoWhereAndHowItEnded) {
  const Play play = cursor_play();
  const std::string line = line_of(play.entries.at(0), 70);
  EXPECT_TRUE(line.starts_with("#1 GET callbacks /oauth/authorize?")) << line;
  EXPECT_TRUE(line.ends_with("... 403")) << line;
  EXPECT_LE(columns_of(line), 70U);
}

TEST(Evidence, ALineOfACallNamesMethodAndTool) {
  const Play play = example_run().plays.at(2);
  EXPECT_EQ(line_of(play.entries.at(0), 80), "#1 POST acme /mcp/https tools/call getData 403");
}

TEST(Evidence, ALineOfANoteSaysWhatHappened) {
  EXPECT_EQ(line_of(Note{7, {}, Note::Kind::kOutput, "Sign in\nagain"}, 80),
            "#7 " + std::string(to_string(Note::Kind::kOutput)) + ": Sign in again");
}

}  // namespace
}  // namespace conform::reports
