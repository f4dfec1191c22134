// Every scenario, requirement and catcher hangs together.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "foundation/json/json_member.hpp"
#include "suites/coverage.hpp"
#include "suites/judge.hpp"
#include "suites/requirement.hpp"
#include "suites/scenario.hpp"

namespace conform {
namespace {

const std::filesystem::path kSource = CONFORM_SOURCE_DIR;
constexpr std::size_t kScenarioFloor = 265;  // raised with the suites, never lowered
constexpr std::size_t kInvariantFloor = 35;

std::vector<std::pair<std::string, Check>> every_check() {
  std::vector<std::pair<std::string, Check>> all;
  for (const Scenario& scenario : all_scenarios()) {
    for (const Check& check : scenario.checks)
      all.emplace_back(scenario.id + ":" + check.id, check);
  }
  for (const Check& check : invariants()) all.emplace_back("invariant/" + check.id, check);
  return all;
}

TEST(Suites, NoScenarioIsLost) {
  std::set<std::string> files;
  const std::filesystem::path folder = kSource / "suites/scenarios";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".cpp") continue;
    files.insert(std::filesystem::relative(entry.path(), kSource).generic_string());
  }
  std::set<std::string> ids;
  std::set<std::string> homes;
  for (const Scenario& scenario : all_scenarios()) {
    EXPECT_TRUE(ids.insert(scenario.id).second) << scenario.id << " stands there twice";
    EXPECT_TRUE(homes.insert(scenario.file).second) << scenario.file << " holds two";
    const std::size_t slash = scenario.id.find('/');
    EXPECT_TRUE(scenario.file.starts_with("suites/scenarios/" + scenario.id.substr(0, slash + 1)) &&
                scenario.file.ends_with(scenario.id.substr(slash) + ".cpp"))
        << scenario.id << " stands in " << scenario.file;
  }
  EXPECT_EQ(homes, files);
  EXPECT_GE(ids.size(), kScenarioFloor);
  EXPECT_GE(invariants().size(), kInvariantFloor);
}

TEST(Suites, ScenariosAreFoundById) {
  for (const Scenario& scenario : all_scenarios()) {
    EXPECT_EQ(find_scenario(scenario.id), &scenario);
  }
  EXPECT_EQ(find_scenario("no/such"), nullptr);
}

TEST(Suites, EveryScenarioTellsItsStory) {
  for (const Scenario& scenario : all_scenarios()) {
    SCOPED_TRACE(scenario.id);
    for (const std::string* text :
         {&scenario.title, &scenario.story, &scenario.why, &scenario.fix}) {
      EXPECT_GE(text->size(), 15U);
      EXPECT_EQ(text->find("  "), std::string::npos);
    }
    EXPECT_FALSE(scenario.act.empty());
    EXPECT_FALSE(scenario.checks.empty());
    std::set<std::string> ids;
    for (const Check& check : scenario.checks) EXPECT_TRUE(ids.insert(check.id).second) << check.id;
    for (const Step& step : scenario.act) EXPECT_FALSE(describe(step).empty());
  }
}

TEST(Suites, EveryRequirementResolves) {
  const Requirements requirements = load_requirements(kSource / "fixtures/requirements.json");
  std::set<std::string> cited;
  for (const auto& [name, check] : every_check()) {
    SCOPED_TRACE(name);
    ASSERT_TRUE(requirements.contains(check.requirement)) << check.requirement;
    cited.insert(check.requirement);
    // A rule that says "should" can't make a check red.
    if (check.severity == Severity::kMust) {
      EXPECT_FALSE(requirements.at(check.requirement).level.starts_with("SHOULD"));
    }
  }
  for (const auto& [id, requirement] : requirements) {
    // A reason not to test it must be true.
    EXPECT_TRUE(requirement.not_tested.empty() || !cited.contains(id)) << id << " is tested";
  }
}

TEST(Suites, EveryRequirementIsJudgedOrSaysWhyNot) {
  const Requirements requirements = load_requirements(kSource / "fixtures/requirements.json");
  for (const Covered& one : coverage_of(requirements, all_scenarios(), invariants())) {
    EXPECT_FALSE(one.is_gap()) << one.requirement.id;
  }
}

