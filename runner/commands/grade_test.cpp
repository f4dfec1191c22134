// Recordings of products, judged: the verdicts were checked by reading and are held here with their
// reasons. Archives that browsers and we write, and files that are none.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "foundation/json/json_reader.hpp"
#include "record/har.hpp"
#include "runner/commands/grade_command.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/play_setup.hpp"

namespace conform::runner {

using clients::Capture;
using clients::load_profiles;
using clients::Profile;
using clients::read_captures;

namespace {

using ::testing::AllOf;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

const std::filesystem::path kFixtures = CONFORM_SOURCE_DIR "/fixtures";
const std::filesystem::path kGraded = kFixtures / "captures/graded";

Play graded(const std::filesystem::path& file, const Scenario* scenario = nullptr) {
  std::vector<Capture> captures = read_captures(file);
  EXPECT_EQ(captures.size(), 1U);
  return grade(std::move(captures.front()), {}, scenario);
}

std::filesystem::path written(const std::string& name, const std::string& content) {
  std::filesystem::path file = std::filesystem::path(::testing::TempDir()) / name;
  std::ofstream(file) << content;
  return file;
}

std::string error_of(const std::filesystem::path& file) {
  try {
    read_captures(file);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Grade, HoldsTheVerdictsOnRecordedProducts) {
  const Json table = read_json_file(kGraded / "verdicts.json");
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kGraded)) {
    files += entry.path().extension() == ".jsonl" ? 1U : 0U;
  }
  EXPECT_EQ(table.at("verdicts").size(), files);
  EXPECT_GE(files, 12U);
  for (const Json& expected : table.at("verdicts")) {
    const auto name = expected.at("capture").get<std::string>();
    const Play play = graded(kGraded / (name + ".jsonl"));
    std::vector<std::string> red;
    std::size_t passes = 0;
    for (const CheckResult& check : play.checks) {
      if (check.verdict == Verdict::kPass) ++passes;
      if (check.verdict != Verdict::kPass) red.push_back(check.id);
    }
    EXPECT_EQ(to_string(play.verdict), expected.at("verdict").get<std::string>()) << name;
    EXPECT_EQ(passes, expected.at("passes").get<std::size_t>()) << name;
    EXPECT_THAT(red, ElementsAreArray(expected.at("red").get<std::vector<std::string>>())) << name;
    EXPECT_EQ(play.verdict != Verdict::kPass, expected.contains("because")) << name;
  }
}

// The archive of a play, without what the mock knew and a browser does not.
std::filesystem::path archive_of(const Play& play, const std::string& name) {
  Json document = har_of(play.entries, {}, "test");
  document["log"]["creator"]["name"] = "a browser";
  document["log"].erase("_notes");
  for (Json& entry : document["log"]["entries"]) {
    for (const char* own : {"_number", "_site", "_endpoint", "_facts", "_rpc"}) entry.erase(own);
  }
  return written(name, document.dump());
}

TEST(Grade, JudgesAnArchiveLikeThePlayThatItIsOf) {
  const PlaySetup setup = load_play_setup(kFixtures, 1);
  const Profile reference = load_profiles(kFixtures / "clients").at("reference");
  for (const char* id : {"oauth/happy_path", "oauth/cancel", "api_key/happy_path"}) {
    const Scenario& scenario = *find_scenario(id);
    const Play played = play_scripted(scenario, reference, setup);
    ASSERT_EQ(played.verdict, Verdict::kPass) << id;
    const Play play = graded(archive_of(played, "browser.har"), &scenario);
    EXPECT_EQ(play.verdict == Verdict::kPass || play.verdict == Verdict::kNotApplicable, true)
        << id << ": " << to_string(play.verdict);
    for (const CheckResult& check : play.checks) {
      if (check.verdict == Verdict::kNotApplicable) continue;
      EXPECT_EQ(check.verdict, Verdict::kPass)
          << id << " " << check.id << ": " << check.finding.seen;
    }
  }
}

TEST(Grade, SeesABugInAnArchive) {
  const PlaySetup setup = load_play_setup(kFixtures, 1);
  const Profile broken = load_profiles(kFixtures / "clients").at("plain_pkce");
  const Scenario& scenario = *find_scenario("oauth/happy_path");
  const Play play = graded(archive_of(play_scripted(scenario, broken, setup), "broken.har"));
  EXPECT_EQ(play.verdict, Verdict::kFail);
}

TEST(Grade, ShowsNoSecretOfTheRecording) {
  const Play play = graded(kGraded / "mcp-remote-0.15.1-oauth-happy.jsonl");
  for (const Entry& entry : play.entries) {
    const auto* exchange = std::get_if<Exchange>(&entry);
    if (exchange == nullptr) continue;
    EXPECT_EQ(har_entry(*exchange).dump().find("mock-access-1"), std::string::npos)
        << exchange->number;
  }
}

// Each of them ended the process, or would fill the memory.
TEST(Grade, ADeepRecordingIsRefusedByItsPlace) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  const auto with = [&](const std::string& body, const std::string& value) {
    return R"({"req":{"method":"POST","path":"/mcp/https","headers":[["A",)" + value +
           R"(]],"body":)" + body + R"(},"res":{"status":200}})";
  };
  for (const std::string& line :
       {with(deep, "\"b\""), with("1", deep), "\xef\xbb\xbf" + with(deep, "\"b\""),
        R"({"log":)" + deep + "}"}) {
    EXPECT_THAT(error_of(written("deep.jsonl", line + "\n")),
                AllOf(HasSubstr("deep.jsonl"), HasSubstr("nests deeper than 256 levels (line 1")));
  }
  EXPECT_THAT(
      error_of(written("two.jsonl", with("1", "\"b\"") + "\n" + with(deep, "\"b\"") + "\n")),
      AllOf(HasSubstr("two.jsonl, line 2: "), HasSubstr("nests deeper")));
}

TEST(Grade, ADeepTextInsideOfARecordingIsNoJson) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  const Play play = graded(
      written("text.jsonl", R"({"req":{"method":"POST","path":"/mcp/https","headers":[],"body":")" +
                                deep + R"("},"res":{"status":400,"body":")" + deep + "\"}}\n"));
  EXPECT_EQ(
      std::ranges::count_if(
          play.entries, [](const Entry& entry) { return std::holds_alternative<Exchange>(entry); }),
      1);
}

TEST(Grade, SaysWhatIsWrongWithAFile) {
  EXPECT_THAT(error_of("/no/such/file"), HasSubstr("/no/such/file: cannot be read"));
  EXPECT_THAT(error_of(written("empty.jsonl", "")), HasSubstr("holds no exchange. Right would be"));
  EXPECT_THAT(error_of(written("text.txt", "hello\n")),
              AllOf(HasSubstr("text.txt, line 1: is not JSON"), HasSubstr("HAR 1.2")));
  EXPECT_THAT(error_of(written("other.json", R"({"a":1})")), HasSubstr("is no capture"));
  EXPECT_THAT(error_of(written("half.jsonl", R"({"req":{"method":"GET"},"res":{"status":200}})")),
              AllOf(HasSubstr("half.jsonl, line 1"), HasSubstr("path")));
  EXPECT_THAT(error_of(written("bad.har", R"({"log":{"entries":[{"request":{"method":"GET",
      "url":"nowhere"},"response":{"status":200},"startedDateTime":"x"}]}})")),
              AllOf(HasSubstr("/log/entries/0/request/url"), HasSubstr("absolute URL")));
}

}  // namespace
}  // namespace conform::runner
