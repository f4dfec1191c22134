#include "runner/choice/official_programs.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "foundation/json/json_reader.hpp"
#include "suites/judge.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform::runner {

using mock::World;

namespace {

constexpr std::array kTools = {"test-tool", "add_numbers"};
constexpr std::string_view kDocument = "https://conformance-test.local/client-metadata.json";

// What the scenario calls first, or a question that always has an answer.
CallTool called_in(const Scenario& scenario) {
  for (const Step& step : scenario.act) {
    const auto* const intent = std::get_if<Intent>(&step);
    const auto* const call = intent == nullptr ? nullptr : std::get_if<CallTool>(intent);
    if (call != nullptr) return *call;
  }
  return {.tool = "getData", .arguments = words::question("Total revenue by month last year")};
}

bool is_invariant(const CheckResult& check) { return check.id.starts_with("invariant/"); }

}  // namespace

std::map<std::string, std::string> load_official_scenarios(const std::filesystem::path& fixtures) {
  const std::filesystem::path file = fixtures / "official_scenarios.json";
  const Json json = read_json_file(file);
  const JsonReader root(json, file.string());
  root.only({"about", "scenarios"});
  std::map<std::string, std::string> names;
  for (const auto& [ours, theirs] : root.at("scenarios").members()) {
    if (find_scenario(ours) == nullptr) theirs.fail("is of a scenario that there is not");
    names[ours] = theirs.text();
  }
  return names;
}

Scenario for_official_program(const Scenario& scenario) {
  Scenario changed = scenario;
  changed.arrange.push_back(
      {"tools of the official suite are served", [call = called_in(scenario)](World& world) {
         for (const char* const name : kTools) {
           world.tool_aliases.push_back({name, call.tool, call.arguments});
         }
       }});
  return changed;
}

void add_official_document(World& world) {
  world.client_documents[std::string(kDocument)] =
      Json{{"client_id", kDocument},
           {"client_name", "Conformance"},
           {"redirect_uris", {"http://localhost:3000/callback"}},
           {"token_endpoint_auth_method", "none"}};
}

void excuse_what_never_came_up(Play& play) {
  const bool came_to_something = std::ranges::any_of(play.checks, [](const CheckResult& check) {
    return !is_invariant(check) && check.verdict != Verdict::kNotExercised;
  });
  if (!came_to_something || play.verdict == Verdict::kHarnessError) return;
  for (CheckResult& check : play.checks) {
    if (check.verdict != Verdict::kNotExercised) continue;
    check.verdict = Verdict::kNotApplicable;
    check.reason = "a program of the official suite does not come to it: " + check.finding.seen;
  }
  play.verdict = verdict_of(play.checks);
}

}  // namespace conform::runner
