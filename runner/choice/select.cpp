#include "runner/choice/select.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "runner/program/exit_code.hpp"
#include "runner/program/nearest.hpp"
#include "suites/judge.hpp"

namespace conform::runner {

using clients::Profile;

namespace {

// "forbidden" and "forbidden/" stand for all that lies in the folder.
bool names_scenario(const std::string& pattern, const std::string& id) {
  if (glob_matches(pattern, id)) return true;
  const std::string folder = pattern.ends_with('/') ? pattern : pattern + "/";
  return id.starts_with(folder);
}

bool any_matches(const std::vector<std::string>& patterns, const std::string& text) {
  return std::ranges::any_of(
      patterns, [&](const std::string& pattern) { return glob_matches(pattern, text); });
}

bool has_wanted_check(const Scenario& scenario, const CheckFilter& filter, const Stock& stock) {
  const auto wanted = [&](const Check& check) {
    return filter.wants(check.requirement, check.severity);
  };
  return std::ranges::any_of(scenario.checks, wanted) ||
         std::ranges::any_of(stock.invariants, wanted);
}

std::vector<std::string> profile_ids(const std::map<std::string, Profile>& profiles) {
  std::vector<std::string> ids;
  ids.reserve(profiles.size());
  for (const auto& [id, profile] : profiles) ids.push_back(id);
  return ids;
}

}  // namespace

bool CheckFilter::wants(const std::string& requirement, Severity of) const {
  if (severity && *severity != of) return false;
  return requirements.empty() || any_matches(requirements, requirement);
}

void CheckFilter::apply(Play& play) const {
  if (wants_all() || play.verdict == Verdict::kHarnessError) return;
  std::erase_if(play.checks, [this](const CheckResult& check) {
    return !wants(check.requirement, check.severity);
  });
  play.verdict = verdict_of(play.checks);
}

std::vector<std::string> scenario_ids(const std::vector<Scenario>& scenarios) {
  std::vector<std::string> ids;
  ids.reserve(scenarios.size());
  for (const Scenario& scenario : scenarios) ids.push_back(scenario.id);
  return ids;
}

std::vector<std::string> requirement_ids(const Stock& stock) {
  std::set<std::string> ids;
  for (const Scenario& scenario : stock.scenarios) {
    for (const Check& check : scenario.checks) ids.insert(check.requirement);
  }
  for (const Check& check : stock.invariants) ids.insert(check.requirement);
  return {ids.begin(), ids.end()};
}

std::vector<const Scenario*> select_scenarios(const Filters& filters, const Stock& stock) {
  for (const std::string& pattern : filters.scenarios) {
    const bool known = std::ranges::any_of(stock.scenarios, [&](const Scenario& scenario) {
      return names_scenario(pattern, scenario.id);
    });
    if (!known)
      throw unknown_name("scenario", pattern, scenario_ids(stock.scenarios), "list scenarios");
  }
  const std::vector<std::string> requirements = requirement_ids(stock);
  for (const std::string& pattern : filters.checks.requirements) {
    const bool known = std::ranges::any_of(
        requirements, [&](const std::string& id) { return glob_matches(pattern, id); });
    if (!known) throw unknown_name("requirement with a check", pattern, requirements, "coverage");
  }
  std::vector<const Scenario*> selected;
  for (const Scenario& scenario : stock.scenarios) {
    const bool named = filters.scenarios.empty() ||
                       std::ranges::any_of(filters.scenarios, [&](const std::string& pattern) {
                         return names_scenario(pattern, scenario.id);
                       });
    if (named && has_wanted_check(scenario, filters.checks, stock)) selected.push_back(&scenario);
  }
  if (selected.empty()) {
    throw UsageError("No scenario has a check that all the filters want; see `omni-conform list`.");
  }
  return selected;
}

std::vector<const Profile*> select_profiles(const Filters& filters, const Stock& stock) {
  std::vector<const Profile*> selected;
  const auto add = [&](const Profile& profile) {
    if (std::ranges::find(selected, &profile) == selected.end()) selected.push_back(&profile);
  };
  if (filters.profiles.empty()) {
    for (const auto& [id, profile] : stock.profiles) {
      if (profile.kind == "product") add(profile);
    }
    if (selected.empty()) throw UsageError("There is no product profile in the fixtures.");
    return selected;
  }
  for (const std::string& pattern : filters.profiles) {
    const std::size_t before = selected.size();
    bool known = false;
    for (const auto& [id, profile] : stock.profiles) {
      if (!glob_matches(pattern, id)) continue;
      known = true;
      if (profile.kind != "external") add(profile);
    }
    if (!known)
      throw unknown_name("profile", pattern, profile_ids(stock.profiles), "list profiles");
    const auto exact = stock.profiles.find(pattern);
    if (selected.size() == before && exact != stock.profiles.end() &&
        exact->second.kind == "external") {
      throw UsageError(fmt::format(
          "Profile '{0}' is a program, not a script: use `omni-conform test --client {0}`.",
          pattern));
    }
  }
  if (selected.empty()) throw UsageError("No scripted profile is selected.");
  return selected;
}

}  // namespace conform::runner
