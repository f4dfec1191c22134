#include "runner/results/baseline.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr Date kToday{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(25)};

CheckResult check(std::string id, Verdict verdict) {
  CheckResult made;
  made.id = std::move(id);
  made.verdict = verdict;
  return made;
}

Play play(std::string scenario, std::string profile, std::vector<CheckResult> checks) {
  Play made;
  made.scenario = std::move(scenario);
  made.profile = std::move(profile);
  made.checks = std::move(checks);
  std::vector<Verdict> verdicts;
  verdicts.reserve(made.checks.size());
  for (const CheckResult& one : made.checks) verdicts.push_back(one.verdict);
  made.verdict = worst(verdicts);
  return made;
}

auto two_plays() {
  conform::Run run;
  run.plays = {
      play("oauth/a", "cursor", {check("stops", Verdict::kFail), check("tells", Verdict::kPass)}),
      play("oauth/b", "cursor",
           {check("stops", Verdict::kPass), check("tells", Verdict::kNotExercised)})};
  return run;
}

BaselineEntry entry(std::string client, std::string name, std::optional<Date> expires = {}) {
  return {std::move(client), std::move(name), "a reason", expires};
}

auto held(std::vector<BaselineEntry> entries, bool whole = true) {
  auto run = two_plays();
  hold_against({"b.yaml", std::move(entries)}, run, kToday, whole);
  return run;
}

std::string error_of_yaml(const std::string& text) {
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) /
      (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".yaml");
  std::ofstream(file) << text;
  try {
    load_baseline(file.string());
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Baseline, AnAnchorThatHoldsItselfIsRefused) {
  for (const char* text : {"expected_failures: &a\n  - *a\n", "&a\nexpected_failures: *a\n",
                           "expected_failures:\n  - &a {client: x, check: [*a]}\n", "&a [*a]\n"}) {
    EXPECT_THAT(
        error_of_yaml(text),
        AllOf(HasSubstr(".yaml, line "), HasSubstr("nests deeper than 64 levels, or holds itself")))
        << text;
  }
}

// Nine lists of nine aliases each: 9^9 values.
TEST(Baseline, AliasesAreCountedAsWhatTheyStandFor) {
  std::string text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 9; ++i) {
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 9; ++k) text += (k == 0 ? "*a" : ",*a") + std::to_string(i - 1);
    text += "]\n";
  }
  EXPECT_THAT(error_of_yaml(text), HasSubstr("holds more than 200000 values, its aliases counted"));
}

