#include "runner/commands/coverage_command.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "foundation/json/json.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Told {
  int code = 0;
  std::string out;
};

// What the command says of these requirements.
class CoverageCommand : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* one : {"clients", "worlds"}) {
      std::filesystem::create_directories(folder_ / one);
    }
    requirement("AZ-01", "");
    requirement("ZZ-01", "");
    requirement("ZZ-02", "It happens in the client's own memory.");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void requirement(const std::string& id, const std::string& not_tested) {
    Json one = {{"id", id}, {"level", "MUST"}, {"text", "text"}, {"link", "https://x.example"}};
    if (!not_tested.empty()) one["not_tested"] = not_tested;
    requirements_.push_back(one);
  }

  Told coverage(bool gaps, bool json, std::vector<std::string> requirements = {}) {
    CoverageOptions options;
    options.requirements = std::move(requirements);
    options.gaps = gaps;
    options.json = json;
    std::ofstream(folder_ / "requirements.json") << requirements_.dump();
    options.fixtures = folder_.string();
    std::ostringstream out;
    std::ostringstream err;
    Streams streams{.out = out, .err = err};
    const int code = coverage_command(options, streams);
    return {code, out.str()};
  }

 private:
  const testing::TestInfo& test_ = *testing::UnitTest::GetInstance()->current_test_info();
  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / (std::string("coverage_") + test_.name());
  Json requirements_ = Json::array();
};

TEST_F(CoverageCommand, AGapIsNotConformant) {
  const Told said = coverage(false, false);
  EXPECT_EQ(said.code, kNotConformant);
  EXPECT_THAT(said.out, HasSubstr("AZ-01  [MUST]\n    text\n    judged by invariant/"));
  EXPECT_THAT(said.out, HasSubstr("ZZ-01  [MUST]\n    text\n    GAP: "));
  EXPECT_THAT(said.out, HasSubstr("not tested: It happens in the client's own memory."));
  EXPECT_THAT(said.out,
              HasSubstr("3 requirements: 1 judged, 1 not tested for a reason, 1 with a gap\n"));
}

TEST_F(CoverageCommand, MayBeAskedForGapsOnly) {
  const Told said = coverage(true, false);
  EXPECT_EQ(said.code, kNotConformant);
  EXPECT_THAT(said.out, HasSubstr("ZZ-01"));
  EXPECT_THAT(said.out, Not(HasSubstr("AZ-01")));
  EXPECT_THAT(said.out, HasSubstr("3 requirements: "));
}

TEST_F(CoverageCommand, JudgesOnlyWhatWasAskedFor) {
  EXPECT_EQ(coverage(false, false, {"AZ-*", "ZZ-02"}).code, kConformant);
  EXPECT_THROW(coverage(false, false, {"AZ-*", "QQ-*"}), UsageError);
}

TEST_F(CoverageCommand, IsJsonForMachines) {
  const Json list = Json::parse(coverage(false, true).out);
  ASSERT_EQ(list.size(), 3U);
  EXPECT_FALSE(list.at(0).at("checks").empty());
  EXPECT_TRUE(list.at(1).at("checks").empty());
  EXPECT_FALSE(list.at(1).contains("not_tested"));
  EXPECT_EQ(list.at(2).at("not_tested"), "It happens in the client's own memory.");
}

}  // namespace
}  // namespace conform::runner
