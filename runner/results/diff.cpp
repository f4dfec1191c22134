#include "runner/results/diff.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace conform::runner {
namespace {

using Key = std::tuple<std::string, std::string, std::string>;  // scenario, profile, check

struct Judged {
  Verdict verdict = Verdict::kPass;
  std::string seen;
};

// Every check, and under an empty name a play that has none.
std::vector<std::pair<Key, Judged>> judged_in(const Run& run) {
  std::vector<std::pair<Key, Judged>> judged;
  for (const Play& play : run.plays) {
    if (play.checks.empty()) {
      judged.push_back({{play.scenario, play.profile, ""}, {play.verdict, play.error}});
    }
    for (const CheckResult& check : play.checks) {
      const std::string& seen = check.reason.empty() ? check.finding.seen : check.reason;
      judged.push_back({{play.scenario, play.profile, check.id}, {check.verdict, seen}});
    }
  }
  return judged;
}

bool has_play(const Run& run, const std::string& scenario, const std::string& profile) {
  return std::ranges::any_of(run.plays, [&](const Play& play) {
    return play.scenario == scenario && play.profile == profile;
  });
}

std::string name_of(const std::optional<Verdict>& verdict) {
  return verdict ? std::string(to_string(*verdict)) : "-";
}

VerdictChange change(const Key& key, const std::optional<Verdict>& before,
                     const std::optional<Verdict>& after, const std::string& seen) {
  const bool was_red = before && is_red(*before);
  const bool now_red = after && is_red(*after);
  const auto& [scenario, profile, check] = key;
  return {.scenario = scenario,
          .profile = profile,
          .check = check,
          .before = name_of(before),
          .after = name_of(after),
          .newly_red = now_red && !was_red,
          .no_longer_red = was_red && !now_red,
          .seen = seen};
}

}  // namespace

std::vector<VerdictChange> changes_between(const Run& before, const Run& after) {
  std::map<Key, Verdict> first;
  for (const auto& [key, judged] : judged_in(before)) first[key] = judged.verdict;
  std::vector<VerdictChange> changes;
  for (const auto& [key, judged] : judged_in(after)) {
    const auto was = first.find(key);
    if (was == first.end()) {
      changes.push_back(change(key, std::nullopt, judged.verdict, judged.seen));
      continue;
    }
    if (was->second != judged.verdict) {
      changes.push_back(change(key, was->second, judged.verdict, judged.seen));
    }
    first.erase(was);
  }
  for (const auto& [key, verdict] : first) {
    const auto& [scenario, profile, check] = key;
    if (has_play(after, scenario, profile)) {
      changes.push_back(change(key, verdict, std::nullopt, ""));
    }
  }
  // A check that passes or does not apply and was not judged before is no news.
  std::erase_if(changes, [](const VerdictChange& one) {
    const bool appears = one.before == "-" && !one.newly_red;
    const bool goes = one.after == "-" && !one.no_longer_red;
    return appears || goes;
  });
  std::ranges::stable_sort(changes, std::ranges::less(), [](const VerdictChange& one) {
    return one.newly_red ? 0 : one.no_longer_red ? 1 : 2;
  });
  return changes;
}

std::vector<std::string> missing_plays(const Run& before, const Run& after) {
  std::vector<std::string> missing;
  for (const Play& play : before.plays) {
    if (!has_play(after, play.scenario, play.profile)) {
      missing.push_back(play.scenario + " x " + play.profile);
    }
  }
  return missing;
}

reports::Since news_since(const Run& before, const Run& after, std::string file) {
  using reports::News;
  reports::Since since{.file = std::move(file)};
  for (const Play& play : before.plays) {
    if (is_red(play.verdict)) since.plays[{play.scenario, play.profile}] = News::kFixed;
  }
  // What is not in this run has no news.
  std::erase_if(since.plays, [&](const auto& one) {
    return !has_play(after, one.first.first, one.first.second);
  });
  for (const Play& play : after.plays) {
    const std::pair cell(play.scenario, play.profile);
    if (is_red(play.verdict))
      since.plays[cell] = since.plays.contains(cell) ? News::kStill : News::kNew;
  }
  for (const VerdictChange& change : changes_between(before, after)) {
    if (change.newly_red) since.plays[{change.scenario, change.profile}] = News::kNew;
  }
  return since;
}

}  // namespace conform::runner
