// What the shipped profiles say of their clients speaks of checks and abilities that there are: a
// name that is written wrong would excuse nothing, and nobody would notice.
#include <gmock/gmock.h>

#include <set>

#include "runner/commands/source_catalog.hpp"
#include "suites/judge.hpp"

namespace conform::runner {

using clients::Profile;

namespace {

// "scenario:check" and "scenario:invariant/ID".
std::vector<std::string> all_check_names() {
  std::vector<std::string> names;
  for (const Scenario& scenario : all_scenarios()) {
    for (const Check& check : scenario.checks) names.push_back(scenario.id + ":" + check.id);
    for (const Check& check : invariants()) {
      names.push_back(scenario.id + ":invariant/" + check.id);
    }
  }
  return names;
}

std::set<std::string> all_abilities() {
  std::set<std::string> abilities;
  for (const Scenario& scenario : all_scenarios()) {
    abilities.insert(scenario.needs.begin(), scenario.needs.end());
    for (const Step& step : scenario.act) {
      const auto* const intent = std::get_if<Intent>(&step);
      if (intent != nullptr) abilities.insert(std::string(capability_of(*intent)));
    }
  }
  return abilities;
}

// Of the scripted client and of the real one.
std::vector<Allowances> allowances_of(const Profile& profile) {
  return {profile.allowances, profile.launch.allowances};
}

TEST(ShippedAllowances, ExcuseChecksThatThereAre) {
  const std::vector<std::string> names = all_check_names();
  std::size_t excused = 0;
  for (const auto& [id, profile] : source_catalog().profiles) {
    for (const Allowances& allowances : allowances_of(profile)) {
      for (const KnownFailure& known : allowances.known_failures) {
        const bool found = std::ranges::any_of(
            names, [&](const std::string& name) { return glob_matches(known.check, name); });
        EXPECT_TRUE(found) << id << ": " << known.check;
        ++excused;
      }
    }
  }
  EXPECT_GT(excused, 300U);
}

TEST(ShippedAllowances, NameAbilitiesThatSomeScenarioNeeds) {
  const std::set<std::string> abilities = all_abilities();
  std::set<std::string> lacked;
  for (const auto& [id, profile] : source_catalog().profiles) {
    for (const Allowances& allowances : allowances_of(profile)) {
      for (const Incapability& one : allowances.cannot) {
        EXPECT_TRUE(abilities.contains(one.intent)) << id << ": " << one.intent;
        lacked.insert(one.intent);
      }
    }
  }
  EXPECT_GE(lacked.size(), 5U);
}

}  // namespace
}  // namespace conform::runner
