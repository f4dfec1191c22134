#include "reports/report.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>
#include <string>

namespace conform {
namespace {

// A static library would drop formats that nobody names, silently: hence the floor.
TEST(Formats, AreLinkedIn) {
  EXPECT_GE(all_formats().size(), 8U);
  for (const std::string_view name :
       {"console", "github", "har", "html", "json", "junit", "markdown", "sarif"}) {
    EXPECT_NE(find_format(name), nullptr) << name;
  }
}

TEST(Formats, AreSortedAndEachIsThereOnce) {
  EXPECT_TRUE(std::ranges::is_sorted(all_formats(), {}, &Format::name));
  EXPECT_EQ(std::ranges::adjacent_find(all_formats(), {}, &Format::name), all_formats().end());
}

TEST(Formats, AnUnknownNameIsNone) { EXPECT_EQ(find_format("telex"), nullptr); }

TEST(Formats, DescribeThemselvesInOneLine) {
  for (const Format& format : all_formats()) {
    EXPECT_FALSE(format.describes.empty()) << format.name;
    EXPECT_LE(format.describes.size(), 80U) << format.name;
    EXPECT_EQ(format.describes.find('\n'), std::string_view::npos) << format.name;
  }
}

// A stream or a report of somebody else's may say anything wherever there is a text.
TEST(Formats, TheConsoleShowsATerminalNothingThatItObeys) {
  const std::string obeyed =
      "a\x1b[31m\x07\xc2\x9b"
      "31m\r\n::error::x\n\xc2\xa0::warning::y ##[error]z ##vso[task.complete]\xe2\x80\xae\xff";
  conform::Run run;
  run.version = run.profiles.emplace_back(run.scenarios.emplace_back(obeyed));
  Play& play = run.plays.emplace_back();
  play.scenario = play.title = play.profile = play.error = obeyed;
  play.output = {obeyed};
  play.entries = {Note{1, {}, Note::Kind::kIntent, obeyed},
                  Note{2, {}, Note::Kind::kHarness, "the program ended with " + obeyed}};
  Exchange exchange;
  exchange.number = 3;
  exchange.site = exchange.request.method = exchange.request.target = obeyed;
  exchange.rpc = RpcSummary{.method = obeyed, .id = obeyed, .tool = obeyed, .batch = false};
  play.entries.emplace_back(exchange);
  for (const Verdict verdict : {Verdict::kFail, Verdict::kKnown, Verdict::kWarn,
                                Verdict::kNotApplicable, Verdict::kFlaky}) {
    CheckResult& check = play.checks.emplace_back();
    check.id = check.requirement = check.expected = check.reason = check.finding.seen = obeyed;
    check.verdict = verdict;
    check.finding.evidence = {1, 2, 3};
  }
  play.verdict = Verdict::kFail;
  Telling telling;
  telling.rules[obeyed] = {obeyed, obeyed};
  std::ostringstream out;
  find_format("console")->write(run, telling, out);
  EXPECT_THAT(out.str(), testing::HasSubstr("error::x"));
  for (const std::string_view what : {"\x1b", "\x07", "\r", "\xc2\x9b", "\xe2\x80\xae", "\n::e",
                                      " ::e", " ::w", "\xa0::w", "##vso[", "##[", "\xff"}) {
    EXPECT_THAT(out.str(), testing::Not(testing::HasSubstr(what)));
  }
}

}  // namespace
}  // namespace conform
