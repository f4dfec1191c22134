// The commands that tell what there is: list, explain, coverage, fidelity.
#include <memory>

#include "runner/command_line/command.hpp"
#include "runner/command_line/shared_options.hpp"
#include "runner/commands/coverage_command.hpp"
#include "runner/commands/explain_command.hpp"
#include "runner/commands/fidelity_command.hpp"
#include "runner/commands/list_command.hpp"

namespace conform::runner {
namespace {

Command::Action declare_list(CLI::App& command) {
  auto list = std::make_shared<ListOptions>();
  command.add_option("WHAT", list->what, "scenarios, profiles, requirements, formats or cases");
  command.add_flag("--json", list->json, "As JSON");
  add_fixtures(command, list->fixtures);
  return action(list, list_command);
}

Command::Action declare_explain(CLI::App& command) {
  auto explain = std::make_shared<ExplainOptions>();
  command.add_option("ID", explain->id, "A scenario, invariant, requirement or profile")
      ->required();
  add_fixtures(command, explain->fixtures);
  return action(explain, explain_command);
}

Command::Action declare_coverage(CLI::App& command) {
  auto coverage = std::make_shared<CoverageOptions>();
  command.add_option("REQUIREMENT", coverage->requirements,
                     "Requirements by id or glob; all when none is named");
  command.add_flag("--gaps", coverage->gaps, "Only those with neither a check nor a reason");
  command.add_flag("--json", coverage->json, "As JSON");
  add_fixtures(command, coverage->fixtures);
  return action(coverage, coverage_command);
}

Command::Action declare_fidelity(CLI::App& command) {
  auto fidelity = std::make_shared<FidelityOptions>();
  add_list(command, "--mark", fidelity->marks,
           "Only these: seed, documented, observed, inferred, chosen")
      ->check(CLI::IsMember({"seed", "documented", "observed", "inferred", "chosen"}));
  command.add_flag("--json", fidelity->json, "As JSON");
  add_fixtures(command, fidelity->fixtures);
  return action(fidelity, fidelity_command);
}

}  // namespace

const Command kList{"list", "List what can be named", declare_list};
const Command kExplain{"explain", "Explain a scenario and its checks", declare_explain};
const Command kCoverage{"coverage",
                        "Say which checks judge each requirement, and why some have none",
                        declare_coverage};
const Command kFidelity{"fidelity", "List what the mock does and how we know that Omni does so",
                        declare_fidelity};

}  // namespace conform::runner
