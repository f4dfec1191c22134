#include "reports/mark.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace conform::reports {
namespace {

constexpr std::array kMarks = {
    VerdictMark{Verdict::kPass, "ok", "32", "every check that applies passed"},
    VerdictMark{Verdict::kNotApplicable, "n/a", "2",
                "the profile says that this client cannot do it"},
    VerdictMark{Verdict::kKnown, "known", "36", "fails as its profile or the baseline says"},
    VerdictMark{Verdict::kWarn, "warn", "33", "breaks a SHOULD"},
    VerdictMark{Verdict::kFail, "FAIL", "1;31", "breaks a MUST"},
    VerdictMark{Verdict::kNotExercised, "NEVER", "1;31",
                "never came to the point where it could be judged"},
    VerdictMark{Verdict::kStale, "STALE", "1;31", "listed as a known failure, but it passes"},
    VerdictMark{Verdict::kFlaky, "FLAKY", "1;31", "played several times, and not always the same"},
    VerdictMark{Verdict::kHarnessError, "ERROR", "1;35", "a fault of omni-conform, no verdict"},
};

}  // namespace

std::span<const VerdictMark> all_marks() { return kMarks; }

const VerdictMark& mark_of(Verdict verdict) {
  return *std::ranges::find(kMarks, verdict, &VerdictMark::verdict);
}

std::string counted(const std::vector<Play>& plays) {
  std::string counts;
  for (const VerdictMark& mark : kMarks) {
    const auto count = std::ranges::count(plays, mark.verdict, &Play::verdict);
    if (count == 0) continue;
    counts.append(counts.empty() ? "" : ", ").append(fmt::format("{} {}", count, mark.mark));
  }
  return counts;
}

std::string conclusion(const Run& run, std::string_view interrupted) {
  const auto any = [&](auto is_so) {
    return std::ranges::any_of(run.plays, is_so, &Play::verdict);
  };
  const bool failed = any([](Verdict verdict) { return verdict == Verdict::kHarnessError; });
  std::string_view said = failed              ? "no verdict: omni-conform itself failed"
                          : any(is_red)       ? "not conformant"
                          : run.plays.empty() ? "nothing was played"
                                              : "conformant";
  if (interrupted.empty()) return std::string(said);
  if (said == "conformant") said = "no verdict";
  return fmt::format("{}, {}", said, interrupted);
}

}  // namespace conform::reports
