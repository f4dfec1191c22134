#include "runner/plays/repeat.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace conform::runner {
namespace {

// Where a check was judged in some plays only, it was not exercised in the others.
class Verdicts {
 public:
  void count(const Play& play) {
    ++plays_;
    for (const CheckResult& check : play.checks) {
      known_.emplace(check.id, check);
      ++counts_[check.id][check.verdict];
    }
  }

  // Marks what differed in `first`; true when something did.
  bool mark(Play& first) {
    bool differs = false;
    for (auto& [id, counts] : counts_) {
      std::size_t judged = 0;
      for (const auto& [verdict, count] : counts) judged += count;
      if (judged < plays_) counts[Verdict::kNotExercised] += plays_ - judged;
      if (counts.size() < 2) continue;
      differs = true;
      check_in(first, id).verdict = Verdict::kFlaky;
      check_in(first, id).reason = in_words(counts);
    }
    return differs;
  }

 private:
  CheckResult& check_in(Play& play, const std::string& id) const {
    const auto found = std::ranges::find(play.checks, id, &CheckResult::id);
    if (found != play.checks.end()) return *found;
    play.checks.push_back(known_.at(id));
    play.checks.back().finding = {
        Finding::Outcome::kNotExercised, "it was not judged in this play", {}};
    return play.checks.back();
  }

  [[nodiscard]] std::string in_words(const std::map<Verdict, std::size_t>& counts) const {
    std::vector<std::string> parts;
    parts.reserve(counts.size());
    for (const auto& [verdict, count] : counts) {
      parts.push_back(fmt::format("{} {} of {} times", to_string(verdict), count, plays_));
    }
    return fmt::format("its verdict changes: {}", fmt::join(parts, ", "));
  }

  std::size_t plays_ = 0;
  std::map<std::string, std::map<Verdict, std::size_t>> counts_;  // by check
  std::map<std::string, CheckResult> known_;                      // where it was first judged
};

std::map<std::string, Verdict> verdicts_of(const Play& play) {
  std::map<std::string, Verdict> verdicts;
  for (const CheckResult& check : play.checks) {
    if (check.verdict != Verdict::kNotExercised) verdicts[check.id] = check.verdict;
  }
  return verdicts;
}

bool is_fault(const Play& play) { return play.verdict == Verdict::kHarnessError; }

}  // namespace

void DifferingPlays::add(Play play) {
  const std::scoped_lock lock(mutex_);
  plays_.push_back(std::move(play));
}

std::vector<Play> DifferingPlays::take() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(plays_, {});
}

PlayTask repeated(PlayTask task, std::size_t times, DifferingPlays& differing) {
  if (times < 2) return task;
  return [task = std::move(task), times, &differing] {
    Play first = task();
    Verdicts verdicts;
    verdicts.count(first);
    bool found = false;
    for (std::size_t time = 2; time <= times && !is_fault(first); ++time) {
      Play again = task();
      first.took += again.took;
      if (is_fault(again)) return again;  // no verdict at all
      verdicts.count(again);
      if (found || verdicts_of(again) == verdicts_of(first)) continue;
      found = true;
      again.profile = fmt::format("{} (play {})", again.profile, time);
      differing.add(std::move(again));
    }
    if (verdicts.mark(first)) first.verdict = Verdict::kFlaky;
    return first;
  };
}

void add_beside(std::vector<Play> plays, Run& run) {
  for (Play& play : plays) {
    if (std::ranges::find(run.profiles, play.profile) == run.profiles.end()) {
      run.profiles.push_back(play.profile);
    }
    const auto last = std::find_if(run.plays.rbegin(), run.plays.rend(), [&](const Play& other) {
      return other.scenario == play.scenario;
    });
    run.plays.insert(last.base(), std::move(play));
  }
}

}  // namespace conform::runner
