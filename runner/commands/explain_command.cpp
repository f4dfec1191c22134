#include "runner/commands/explain_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <vector>

#include "reports/text.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/nearest.hpp"
#include "suites/coverage.hpp"

namespace conform::runner {

using clients::Profile;
using reports::one_line;
using reports::wrapped;

namespace {

// One line for each item, by `tell`.
template <class Items, class Tell>
std::vector<std::string> lines_of(const Items& items, Tell tell) {
  std::vector<std::string> lines(items.size());
  std::ranges::transform(items, lines.begin(), tell);
  return lines;
}

class Explanation {
 public:
  Explanation(const Catalog& catalog, Streams& streams) : catalog_(catalog), streams_(streams) {}

  void scenario(const Scenario& scenario) {
    heading(scenario.id, scenario.title);
    section("What the user sees", scenario.story);
    section("Why it matters", scenario.why);
    items("What is arranged", arrangement_of(scenario));
    items("What is done", steps_of(scenario));
    streams_.out << "\nWhat is judged\n";
    for (const Check& one : scenario.checks) check(one, one.id);
    streams_.out << fmt::format(
        "  and {} rules of every scenario, wherever they can be judged (omni-conform explain "
        "invariant/ID)\n",
        invariants().size());
    section("What helps", scenario.fix);
  }

  void invariant(const Check& invariant) {
    heading("invariant/" + invariant.id, "judged in every scenario in which it can be");
    streams_.out << "\nWhat is judged\n";
    check(invariant, "invariant/" + invariant.id);
  }

  void requirement(const Covered& covered) {
    const Requirement& rule = covered.requirement;
    heading(rule.id, rule.text);
    streams_.out << fmt::format("{}\n{}\n", rule.level, rule.link);
    items("Where it is judged", covered.checks);
    section("Why no check judges it", rule.not_tested);
  }

  void profile(const Profile& profile) {
    heading(profile.id, fmt::format("{} ({})", profile.title, profile.kind));
    section("What it gets wrong", profile.bug);
    items("Known failures",
          lines_of(profile.allowances.known_failures, [](const KnownFailure& one) {
            return fmt::format("{}: {} ({})", one.check, one.because, one.source);
          }));
    items("What it cannot be made to do",
          lines_of(profile.allowances.cannot, [](const Incapability& one) {
            return fmt::format("{}: {} ({})", one.intent, one.because, one.source);
          }));
    std::vector<std::string> caught;
    for (const Scenario& scenario : all_scenarios()) {
      for (const Check& one : scenario.checks) {
        if (one.catcher == profile.id) {
          caught.push_back(fmt::format("{}, check {}", scenario.id, one.id));
        }
      }
    }
    for (const Check& one : invariants()) {
      if (one.catcher == profile.id) caught.push_back("invariant/" + one.id);
    }
    items("Which checks must catch it", caught);
  }

 private:
  [[nodiscard]] std::string line(const std::string& text, std::size_t indent) const {
    return std::string(indent, ' ') +
           wrapped(one_line(text, 2000), streams_.width, indent, indent) + '\n';
  }

  void heading(const std::string& id, const std::string& text) {
    streams_.out << id << '\n';
    if (!text.empty()) streams_.out << line(text, 0);
  }

  void section(std::string_view title, const std::string& text) {
    if (text.empty()) return;
    streams_.out << '\n' << title << '\n' << line(text, 2);
  }

  void items(std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    streams_.out << '\n' << title << '\n';
    for (const std::string& one : lines) {
      streams_.out << "  - " << wrapped(one_line(one, 600), streams_.width, 4, 4) << '\n';
    }
  }

  void check(const Check& check, const std::string& id) {
    streams_.out << fmt::format("  {} ({}, {})\n", id, to_string(check.severity),
                                check.requirement);
    streams_.out << line("expected: " + check.expectation.text, 4);
    if (const auto rule = catalog_.rules.find(check.requirement); rule != catalog_.rules.end()) {
      streams_.out << line("rule: " + rule->second.text, 4);
      if (!rule->second.url.empty()) streams_.out << "    " << rule->second.url << '\n';
    }
    streams_.out << line("proved by: " + caught_by(check.catcher), 4);
  }

  [[nodiscard]] std::string caught_by(const std::string& catcher) const {
    const auto profile = catalog_.profiles.find(catcher);
    if (profile == catalog_.profiles.end()) return catcher;
    return fmt::format("{} ({})", catcher, profile->second.bug);
  }

  const Catalog& catalog_;
  Streams& streams_;
};

std::vector<std::string> names_in(const Catalog& catalog) {
  std::vector<std::string> names = scenario_ids(all_scenarios());
  for (const Check& one : invariants()) names.push_back("invariant/" + one.id);
  for (const auto& [id, requirement] : catalog.requirements) names.push_back(id);
  for (const auto& [id, profile] : catalog.profiles) {
    if (profile.kind != "broken") names.push_back(id);
  }
  return names;
}

}  // namespace

int explain_command(const ExplainOptions& options, Streams& streams) {
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  Explanation explanation(catalog, streams);
  const std::string& id = options.id;
  if (const Scenario* scenario = find_scenario(id)) {
    explanation.scenario(*scenario);
    return kConformant;
  }
  const auto invariant = std::ranges::find_if(
      invariants(), [&](const Check& check) { return id == "invariant/" + check.id; });
  if (invariant != invariants().end()) {
    explanation.invariant(*invariant);
    return kConformant;
  }
  for (const Covered& covered : coverage_of(catalog.requirements, all_scenarios(), invariants())) {
    if (covered.requirement.id != id) continue;
    explanation.requirement(covered);
    return kConformant;
  }
  if (const auto profile = catalog.profiles.find(id); profile != catalog.profiles.end()) {
    explanation.profile(profile->second);
    return kConformant;
  }
  throw unknown_name("scenario, invariant, requirement or profile", id, names_in(catalog), "list");
}

}  // namespace conform::runner
