// Everything a command can name, read once from the fixtures folder.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "clients/profile/profile.hpp"
#include "reports/report.hpp"
#include "runner/choice/select.hpp"
#include "suites/requirement.hpp"
#include "suites/scenario.hpp"

namespace conform::runner {

struct Catalog {
  std::filesystem::path folder;
  std::map<std::string, clients::Profile> profiles;
  Requirements requirements;
  std::map<std::string, reports::Rule> rules;  // requirement id -> what it says and where

  [[nodiscard]] Stock stock() const { return {all_scenarios(), invariants(), profiles}; }
  // What reports need to know beside a run.
  [[nodiscard]] reports::ReportContext report_context() const;
};

// What happens in a scenario, a line a step: "the client: connect by OAuth".
std::vector<std::string> steps_of(const Scenario& scenario);
std::vector<std::string> arrangement_of(const Scenario& scenario);

// Throws std::runtime_error that names the file and what is wrong in it.
Catalog load_catalog(const std::filesystem::path& fixtures);

}  // namespace conform::runner
