#include "runner/choice/catalog.hpp"

#include <algorithm>

namespace conform::runner {

using clients::load_profiles;
using mock::Change;
using reports::ReportContext;

namespace {

std::string told(const Step& step) {
  if (std::holds_alternative<Intent>(step)) return "the client: " + describe(step);
  if (std::holds_alternative<PersonMove>(step)) return "the person: " + describe(step);
  return "meanwhile: " + describe(step);
}

}  // namespace

std::vector<std::string> steps_of(const Scenario& scenario) {
  std::vector<std::string> steps(scenario.act.size());
  std::ranges::transform(scenario.act, steps.begin(), told);
  return steps;
}

std::vector<std::string> arrangement_of(const Scenario& scenario) {
  std::vector<std::string> arranged(scenario.arrange.size());
  std::ranges::transform(scenario.arrange, arranged.begin(), &Change::text);
  if (arranged.empty()) arranged.emplace_back("nothing: everything works as usual");
  return arranged;
}

ReportContext Catalog::report_context() const {
  ReportContext report_context;
  report_context.rules = rules;
  for (const Scenario& scenario : all_scenarios()) {
    report_context.stories[scenario.id] = {.title = scenario.title,
                                           .story = scenario.story,
                                           .why = scenario.why,
                                           .fix = scenario.fix,
                                           .arranged = arrangement_of(scenario),
                                           .done = steps_of(scenario),
                                           .file = scenario.file};
  }
  for (const auto& [id, profile] : profiles) report_context.clients[id] = profile.title;
  return report_context;
}

Catalog load_catalog(const std::filesystem::path& fixtures) {
  Catalog catalog;
  catalog.folder = fixtures;
  catalog.profiles = load_profiles(fixtures / "clients");
  catalog.requirements = load_requirements(fixtures / "requirements.json");
  for (const auto& [id, requirement] : catalog.requirements) {
    catalog.rules[id] = {.text = requirement.text, .url = requirement.link};
  }
  return catalog;
}

}  // namespace conform::runner
