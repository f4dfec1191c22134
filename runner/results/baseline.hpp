// A user's file of expected failures. A failure that it lists does not fail a run. A failure that
// it does not list does, and so does an entry that passes (stale) or has expired.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "suites/verdict.hpp"

namespace conform::runner {

using Date = std::chrono::year_month_day;

struct BaselineEntry {
  std::string client;  // a profile's id or a glob
  std::string check;   // "scenario:check", each a glob; of an invariant "scenario:invariant/ID"
  std::string reason;
  std::optional<Date> expires;  // the last day on which it holds
};

struct Baseline {
  std::string file;
  std::vector<BaselineEntry> entries;
};

// YAML, or JSON when the name ends in ".json". Throws UsageError that names the file and the place.
Baseline load_baseline(const std::string& file);
// The same of what such a file holds. Pure.
Baseline read_baseline(const std::string& text, const std::string& file);
std::string text_of(const Baseline& baseline);  // in the format that the file's name asks for

// Throws UsageError when an entry names a client or a scenario that does not exist, with a hint.
void check_names(const Baseline& baseline, const std::vector<std::string>& clients,
                 const std::vector<std::string>& scenarios);

// Replaces verdicts by what the baseline makes of them. An entry without wildcards is stale when
// its check passes or is no longer judged. One with wildcards is stale when nothing that it matches
// fails; only a whole run can show that. Entries for what was not played are left alone.
void hold_against(const Baseline& baseline, Run& run, Date today, bool is_whole_run);

struct BaselineUpdate {
  Baseline baseline;
  std::size_t kept = 0;
  std::size_t added = 0;
  std::size_t dropped = 0;  // nothing that they match fails
  std::size_t expired = 0;  // of the kept ones: somebody has to decide
};

// Keeps entries that still match a failure, and what the run did not play, with their reasons;
// lists every other red check by its name. `run` is as it was judged, not held against a baseline.
BaselineUpdate updated(const Baseline& old, const Run& run, Date today);

Date today();                    // in UTC
std::string text_of(Date date);  // "2027-01-31"

}  // namespace conform::runner
