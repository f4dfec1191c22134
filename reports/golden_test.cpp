// Every registered format, rendered from one fixed run, against its file in golden/. After a wanted
// change run the test with CONFORM_APPROVE=1, read the difference, and commit it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "foundation/json/json.hpp"
#include "reports/deflate.hpp"
#include "reports/golden/example_run.hpp"
#include "reports/golden/unpacked_html.hpp"
#include "reports/report.hpp"

namespace conform::reports {
namespace {

const std::filesystem::path kGolden = std::filesystem::path(CONFORM_SOURCE_DIR) / "reports/golden";

std::string rendered(std::string_view name, const Run& run, const ReportContext& report_context) {
  const Format* format = find_format(name);
  if (format == nullptr) throw std::runtime_error("no format " + std::string(name));
  std::ostringstream out;
  format->write(run, report_context, out);
  return out.str();
}

std::string rendered(std::string_view name) {
  return rendered(name, example_run(), example_report_context());
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string golden_name(const Format& format) {
  return std::string(format.name) + "." + std::string(format.extension);
}

std::string approvable(const Format& format) {
  const std::string text = rendered(format.name);
  return format.name == "html" ? unpacked_html(text) : text;
}

TEST(Golden, EveryFormatIsAsApproved) {
  for (const Format& format : all_formats()) {
    const std::filesystem::path file = kGolden / golden_name(format);
    const std::string text = approvable(format);
    if (std::getenv("CONFORM_APPROVE") != nullptr) {
      std::ofstream(file, std::ios::binary) << text;
      continue;
    }
    ASSERT_TRUE(std::filesystem::exists(file)) << file << ": run with CONFORM_APPROVE=1";
    EXPECT_EQ(content_of(file), text) << file;
  }
}

TEST(Golden, EveryGoldenFileHasItsFormat) {
  for (const auto& entry : std::filesystem::directory_iterator(kGolden)) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".cpp" || extension == ".hpp") continue;
    const Format* format = find_format(entry.path().stem().string());
    ASSERT_NE(format, nullptr) << entry.path();
    EXPECT_EQ(entry.path().filename(), golden_name(*format));
  }
}

TEST(Golden, TheExampleHoldsEveryVerdict) {
  std::set<Verdict> seen;
  for (const Play& play : example_run().plays) seen.insert(play.verdict);
  EXPECT_EQ(seen.size(), 8U);
}

// Whatever came over the wire, no byte of it may act on a terminal or break a parser.
TEST(Golden, NoFormatLetsControlCharactersThrough) {
  for (const Format& format : all_formats()) {
    for (const char character : rendered(format.name)) {
      const auto byte = static_cast<unsigned char>(character);
      ASSERT_TRUE(byte >= 0x20 || character == '\n' || character == '\t')
          << format.name << " " << int{byte};
    }
  }
}

TEST(Json, IsValidAndComplete) {
  const Json document = Json::parse(rendered("json"));
  EXPECT_EQ(document.at("format"), 1);
  EXPECT_EQ(document.at("verdict"), "harness_error");
  EXPECT_EQ(document.at("plays").size(), 8U);
  const Json& play = document.at("plays").at(5);
  EXPECT_EQ(play.at("evidence").size(), 4U);
  EXPECT_EQ(play.at("evidence").at(0).at("site"), "callbacks");
  EXPECT_EQ(play.at("record").at("entries"), 4);
}

void drop_durations(Json& json) {
  if (json.is_object()) json.erase("took_us");
  if (json.is_structured()) {
    for (Json& child : json) drop_durations(child);
  }
}

TEST(Json, HoldsDurationsInTookUsOnly) {
  auto slower = example_run();
  slower.took *= 2;
  for (Play& play : slower.plays) play.took *= 3;
  Json first = Json::parse(rendered("json"));
  Json second = Json::parse(rendered("json", slower, example_report_context()));
  EXPECT_NE(first, second);
  drop_durations(first);
  drop_durations(second);
  EXPECT_EQ(first, second);
}

TEST(Json, ShowsThatARecordChangedEvenWhereNoFindingCitesIt) {
  auto changed = example_run();
  std::get<Exchange>(changed.plays[5].entries[0]).request.method = "HEAD";
  for (CheckResult& check : changed.plays[5].checks) check.finding.evidence.clear();
  const Json before = Json::parse(rendered("json"));
  const Json after = Json::parse(rendered("json", changed, example_report_context()));
  EXPECT_NE(before.at("plays").at(5).at("record"), after.at("plays").at(5).at("record"));
}

TEST(Junit, IsValidAndItsCountsAreThoseOfItsCases) {
  pugi::xml_document document;
  const std::string text = rendered("junit");
  const pugi::xml_parse_result parsed = document.load_string(text.c_str());
  ASSERT_TRUE(parsed) << parsed.description();
  const pugi::xml_node root = document.child("testsuites");
  EXPECT_EQ(root.attribute("tests").as_uint(), 8U);
  EXPECT_EQ(root.attribute("failures").as_uint(), 3U);
  EXPECT_EQ(root.attribute("errors").as_uint(), 1U);
  for (const pugi::xml_node suite : root.children("testsuite")) {
    unsigned failures = 0;
    unsigned skipped = 0;
    unsigned tests = 0;
    for (const pugi::xml_node test_case : suite.children("testcase")) {
      ++tests;
      failures += test_case.child("failure") ? 1 : 0;
      skipped += test_case.child("skipped") ? 1 : 0;
    }
    EXPECT_EQ(suite.attribute("tests").as_uint(), tests);
    EXPECT_EQ(suite.attribute("failures").as_uint(), failures);
    EXPECT_EQ(suite.attribute("skipped").as_uint(), skipped);
  }
}

TEST(Html, ForeignTextStandsNowhereInThePageItself) {
  const std::string text = rendered("html");
  EXPECT_EQ(text.find("<b>"), std::string::npos);
  EXPECT_EQ(text.find("Personal Access Tokens"), std::string::npos);
}

TEST(Html, AsksNothingOfTheNetwork) {
  const std::string text = rendered("html");
  EXPECT_NE(text.find("default-src 'none'"), std::string::npos);
  for (const char* reference : {"src=\"http", "href=\"http", "@import", "url(http", "fetch("}) {
    EXPECT_EQ(text.find(reference), std::string::npos) << reference;
  }
}

TEST(Deflate, GivesBackWhatItTook) {
  for (const std::size_t size : {0U, 1U, 100U, 32768U, 1000000U}) {
    std::string text(size, 'x');
    for (std::size_t at = 0; at < size; at += 7) text[at] = static_cast<char>(at * 31);
    EXPECT_EQ(inflate_raw(deflate_raw(text)), text) << size;
  }
  EXPECT_THROW(inflate_raw("no such data"), std::runtime_error);
}

TEST(Console, ColoursOnlyWhenTold) {
  EXPECT_EQ(rendered("console").find('\x1b'), std::string::npos);
  ReportContext report_context = example_report_context();
  report_context.colour = true;
  EXPECT_NE(rendered("console", example_run(), report_context).find("\x1b[1;31mFAIL"),
            std::string::npos);
}

TEST(Console, NumbersTheProfilesWhenTheyDoNotFit) {
  ReportContext report_context = example_report_context();
  report_context.width = 40;
  const std::string text = rendered("console", example_run(), report_context);
  EXPECT_NE(text.find("  1  reference\n"), std::string::npos) << text;
}

TEST(Console, SaysOfAnEmptyRunThatNothingWasPlayed) {
  const std::string text = rendered("console", {}, {});
  EXPECT_NE(text.find("nothing was played"), std::string::npos);
  EXPECT_EQ(text.find("conformant"), std::string::npos);
}

}  // namespace
}  // namespace conform::reports
