#include "suites/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace conform {
namespace {

const KnownFailure* known_failure(const Allowances& allowances, const std::string& name) {
  const auto found = std::ranges::find_if(
      allowances.known_failures,
      [&](const KnownFailure& known) { return glob_matches(known.check, name); });
  return found == allowances.known_failures.end() ? nullptr : &*found;
}

// The first thing that the scenario asks for and the client cannot be made to do.
const Incapability* missing_ability(const Scenario& scenario, const Allowances& allowances) {
  std::vector<std::string_view> needed(scenario.needs.begin(), scenario.needs.end());
  for (const Step& step : scenario.act) {
    const auto* intent = std::get_if<Intent>(&step);
    if (intent != nullptr) needed.push_back(capability_of(*intent));
  }
  for (const std::string_view ability : needed) {
    const auto found = std::ranges::find(allowances.cannot, ability, [](const Incapability& one) {
      return std::string_view(one.intent);
    });
    if (found != allowances.cannot.end()) return &*found;
  }
  return nullptr;
}

std::string reason_of(const std::string& because, const std::string& source) {
  return source.empty() ? because : fmt::format("{} ({})", because, source);
}

CheckResult judge_check(const Check& check, const std::string& scenario, const std::string& id,
                        const std::vector<Entry>& entries, const Allowances& allowances,
                        const Incapability* cannot) {
  CheckResult result{.id = id,
                     .severity = check.severity,
                     .requirement = check.requirement,
                     .expected = check.expectation.text,
                     .verdict = Verdict::kNotExercised,
                     .finding = check.expectation.judge(entries),
                     .reason = {}};
  const KnownFailure* known = known_failure(allowances, fmt::format("{}:{}", scenario, id));
  switch (result.finding.outcome) {
    case Finding::Outcome::kPass:
      if (known != nullptr && known->sometimes) known = nullptr;
      result.verdict = known == nullptr ? Verdict::kPass : Verdict::kStale;
      break;
    case Finding::Outcome::kFail:
      result.verdict = check.severity == Severity::kMust ? Verdict::kFail : Verdict::kWarn;
      if (known != nullptr) result.verdict = Verdict::kKnown;
      break;
    case Finding::Outcome::kNotExercised:
      if (cannot == nullptr) return result;
      result.verdict = Verdict::kNotApplicable;
      result.reason = reason_of(cannot->because, cannot->source);
      return result;
    case Finding::Outcome::kCannotTell:
      result.verdict = Verdict::kNotApplicable;
      result.reason = result.finding.seen;
      return result;
  }
  if (known != nullptr) result.reason = reason_of(known->because, known->source);
  return result;
}

}  // namespace

std::vector<CheckResult> judge(const Scenario& scenario, const std::vector<Entry>& entries,
                               const Allowances& allowances) {
  const Incapability* cannot = missing_ability(scenario, allowances);
  std::vector<CheckResult> results;
  results.reserve(scenario.checks.size() + invariants().size());
  for (const Check& check : scenario.checks) {
    results.push_back(judge_check(check, scenario.id, check.id, entries, allowances, cannot));
  }
  for (const Check& check : invariants()) {
    CheckResult result = judge_check(check, scenario.id, fmt::format("invariant/{}", check.id),
                                     entries, allowances, nullptr);
    if (result.finding.outcome != Finding::Outcome::kNotExercised) {
      results.push_back(std::move(result));
    }
  }
  return results;
}

Verdict verdict_of(const std::vector<CheckResult>& results) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(results.size());
  for (const CheckResult& result : results) verdicts.push_back(result.verdict);
  return worst(verdicts);
}

bool glob_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;  // the last '*', and where its match may end
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string_view capability_of(const Intent& intent) {
  if (const auto* connect = std::get_if<Connect>(&intent)) {
    if (!connect->client_id.empty()) return "connect_with_client_id";
    return connect->key.empty() ? "connect_with_oauth" : "connect_with_key";
  }
  if (std::holds_alternative<ListTools>(intent)) return "list_tools";
  if (std::holds_alternative<CallTool>(intent)) return "call_tool";
  if (std::holds_alternative<CallAtOnce>(intent)) return "call_at_once";
  if (std::holds_alternative<Disconnect>(intent)) return "disconnect";
  return "restart";
}

}  // namespace conform
