// Scenario × record → results. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "suites/scenario.hpp"

namespace conform {

struct KnownFailure {
  // "scenario:check"; either part may be a glob. Of an invariant: "scenario:invariant/ID".
  std::string check;
  std::string because;
  std::string source;
  bool sometimes = false;  // a race inside the client: a check that passes makes it not stale
};
struct Incapability {
  std::string intent;  // "connect_with_key", "call_tool", "restart", …
  std::string because;
  std::string source;
};

// What a profile says of its own client, as far as verdicts depend on it.
struct Allowances {
  std::vector<KnownFailure> known_failures;
  std::vector<Incapability> cannot;
};

// Judges every check of the scenario, and every invariant that the record exercises.
// - A check that was not exercised is red, unless the client cannot do something that the scenario
//   asks for.
// - A check that cannot be judged for this kind of client is not applicable, with the reason.
// - A known failure is stale where its pattern matches a check that passes. So a pattern must not
//   be wider than the failure.
std::vector<CheckResult> judge(const Scenario& scenario, const std::vector<Entry>& entries,
                               const Allowances& allowances);
Verdict verdict_of(const std::vector<CheckResult>& results);

bool glob_matches(std::string_view pattern, std::string_view text);  // '*' and '?'

// The name under which an Incapability speaks of an intent: "connect_with_oauth" (any URL without a
// key), "connect_with_key", "list_tools", "call_tool", "call_at_once", "disconnect",
// "restart".
std::string_view capability_of(const Intent& intent);

}  // namespace conform
