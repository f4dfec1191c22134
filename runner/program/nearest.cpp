#include "runner/program/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "reports/text.hpp"

namespace conform::runner {

using reports::terminal_line;

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& names,
                                 std::size_t count) {
  struct Candidate {
    std::size_t distance;
    std::string name;
  };
  std::vector<Candidate> candidates;
  for (const std::string& one : names) {
    // A part of a longer name ("pats" of "forbidden/pats_disabled") is as good as a small slip.
    const bool part = name.size() >= 3 && one.find(name) != std::string::npos;
    const std::size_t distance = part ? 1 : edit_distance(name, one);
    if (distance <= std::max(name.size(), one.size()) / 2) candidates.push_back({distance, one});
  }
  std::ranges::stable_sort(candidates, {}, &Candidate::distance);
  std::vector<std::string> result;
  for (const Candidate& candidate : candidates) {
    if (result.size() < count) result.push_back(candidate.name);
  }
  return result;
}

namespace {

// Before the first release the stateless era was called modern.
std::string renamed(std::string_view name) {
  constexpr std::string_view kBefore = "modern";
  std::string now(name);
  if (const std::size_t at = now.find(kBefore); at != std::string::npos) {
    now.replace(at, kBefore.size(), "stateless");
  }
  return now;
}

}  // namespace

UsageError unknown_name(std::string_view kind, std::string_view name,
                        const std::vector<std::string>& names, std::string_view listed_by) {
  constexpr std::size_t kFew = 24;
  std::string text = fmt::format("There is no {} '{}'.", kind, terminal_line(name, 120));
  if (names.empty()) {
    text += fmt::format("\nThere is no {} at all.", kind);
  } else if (names.size() <= kFew) {
    text += fmt::format("\nThere are:\n  {}", fmt::join(names, "\n  "));
  } else if (!listed_by.empty()) {
    text += fmt::format("\nThere are {}: omni-conform {}", names.size(), listed_by);
  }
  std::vector<std::string> meant = nearest(name, names);
  const std::string now = renamed(name);
  if (std::ranges::find(names, now) != names.end()) meant = {now};
  if (!meant.empty()) text += fmt::format("\nDid you mean {}?", fmt::join(meant, ", "));
  return UsageError(text);
}

}  // namespace conform::runner
