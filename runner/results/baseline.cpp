#include "runner/results/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "runner/program/nearest.hpp"
#include "suites/judge.hpp"

namespace conform::runner {
namespace {

constexpr std::string_view kUnexplained = "not explained yet";

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != std::string::npos; }

bool is_exact(const BaselineEntry& entry) {
  return !has_wildcard(entry.client) && !has_wildcard(entry.check);
}

std::string scenario_of(const BaselineEntry& entry) {
  return entry.check.substr(0, entry.check.find(':'));
}

std::string check_of(const BaselineEntry& entry) {
  return entry.check.substr(entry.check.find(':') + 1);
}

bool matches(const BaselineEntry& entry, const Play& play) {
  return glob_matches(entry.client, play.profile) &&
         glob_matches(scenario_of(entry), play.scenario);
}

bool matches(const BaselineEntry& entry, const Play& play, const CheckResult& check) {
  return matches(entry, play) && glob_matches(check_of(entry), check.id);
}

bool can_be_expected(Verdict verdict) {
  return verdict == Verdict::kFail || verdict == Verdict::kNotExercised ||
         verdict == Verdict::kWarn;
}

bool fails(Verdict verdict) { return can_be_expected(verdict) || verdict == Verdict::kKnown; }

bool has_expired(const BaselineEntry& entry, Date today) {
  return entry.expires && *entry.expires < today;
}

// Sets what an entry means for a check that it matches.
void mark(const BaselineEntry& entry, CheckResult& check, Date today) {
  if (!can_be_expected(check.verdict)) return;
  if (has_expired(entry, today)) {
    check.verdict = Verdict::kFail;
    check.reason = fmt::format("was expected until {}: {}", text_of(*entry.expires), entry.reason);
    return;
  }
  check.verdict = Verdict::kKnown;
  check.reason = entry.reason;
}

std::string stale_reason(const BaselineEntry& entry) {
  return fmt::format("the baseline lists {} for {} ({}), but it does not fail", entry.check,
                     entry.client, entry.reason);
}

// Shows a stale entry at the first check that it matches, or as a check of its own.
void show_stale(const BaselineEntry& entry, Run& run) {
  for (Play& play : run.plays) {
    for (CheckResult& check : play.checks) {
      if (!matches(entry, play, check)) continue;
      check.verdict = Verdict::kStale;
      check.reason = stale_reason(entry);
      return;
    }
  }
  const auto play =
      std::ranges::find_if(run.plays, [&](const Play& one) { return matches(entry, one); });
  if (play == run.plays.end()) return;
  CheckResult check;
  check.id = check_of(entry);
  check.verdict = Verdict::kStale;
  check.expected = "what the baseline lists";
  check.finding = {Finding::Outcome::kNotExercised, "no such check was judged", {}};
  check.reason = stale_reason(entry);
  play->checks.push_back(std::move(check));
}

bool was_played(const BaselineEntry& entry, const Run& run) {
  return std::ranges::any_of(run.plays, [&](const Play& play) {
    return play.verdict != Verdict::kHarnessError && matches(entry, play);
  });
}

bool matches_a_failure(const BaselineEntry& entry, const Run& run) {
  return std::ranges::any_of(run.plays, [&](const Play& play) {
    return std::ranges::any_of(play.checks, [&](const CheckResult& check) {
      return fails(check.verdict) && matches(entry, play, check);
    });
  });
}

bool is_listed(const std::vector<BaselineEntry>& entries, const Play& play,
               const CheckResult& check) {
  return std::ranges::any_of(
      entries, [&](const BaselineEntry& entry) { return matches(entry, play, check); });
}

}  // namespace

void check_names(const Baseline& baseline, const std::vector<std::string>& clients,
                 const std::vector<std::string>& scenarios) {
  const auto need = [&](const char* kind, const std::string& name,
                        const std::vector<std::string>& names) {
    if (has_wildcard(name) || std::ranges::find(names, name) != names.end()) return;
    const std::string what = unknown_name(kind, name, names).what();
    throw UsageError(baseline.file + ": " + what);
  };
  for (const BaselineEntry& entry : baseline.entries) {
    need("client", entry.client, clients);
    need("scenario", scenario_of(entry), scenarios);
  }
}

void hold_against(const Baseline& baseline, Run& run, Date today, bool is_whole_run) {
  std::vector<const BaselineEntry*> stale;
  for (const BaselineEntry& entry : baseline.entries) {
    const bool can_tell = is_whole_run || is_exact(entry);
    if (can_tell && was_played(entry, run) && !matches_a_failure(entry, run)) {
      stale.push_back(&entry);
    }
  }
  for (Play& play : run.plays) {
    for (CheckResult& check : play.checks) {
      const auto entry = std::ranges::find_if(
          baseline.entries, [&](const BaselineEntry& one) { return matches(one, play, check); });
      if (entry != baseline.entries.end()) mark(*entry, check, today);
    }
  }
  for (const BaselineEntry* entry : stale) show_stale(*entry, run);
  for (Play& play : run.plays) {
    if (play.verdict != Verdict::kHarnessError) play.verdict = verdict_of(play.checks);
  }
}

BaselineUpdate updated(const Baseline& old, const Run& run, Date today) {
  BaselineUpdate update;
  update.baseline.file = old.file;
  std::vector<BaselineEntry>& entries = update.baseline.entries;
  for (const BaselineEntry& entry : old.entries) {
    if (was_played(entry, run) && !matches_a_failure(entry, run)) {
      ++update.dropped;
      continue;
    }
    ++update.kept;
    update.expired += has_expired(entry, today) ? 1 : 0;
    entries.push_back(entry);
  }
  for (const Play& play : run.plays) {
    for (const CheckResult& check : play.checks) {
      const bool red = check.verdict == Verdict::kFail || check.verdict == Verdict::kNotExercised;
      if (!red || is_listed(entries, play, check)) continue;
      entries.push_back({.client = play.profile,
                         .check = play.scenario + ":" + check.id,
                         .reason = std::string(kUnexplained),
                         .expires = {}});
      ++update.added;
    }
  }
  return update;
}

Date today() { return {std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())}; }

std::string text_of(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace conform::runner
