#include "runner/choice/select.hpp"

#include <gmock/gmock.h>

#include "runner/program/exit_code.hpp"

namespace conform::runner {

using clients::Profile;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Check check_of(std::string id, std::string requirement, Severity severity = Severity::kMust) {
  Check made;
  made.id = std::move(id);
  made.requirement = std::move(requirement);
  made.severity = severity;
  return made;
}

class SelectTest : public testing::Test {
 protected:
  SelectTest() {
    scenarios_.resize(3);
    scenarios_[0].id = "api_key/happy_path";
    scenarios_[0].checks = {check_of("reads", "OMNI-KEY-01")};
    scenarios_[1].id = "oauth/cancel";
    scenarios_[1].checks = {check_of("tells", "SU-01", Severity::kShould)};
    scenarios_[2].id = "oauth/happy_path";
    scenarios_[2].checks = {check_of("reads", "OMNI-MCP-01"), check_of("pkce", "AZ-02")};
    for (const auto& [id, kind] : {std::pair{"reference", "reference"},
                                   {"cursor", "product"},
                                   {"vscode", "product"},
                                   {"no_pkce", "broken"},
                                   {"mcp_remote", "external"}}) {
      profiles_[id].id = id;
      profiles_[id].kind = kind;
    }
  }

  [[nodiscard]] Stock stock() const { return {scenarios_, invariants_, profiles_}; }

  [[nodiscard]] std::vector<std::string> scenarios(const Filters& filters) const {
    std::vector<std::string> ids;
    for (const Scenario* scenario : select_scenarios(filters, stock())) ids.push_back(scenario->id);
    return ids;
  }

  [[nodiscard]] std::vector<std::string> profiles(std::vector<std::string> patterns) const {
    Filters filters;
    filters.profiles = std::move(patterns);
    std::vector<std::string> ids;
    for (const Profile* profile : select_profiles(filters, stock())) ids.push_back(profile->id);
    return ids;
  }

  [[nodiscard]] std::string usage(const Filters& filters) const {
    try {
      select_scenarios(filters, stock());
      select_profiles(filters, stock());
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no error";
  }

  std::vector<Scenario> scenarios_;
  std::vector<Check> invariants_;
  std::map<std::string, Profile> profiles_;
};

TEST_F(SelectTest, NothingNamedIsEveryScenario) { EXPECT_EQ(scenarios({}).size(), 3U); }

TEST_F(SelectTest, TakesIdsGlobsAndFolders) {
  EXPECT_THAT(scenarios({.scenarios = {"oauth/cancel"}}), ElementsAre("oauth/cancel"));
  EXPECT_THAT(scenarios({.scenarios = {"*/happy_path"}}),
              ElementsAre("api_key/happy_path", "oauth/happy_path"));
  EXPECT_THAT(scenarios({.scenarios = {"oauth"}}), ElementsAre("oauth/cancel", "oauth/happy_path"));
  EXPECT_THAT(scenarios({.scenarios = {"oauth/"}}),
              ElementsAre("oauth/cancel", "oauth/happy_path"));
}

TEST_F(SelectTest, AScenarioNamedTwiceIsPlayedOnce) {
  EXPECT_THAT(scenarios({.scenarios = {"oauth/cancel", "oauth/c*"}}), ElementsAre("oauth/cancel"));
}

TEST_F(SelectTest, OneWrongNameAmongRightOnesIsAnError) {
  const std::string text = usage({.scenarios = {"oauth/cancel", "oauth/cancle"}});
  EXPECT_THAT(text, HasSubstr("'oauth/cancle'"));
  EXPECT_THAT(text, HasSubstr("Did you mean oauth/cancel"));
}

TEST_F(SelectTest, ChoosesScenariosByRequirement) {
  EXPECT_THAT(scenarios({.checks = {.requirements = {"AZ-02"}}}), ElementsAre("oauth/happy_path"));
  EXPECT_THAT(scenarios({.checks = {.requirements = {"OMNI-*"}}}),
              ElementsAre("api_key/happy_path", "oauth/happy_path"));
  EXPECT_THAT(usage({.checks = {.requirements = {"AZ-03"}}}), HasSubstr("Did you mean AZ-02"));
}

TEST_F(SelectTest, ChoosesScenariosBySeverity) {
  EXPECT_THAT(scenarios({.checks = {.severity = Severity::kShould}}), ElementsAre("oauth/cancel"));
}

TEST_F(SelectTest, AnInvariantMakesEveryScenarioACandidate) {
  invariants_ = {check_of("version", "TR-01")};
  EXPECT_EQ(scenarios({.checks = {.requirements = {"TR-01"}}}).size(), 3U);
}

TEST_F(SelectTest, FiltersThatExcludeEachOtherAreAnError) {
  EXPECT_THAT(usage({.scenarios = {"oauth/cancel"}, .checks = {.requirements = {"AZ-02"}}}),
              HasSubstr("No scenario"));
}

TEST_F(SelectTest, ProductsAreTheDefault) {
  EXPECT_THAT(profiles({}), ElementsAre("cursor", "vscode"));
}

TEST_F(SelectTest, OtherProfilesCanBeAskedFor) {
  EXPECT_THAT(profiles({"no_pkce", "reference"}), ElementsAre("no_pkce", "reference"));
  EXPECT_THAT(profiles({"*"}), ElementsAre("cursor", "no_pkce", "reference", "vscode"));
}

TEST_F(SelectTest, AnUnknownProfileIsAnError) {
  EXPECT_THAT(usage({.profiles = {"curser"}}), HasSubstr("Did you mean cursor"));
}

TEST_F(SelectTest, AProgramIsNoScript) {
  EXPECT_THAT(usage({.profiles = {"mcp_remote"}}), HasSubstr("test --client mcp_remote"));
  EXPECT_THAT(usage({.profiles = {"cursor", "mcp_remote"}}), HasSubstr("test --client mcp_remote"));
}

TEST(CheckFilterTest, JudgesAPlayByWhatIsLeft) {
  Play play;
  play.verdict = Verdict::kFail;
  play.checks.resize(2);
  play.checks[0].requirement = "AZ-02";
  play.checks[0].verdict = Verdict::kFail;
  play.checks[1].requirement = "SU-01";
  play.checks[1].severity = Severity::kShould;
  play.checks[1].verdict = Verdict::kPass;
  CheckFilter{.severity = Severity::kShould}.apply(play);
  EXPECT_EQ(play.checks.size(), 1U);
  EXPECT_EQ(play.verdict, Verdict::kPass);
}

TEST(CheckFilterTest, NothingLeftIsNoPass) {
  Play play;
  play.verdict = Verdict::kPass;
  play.checks.resize(1);
  play.checks[0].requirement = "AZ-02";
  play.checks[0].verdict = Verdict::kPass;
  CheckFilter{.requirements = {"TR-01"}}.apply(play);
  EXPECT_THAT(play.checks, IsEmpty());
  EXPECT_EQ(play.verdict, Verdict::kNotExercised);
}

TEST(CheckFilterTest, AFaultOfOursStaysOne) {
  Play play;
  play.verdict = Verdict::kHarnessError;
  CheckFilter{.requirements = {"TR-01"}}.apply(play);
  EXPECT_EQ(play.verdict, Verdict::kHarnessError);
}

}  // namespace
}  // namespace conform::runner