TEST(Suites, EveryCatcherIsABrokenProfileAndNoneIsIdle) {
  std::set<std::string> catchers;
  for (const auto& [name, check] : every_check()) {
    SCOPED_TRACE(name);
    EXPECT_FALSE(check.expectation.text.empty());
    catchers.insert(check.catcher);
    const auto file = kSource / "fixtures/clients/broken" / (check.catcher + ".json");
    std::ifstream in(file);
    ASSERT_TRUE(in.is_open()) << file;
    const Json profile = Json::parse(in);
    EXPECT_EQ(profile.value("extends", ""), "reference");
    EXPECT_EQ(profile.value("kind", ""), "broken");
    EXPECT_FALSE(profile.value("title", "").empty());
    EXPECT_FALSE(profile.value("bug", "").empty());
    // One thing only; a bug may need two groups of switches, or two bends, to be reached.
    const std::size_t changes =
        member(profile, "behaviour").size() + member(profile, "bends").size();
    EXPECT_GE(changes, 1U);
    EXPECT_LE(changes, 2U);
  }
  for (const auto& entry :
       std::filesystem::directory_iterator(kSource / "fixtures/clients/broken")) {
    EXPECT_TRUE(catchers.contains(entry.path().stem().string()))
        << entry.path() << " catches nothing";
  }
}

// What a client that does nothing leaves behind: the notes of the harness, and the person's visits.
std::vector<Entry> record_of_an_idle_client(const Scenario& scenario) {
  std::vector<Entry> entries;
  for (const Step& step : scenario.act) {
    Note::Kind kind = Note::Kind::kAdmin;
    if (std::holds_alternative<Intent>(step)) kind = Note::Kind::kIntent;
    if (std::holds_alternative<PersonMove>(step)) kind = Note::Kind::kPerson;
    entries.emplace_back(Note{entries.size() + 1, {}, kind, describe(step)});
    if (kind == Note::Kind::kIntent) {
      entries.emplace_back(Note{entries.size() + 1, {}, Note::Kind::kOutcome, "gave up"});
      entries.emplace_back(Note{entries.size() + 1, {}, Note::Kind::kOutput, "hello"});
    } else if (kind == Note::Kind::kPerson) {
      Exchange visit;
      visit.number = entries.size() + 1;
      visit.endpoint = Endpoint::kSignIn;
      visit.facts["refusal"] = "standard_token_needs_modeler";
      entries.emplace_back(visit);
    }
  }
  return entries;
}

TEST(Suites, AClientThatDoesNothingPassesNothing) {
  for (const Scenario& scenario : all_scenarios()) {
    for (const CheckResult& result : judge(scenario, record_of_an_idle_client(scenario), {})) {
      EXPECT_EQ(result.verdict, Verdict::kNotExercised) << scenario.id << ":" << result.id;
    }
  }
}

TEST(Suites, AClientThatOnlyGetsGarbagePassesNoScenario) {
  for (const Scenario& scenario : all_scenarios()) {
    std::vector<Entry> entries = record_of_an_idle_client(scenario);
    const auto get = [&](Endpoint endpoint, std::string target, int status, std::string refusal) {
      Exchange e;
      e.number = entries.size() + 1;
      e.endpoint = endpoint;
      e.request.target = std::move(target);
      e.response.status = status;
      if (!refusal.empty()) e.facts["refusal"] = std::move(refusal);
      entries.emplace_back(std::move(e));
    };
    get(Endpoint::kOther, "/", 404, "");
    get(Endpoint::kMcp, "/callback/mcp", 401, "missing_credential");
    get(Endpoint::kAuthorize, "/callback/mcp/oauth/authorize?x=y", 400, "invalid_client");
    get(Endpoint::kToken, "/callback/mcp/oauth/token", 405, "");
    get(Endpoint::kRegistration, "/oauth/register", 405, "");
    EXPECT_TRUE(is_red(verdict_of(judge(scenario, entries, {})))) << scenario.id;
    for (const CheckResult& result : judge(scenario, entries, {})) {
      EXPECT_NE(result.verdict, Verdict::kPass) << scenario.id << ":" << result.id;
    }
  }
}

}  // namespace
}  // namespace conform
