// What a pull request's comment and a job's annotations must never do, and how long they may be.
#include <gmock/gmock.h>

#include <sstream>

#include "reports/golden/example_run.hpp"
#include "reports/report.hpp"

namespace conform::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string rendered(std::string_view name, const Run& run) {
  std::ostringstream out;
  find_format(name)->write(run, example_report_context(), out);
  return out.str();
}

Run run_of(std::size_t plays) {
  Run run = example_run();
  const Play broken = run.plays.at(5);
  run.plays.assign(plays, broken);
  run.scenarios.assign(plays, broken.scenario);
  return run;
}

TEST(Markdown, WhatIsNewComesFirst) {
  const std::string text = rendered("markdown", example_run());
  const std::size_t fresh = text.find("New: not in the baseline");
  ASSERT_NE(fresh, std::string::npos);
  EXPECT_LT(fresh, text.find("Warnings"));
  EXPECT_LT(fresh, text.find("Expected failures ("));
}

TEST(Markdown, FitsIntoAComment) { EXPECT_LT(rendered("markdown", run_of(2000)).size(), 65536U); }

TEST(Markdown, ForeignTextNeitherMarksUpNorBreaksATable) {
  auto run = run_of(1);
  run.plays[0].checks[0].finding.seen = "`x` | @everyone <img src=x> [a](b)\n# title";
  const std::string text = rendered("markdown", run);
  EXPECT_THAT(text, HasSubstr("`'x' \\| @everyone <img src=x> [a](b) # title`"));
  EXPECT_THAT(text, Not(HasSubstr("\n# title")));
}

TEST(Github, ForeignTextStartsNoCommand) {
  auto run = run_of(1);
  run.plays[0].checks[0].finding.seen = "100%\n::set-env name=PATH::/evil\r\n::error::x";
  const std::string text = rendered("github", run);
  EXPECT_THAT(text, Not(HasSubstr("\n::set-env")));
  EXPECT_THAT(text, HasSubstr("100%25 : :set-env"));
}

TEST(Github, SaysHowManyAreNotShown) {
  const std::string text = rendered("github", run_of(30));
  EXPECT_THAT(text, HasSubstr("and 21 more"));
  std::size_t errors = 0;
  for (std::size_t at = text.find("::error"); at != std::string::npos;
       at = text.find("::error", at + 1)) {
    ++errors;
  }
  EXPECT_EQ(errors, 10U);
}

}  // namespace
}  // namespace conform::reports
