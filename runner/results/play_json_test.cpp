#include "runner/results/play_json.hpp"

#include <gmock/gmock.h>

#include <sstream>
#include <stdexcept>
#include <string_view>

#include "reports/golden/example_run.hpp"
#include "reports/report.hpp"

namespace conform::runner {

using reports::all_formats;
using reports::example_report_context;
using reports::example_run;
using reports::Format;

namespace {

// Every verdict, every kind of text and bytes that are no UTF-8 come back as they were: whatever
// the reports say of the one they say of the other.
TEST(PlayJson, LosesNothing) {
  const auto original = example_run();
  auto copy = original;
  for (Play& play : copy.plays) {
    const std::string line = json_of(play).dump();
    EXPECT_EQ(line.find('\n'), std::string::npos);
    play = play_from(Json::parse(line));
  }
  for (const Format& format : all_formats()) {
    std::ostringstream before;
    std::ostringstream after;
    format.write(original, example_report_context(), before);
    format.write(copy, example_report_context(), after);
    EXPECT_EQ(before.str(), after.str()) << format.name;
  }
  const auto& sent = std::get<Exchange>(original.plays.at(2).entries.at(0));
  const auto& read = std::get<Exchange>(copy.plays.at(2).entries.at(0));
  EXPECT_EQ(sent.response.body, read.response.body);
  EXPECT_EQ(sent.request.headers, read.request.headers);
}

TEST(PlayJson, KeepsEachOutcomeAndEachPlace) {
  using Part = Spot::Part;
  Play original = example_run().plays.at(0);
  ASSERT_FALSE(original.checks.empty());
  Finding& finding = original.checks.front().finding;
  finding.outcome = Finding::Outcome::kCannotTell;
  for (const Part part : {Part::kRequestLine, Part::kRequestHeader, Part::kRequestBody,
                          Part::kStatus, Part::kResponseBody, Part::kNote, Part::kAfter}) {
    finding.spots.push_back({1, part, "name", part == Part::kAfter});
  }
  const Finding copy = play_from(Json::parse(json_of(original).dump())).checks.front().finding;
  EXPECT_EQ(copy.outcome, finding.outcome);
  EXPECT_EQ(copy.spots, finding.spots);
}

TEST(PlayJson, RefusesWhatIsNoPlay) {
  EXPECT_ANY_THROW(play_from(Json::object()));
  Json json = json_of(example_run().plays.at(0));
  json["verdict"] = "splendid";
  EXPECT_ANY_THROW(play_from(json));
}

TEST(PlayJson, SaysWhereBytesAreNone) {
  const std::string line = json_of(example_run().plays.at(2)).dump();
  constexpr std::string_view kBytes = "{\"hex\":\"";
  const std::size_t digits = line.find(kBytes) + kBytes.size();
  ASSERT_GT(digits, kBytes.size());
  for (const char* wrong : {"0g", "0 ", "-1", "+1", "0x", "\u00e4", "f"}) {
    const Json json = Json::parse(std::string(line).insert(digits, wrong));
    EXPECT_THAT([&] { play_from(json); },
                testing::ThrowsMessage<std::runtime_error>(
                    testing::HasSubstr("no two hexadecimal digits at place")))
        << wrong;
  }
}

}  // namespace
}  // namespace conform::runner
