// No product is red, and the same seed makes the same run: two JSON reports are equal byte for byte
// but for "took_us".
#include <gtest/gtest.h>

#include <sstream>

#include "reports/report.hpp"
#include "runner/commands/run_command.hpp"
#include "runner/commands/source_catalog.hpp"

namespace conform {

using reports::find_format;
using runner::RunOptions;
using runner::source_catalog;

namespace {

std::string without_durations(const std::string& json) {
  static const std::string member = "\"took_us\": ";
  std::string result;
  std::size_t at = 0;
  for (std::size_t found = json.find(member); found != std::string::npos;
       found = json.find(member, at)) {
    result.append(json, at, found + member.size() - at);
    at = json.find_first_not_of("0123456789", found + member.size());
  }
  return result.append(json, at);
}

Run every_product(std::size_t jobs) {
  RunOptions options;
  options.seed = 1;
  options.jobs = jobs;
  return played(plan_of(options, source_catalog()), source_catalog(), {});
}

std::string report(const Run& played) {
  std::ostringstream out;
  find_format("json")->write(played, {.rules = source_catalog().rules}, out);
  return without_durations(out.str());
}

// Shows the first line that differs; a megabyte on the screen helps nobody.
void expect_same(const std::string& first, const std::string& second) {
  std::istringstream a(first);
  std::istringstream b(second);
  std::string line_a;
  std::string line_b;
  std::string before;
  while (std::getline(a, line_a) && std::getline(b, line_b)) {
    ASSERT_EQ(line_a, line_b) << "after:\n" << before;
    before += line_a + "\n";
    if (before.size() > 1500) before.erase(0, before.size() - 1500);
  }
  EXPECT_EQ(first.size(), second.size());
}

// One thread and four: what finishes first must not show either. What is asked of such a run is
// asked here, because playing it takes longer than most tests together.
TEST(EveryProduct, IsNotRedAndTheSameSeedMakesTheSameReport) {
  const conform::Run played = every_product(1);
  EXPECT_EQ(played.plays.size(), played.scenarios.size() * played.profiles.size());
  for (const Play& play : played.plays) {
    EXPECT_FALSE(is_red(play.verdict)) << play.scenario << " x " << play.profile;
  }
  expect_same(report(played), report(every_product(4)));
}

}  // namespace
}  // namespace conform
