#include "suites/verdict.hpp"

#include <algorithm>

namespace conform {

std::string_view to_string(Severity severity) {
  return severity == Severity::kMust ? "must" : "should";
}

std::string_view to_string(Spot::Part part) {
  switch (part) {
    case Spot::Part::kRequestLine:
      return "request line";
    case Spot::Part::kRequestHeader:
      return "request header";
    case Spot::Part::kRequestBody:
      return "request body";
    case Spot::Part::kStatus:
      return "status";
    case Spot::Part::kResponseBody:
      return "response body";
    case Spot::Part::kNote:
      return "note";
    case Spot::Part::kAfter:
      return "after";
  }
  return "request line";
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kNotApplicable:
      return "not_applicable";
    case Verdict::kKnown:
      return "known";
    case Verdict::kWarn:
      return "warn";
    case Verdict::kFail:
      return "fail";
    case Verdict::kNotExercised:
      return "not_exercised";
    case Verdict::kStale:
      return "stale";
    case Verdict::kFlaky:
      return "flaky";
    case Verdict::kHarnessError:
      return "harness_error";
  }
  return "harness_error";
}

bool is_red(Verdict verdict) {
  return verdict == Verdict::kFail || verdict == Verdict::kNotExercised ||
         verdict == Verdict::kStale || verdict == Verdict::kFlaky ||
         verdict == Verdict::kHarnessError;
}

Verdict worst(const std::vector<Verdict>& verdicts) {
  if (verdicts.empty()) return Verdict::kNotExercised;
  return *std::ranges::max_element(verdicts);
}

}  // namespace conform