TEST(Baseline, ADeepOrLargeFileIsRefused) {
  EXPECT_THAT(error_of_yaml(std::string(100, '[') + std::string(100, ']')),
              HasSubstr("nests deeper than 64 levels"));
  EXPECT_THAT(error_of_yaml(std::string(100'000, '[')), HasSubstr("this is no YAML"));
  EXPECT_THAT(error_of_yaml(std::string(5UL << 20U, '#')),
              HasSubstr("is larger than 1048576 bytes"));
  EXPECT_THAT(error_of_yaml("? [a, b]\n: c\n"), HasSubstr("has a member whose name is no text"));
}

TEST(Baseline, AnAliasIsWhatItStandsFor) {
  EXPECT_EQ(error_of_yaml("expected_failures:\n  - client: &c cursor\n    check: \"a:b\"\n"
                          "    reason: x\n  - client: *c\n    check: \"a:c\"\n    reason: y\n"),
            "");
}

TEST(Baseline, AListedFailureIsExpected) {
  const auto run = held({entry("cursor", "oauth/a:stops"), entry("cursor", "oauth/b:tells")});
  EXPECT_EQ(run.plays[0].verdict, Verdict::kKnown);
  EXPECT_EQ(run.plays[0].checks[0].reason, "a reason");
  EXPECT_EQ(run.plays[1].verdict, Verdict::kKnown);
}

TEST(Baseline, AnUnlistedFailureFails) {
  const auto run = held({entry("vscode", "oauth/a:stops"), entry("cursor", "oauth/b:tells")});
  EXPECT_EQ(run.plays[0].verdict, Verdict::kFail);
  EXPECT_EQ(run.plays[1].verdict, Verdict::kKnown);
}

TEST(Baseline, AListedOneThatPassesIsStale) {
  const auto run = held({entry("cursor", "oauth/a:tells")});
  EXPECT_EQ(run.plays[0].checks[1].verdict, Verdict::kStale);
  EXPECT_THAT(run.plays[0].checks[1].reason, HasSubstr("oauth/a:tells"));
}

TEST(Baseline, AListedOneThatIsNoLongerJudgedIsStale) {
  const auto run = held({entry("cursor", "oauth/a:gone")});
  ASSERT_THAT(run.plays[0].checks, SizeIs(3));
  EXPECT_EQ(run.plays[0].checks[2].verdict, Verdict::kStale);
  EXPECT_EQ(run.plays[0].verdict, Verdict::kStale);
}

TEST(Baseline, AnExpiredOneFails) {
  const auto yesterday = Date(std::chrono::sys_days(kToday) - std::chrono::days(1));
  const auto run =
      held({entry("cursor", "oauth/a:stops", yesterday), entry("cursor", "oauth/b:tells", kToday)});
  EXPECT_EQ(run.plays[0].checks[0].verdict, Verdict::kFail);
  EXPECT_THAT(run.plays[0].checks[0].reason, HasSubstr("2026-11-24"));
  EXPECT_EQ(run.plays[1].verdict, Verdict::kKnown) << "it holds on its last day";
}

TEST(Baseline, WildcardsMatch) {
  const auto run = held({entry("cur*", "oauth/*:*")});
  EXPECT_EQ(run.plays[0].verdict, Verdict::kKnown);
  EXPECT_EQ(run.plays[0].checks[1].verdict, Verdict::kPass) << "one failure is enough";
  EXPECT_EQ(run.plays[1].verdict, Verdict::kKnown);
}

TEST(Baseline, AWildcardThatMatchesNoFailureIsStaleInAWholeRunOnly) {
  EXPECT_EQ(held({entry("*", "oauth/a:te*")}).plays[0].checks[1].verdict, Verdict::kStale);
  EXPECT_EQ(held({entry("*", "oauth/a:te*")}, false).plays[0].checks[1].verdict, Verdict::kPass);
  EXPECT_EQ(held({entry("cursor", "oauth/a:tells")}, false).plays[0].checks[1].verdict,
            Verdict::kStale);
}

TEST(Baseline, WhatWasNotPlayedSaysNothing) {
  const auto run = held({entry("cursor", "oauth/c:stops"), entry("vscode", "oauth/a:tells")});
  EXPECT_EQ(run.plays[0].checks[1].verdict, Verdict::kPass);
}

TEST(Baseline, NeverExcusesAFaultOfOurs) {
  auto run = two_plays();
  run.plays = {play("oauth/a", "cursor", {})};
  run.plays[0].verdict = Verdict::kHarnessError;
  hold_against({"b.yaml", {entry("*", "*:*")}}, run, kToday, true);
  EXPECT_EQ(run.plays[0].verdict, Verdict::kHarnessError);
}

TEST(Baseline, NamesThatDoNotExistAreAnError) {
  const std::vector<std::string> clients = {"cursor"};
  const std::vector<std::string> scenarios = {"oauth/a"};
  EXPECT_NO_THROW(check_names({"b.yaml", {entry("c*", "oauth/*:x")}}, clients, scenarios));
  EXPECT_THROW(check_names({"b.yaml", {entry("curser", "oauth/a:x")}}, clients, scenarios),
               UsageError);
  EXPECT_THROW(check_names({"b.yaml", {entry("cursor", "oauth/z:x")}}, clients, scenarios),
               UsageError);
}

TEST(BaselineUpdate, AddsKeepsAndDrops) {
  const auto yesterday = Date(std::chrono::sys_days(kToday) - std::chrono::days(1));
  const Baseline old{"b.yaml",
                     {entry("cursor", "oauth/a:stops", yesterday), entry("cursor", "oauth/a:tells"),
                      entry("cursor", "oauth/z:stops")}};
  const BaselineUpdate update = updated(old, two_plays(), kToday);
  EXPECT_EQ(update.kept, 2U);
  EXPECT_EQ(update.dropped, 1U);
  EXPECT_EQ(update.added, 1U);
  EXPECT_EQ(update.expired, 1U);
  ASSERT_THAT(update.baseline.entries, SizeIs(3));
  EXPECT_EQ(update.baseline.entries[1].check, "oauth/z:stops") << "it was not played";
  EXPECT_EQ(update.baseline.entries[2].check, "oauth/b:tells");
}

TEST(BaselineUpdate, WhatItWritesMakesTheRunGreen) {
  auto run = two_plays();
  const BaselineUpdate update = updated({"b.yaml", {}}, run, kToday);
  hold_against(update.baseline, run, kToday, true);
  for (const Play& one : run.plays) EXPECT_EQ(one.verdict, Verdict::kKnown);
}

class BaselineFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/baseline.XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) {
    const std::string path = folder_ / name;
    std::ofstream(path) << text;
    return path;
  }
  static std::string error_of(const std::string& path) {
    try {
      load_baseline(path);
      return "no error";
    } catch (const UsageError& error) {
      return error.what();
    }
  }

  std::filesystem::path folder_;
};

TEST_F(BaselineFileTest, YamlAndJsonMeanTheSame) {
  const Baseline yaml = load_baseline(file("a.yaml", R"(
# a comment
expected_failures:
  - client: cursor
    check: "*:invariant/pkce-s256"
    reason: no
    expires: 2027-01-31
)"));
  const Baseline json = load_baseline(
      file("a.json", R"({"expected_failures": [{"client": "cursor", "expires": "2027-01-31",
           "check": "*:invariant/pkce-s256", "reason": "no"}]})"));
  for (const Baseline& baseline : {yaml, json}) {
    ASSERT_THAT(baseline.entries, SizeIs(1));
    EXPECT_EQ(baseline.entries[0].check, "*:invariant/pkce-s256");
    EXPECT_EQ(baseline.entries[0].reason, "no");
    EXPECT_EQ(text_of(*baseline.entries[0].expires), "2027-01-31");
  }
}

TEST_F(BaselineFileTest, WhatIsWrittenIsReadAgain) {
  for (const char* name : {"b.yaml", "b.json"}) {
    Baseline baseline{folder_ / name,
                      {entry("cursor", "oauth/a:stops", kToday),
                       {"*", "a/b:*", "it's \"so\": #1\n- yes \xc3\xa9", {}}}};
    const Baseline again = load_baseline(file(name, text_of(baseline)));
    ASSERT_THAT(again.entries, SizeIs(2)) << name;
    EXPECT_EQ(again.entries[0].expires, kToday);
    EXPECT_EQ(again.entries[1].reason, baseline.entries[1].reason);
    EXPECT_THAT(load_baseline(file(name, text_of(Baseline{folder_ / name, {}}))).entries,
                SizeIs(0));
  }
}

TEST_F(BaselineFileTest, ErrorsNameThePlace) {
  EXPECT_THAT(error_of(folder_ / "gone.yaml"), HasSubstr("gone.yaml"));
  EXPECT_THAT(error_of(file("a.yaml", "a: b\n  c: d: e\n")), HasSubstr("line 2"));
  EXPECT_THAT(error_of(file("b.yaml", "expected_failures:\n  - client: x\n    check: x\n")),
              HasSubstr("reason"));
  const auto with = [&](const std::string& member) {
    return error_of(file("c.yaml",
                         "expected_failures:\n  - client: x\n    check: a:b\n"
                         "    reason: y\n    " +
                             member + "\n"));
  };
  EXPECT_THAT(with("expires: 2027-02-30"), HasSubstr("/expected_failures/0/expires"));
  EXPECT_THAT(with("expires: soon"), HasSubstr("2027-01-31"));
  EXPECT_THAT(with("expiry: 2027-02-03"), HasSubstr("expiry"));
  EXPECT_THAT(error_of(file("d.yaml",
                            "expected_failures:\n  - client: x\n    check: stops\n"
                            "    reason: y\n")),
              HasSubstr("SCENARIO:CHECK"));
  EXPECT_THAT(error_of(file("e.json", "{}")), HasSubstr("expected_failures"));
}

}  // namespace
}  // namespace conform::runner
