#include "runner/plays/live_judge.hpp"

#include <string>

#include "mock_server/control/attribution.hpp"
#include "suites/scenario.hpp"

namespace conform {
namespace {

std::string verdict_on(const Check& check, const Finding& finding) {
  if (finding.outcome == Finding::Outcome::kPass) return "pass";
  return check.severity == Severity::kMust ? "fail" : "warn";
}

}  // namespace

std::vector<ClientVerdict> judge_live(const std::vector<Entry>& entries) {
  std::vector<ClientVerdict> verdicts;
  for (const auto& [client, record] : records_of_clients(entries)) {
    for (const Check& check : invariants()) {
      const Finding finding = check.expectation.judge(record);
      if (finding.outcome == Finding::Outcome::kNotExercised ||
          finding.outcome == Finding::Outcome::kCannotTell) {
        continue;
      }
      verdicts.push_back({.client = client,
                          .check = check.id,
                          .expected = check.expectation.text,
                          .severity = std::string(to_string(check.severity)),
                          .verdict = verdict_on(check, finding),
                          .message = finding.seen,
                          .exchange = finding.evidence.empty() ? 0 : finding.evidence.front()});
    }
  }
  return verdicts;
}

}  // namespace conform
