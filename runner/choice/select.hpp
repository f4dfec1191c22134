// Which scenarios, profiles and checks a command line means. Pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "clients/profile/profile.hpp"
#include "suites/scenario.hpp"

namespace conform::runner {

// What there is to select from; everything in it must outlive the selection.
struct Stock {
  const std::vector<Scenario>& scenarios;
  const std::vector<Check>& invariants;
  const std::map<std::string, clients::Profile>& profiles;
};

// The checks that count. A play is judged by these and shown with no others.
struct CheckFilter {
  std::vector<std::string> requirements = {};  // ids or globs; none: all
  std::optional<Severity> severity = std::nullopt;

  [[nodiscard]] bool wants(const std::string& requirement, Severity of) const;
  [[nodiscard]] bool wants_all() const { return requirements.empty() && !severity; }
  // Drops the results that do not count and sets the verdict anew.
  void apply(Play& play) const;
  bool operator==(const CheckFilter&) const = default;
};

struct Filters {
  std::vector<std::string> scenarios = {};  // ids, globs, or folders; none: all
  std::vector<std::string> profiles = {};   // ids or globs; none: every profile of kind "product"
  CheckFilter checks = {};
};

// In the order of the stock, and in the order in which they were asked for. Both throw UsageError
// when a name is unknown or nothing is left.
std::vector<const Scenario*> select_scenarios(const Filters& filters, const Stock& stock);
std::vector<const clients::Profile*> select_profiles(const Filters& filters, const Stock& stock);

std::vector<std::string> scenario_ids(const std::vector<Scenario>& scenarios);
std::vector<std::string> requirement_ids(const Stock& stock);  // of checks and invariants, sorted

}  // namespace conform::runner
