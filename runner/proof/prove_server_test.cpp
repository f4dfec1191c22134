// The proof of server checks on hand-made findings: what survives, what catches nothing and what is
// not well each fail it.
#include "runner/proof/prove_server.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "runner/commands/prove_server_command.hpp"

namespace conform::runner {

using mock::BrokenServer;
using mock::Defect;
using verify::ServerCheck;
using verify::ServerFinding;

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Judged = ServerFinding::Outcome;

const std::array kTwoBroken{BrokenServer{"open", "No credential is needed.", Defect::kAnyRedirect},
                            BrokenServer{"mute", "It says nothing.", Defect::kAnyVerifier}};

const std::vector<ServerCheck> kTwoChecks{
    {"is-closed", "", "", ServerCheck::Needs::kNothing, nullptr},
    {"answers", "", "", ServerCheck::Needs::kNothing, nullptr}};

ServerFinding finding(std::string check, Judged outcome) {
  return {std::move(check), "", "", outcome, outcome == Judged::kPass ? "" : "seen"};
}

// Each defect is seen by one check, unless `blind` is that check.
std::vector<ServerFinding> examine(const BrokenServer* broken, std::string_view blind,
                                   Judged when_healthy = Judged::kPass) {
  const auto outcome = [&](std::string_view check, std::string_view defect) {
    if (broken == nullptr) return check == blind ? when_healthy : Judged::kPass;
    return broken->name == defect && check != blind ? Judged::kFail : Judged::kPass;
  };
  return {finding("is-closed", outcome("is-closed", "open")),
          finding("answers", outcome("answers", "mute"))};
}

std::string table_of(const ServerKillTable& table) {
  std::ostringstream out;
  write_server_table(table, out);
  return out.str();
}

TEST(ProveServers, IsCompleteWhenEachDefectHasACheckAndEachCheckADefect) {
  const ServerKillTable table = prove_servers(
      {kTwoBroken, kTwoChecks}, [](const BrokenServer* broken) { return examine(broken, ""); });
  EXPECT_TRUE(table.complete());
  ASSERT_THAT(table.kills, SizeIs(2));
  EXPECT_THAT(table.kills[0].caught_by, ElementsAre("is-closed"));
  EXPECT_THAT(table.kills[1].caught_by, ElementsAre("answers"));
  EXPECT_THAT(table_of(table), HasSubstr("\ncomplete: 2 of 2 defects are caught, 2 of 2 checks"));
}

TEST(ProveServers, ADefectThatNothingCatchesFails) {
  const ServerKillTable table =
      prove_servers({kTwoBroken, kTwoChecks},
                    [](const BrokenServer* broken) { return examine(broken, "answers"); });
  EXPECT_FALSE(table.complete());
  EXPECT_EQ(table.caught(), 1U);
  EXPECT_THAT(table_of(table), HasSubstr("mute    SURVIVED"));
  EXPECT_THAT(table_of(table), HasSubstr("NOT complete: 1 of 2 defects are caught, 1 of 2"));
}

TEST(ProveServers, ACheckThatCatchesNothingFails) {
  const ServerKillTable table =
      prove_servers({std::span(kTwoBroken).first(1), kTwoChecks},
                    [](const BrokenServer* broken) { return examine(broken, ""); });
  EXPECT_FALSE(table.complete());
  EXPECT_EQ(table.caught(), 1U);
  EXPECT_THAT(table.idle, ElementsAre("answers"));
  EXPECT_THAT(table_of(table), HasSubstr("checks that catch no defect: answers"));
}

TEST(ProveServers, ACheckThatTheHealthyMockDoesNotPassProvesNothing) {
  for (const Judged outcome : {Judged::kFail, Judged::kNotExercised}) {
    const ServerKillTable table =
        prove_servers({kTwoBroken, kTwoChecks}, [outcome](const BrokenServer* broken) {
          auto findings = examine(broken, "answers", outcome);
          if (broken != nullptr) findings[1].outcome = Judged::kFail;
          return findings;
        });
    EXPECT_FALSE(table.complete());
    ASSERT_THAT(table.not_well, SizeIs(1));
    EXPECT_EQ(table.not_well[0].check, "answers");
    EXPECT_THAT(table.idle, IsEmpty());
    EXPECT_THAT(table.kills[1].caught_by, IsEmpty());
    EXPECT_THAT(table_of(table), HasSubstr("does not pass answers"));
  }
}

TEST(ProveServers, WithoutChecksEveryDefectSurvives) {
  const std::vector<ServerCheck> none;
  const ServerKillTable table = prove_servers(
      {kTwoBroken, none}, [](const BrokenServer*) { return std::vector<ServerFinding>(); });
  EXPECT_FALSE(table.complete());
  EXPECT_EQ(table.caught(), 0U);
}

TEST(ProveServers, JsonSaysTheSame) {
  const ServerKillTable table =
      prove_servers({kTwoBroken, kTwoChecks},
                    [](const BrokenServer* broken) { return examine(broken, "answers"); });
  std::ostringstream out;
  write_server_json(table, out);
  EXPECT_THAT(out.str(), HasSubstr("\"complete\": false"));
  EXPECT_THAT(out.str(), HasSubstr("\"caught_by\": []"));
}

}  // namespace
}  // namespace conform::runner
