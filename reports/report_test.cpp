#include "reports/report.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>
#include <string>

namespace conform::reports {
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

// What terminals and the logs of CI services obey, and bytes that are no text.
constexpr std::string_view kObeyed =
    "a\x1b[31m\x07\xc2\x9b"
    "31m\r\n::error::x\n\xc2\xa0::warning::y ##[error]z ##vso[task.complete]\xe2\x80\xae\xff";

// A stream or a report of somebody else's may say anything wherever there is a text.
conform::Run run_of_obeyed() {
  const std::string obeyed(kObeyed);
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
  return run;
}

std::string written(const Format& format) {
  const std::string obeyed(kObeyed);
  ReportContext report_context;
  report_context.rules[obeyed] = {obeyed, obeyed};
  std::ostringstream out;
  format.write(run_of_obeyed(), report_context, out);
  return out.str();
}

TEST(Formats, TheConsoleShowsATerminalNothingThatItObeys) {
  const std::string shown = written(*find_format("console"));
  EXPECT_THAT(shown, testing::HasSubstr("error::x"));
  for (const std::string_view what : {" ::e", " ::w", "\xa0::w"}) {
    EXPECT_THAT(shown, testing::Not(testing::HasSubstr(what)));
  }
}

// Any of them may be asked for on the standard output of a CI service's step.
TEST(Formats, GiveALogNothingThatItObeys) {
  for (const Format& format : all_formats()) {
    const std::string shown = written(format);
    for (const std::string_view what : {"\x1b", "\x07", "\r", "\xc2\x9b", "\xe2\x80\xae", "##vso[",
                                        "##[", "\xff", "\n::error::x", "\n::warning::y"}) {
      EXPECT_THAT(shown, testing::Not(testing::HasSubstr(what))) << format.name;
    }
    const bool is_packed = format.name == "html";
    EXPECT_EQ(shown.contains("vso[task.complete]"), !is_packed) << format.name;
  }
}

}  // namespace
}  // namespace conform::reports
