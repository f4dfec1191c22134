// The tools that events and expectations are made of: where in a record something first happened,
// which part of the record a condition selects, and the verdict. Pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "suites/record.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform::words {

// The index of the first exchange, or note of a kind, of which `is` holds.
template <typename Predicate>
std::optional<std::size_t> first_exchange(const std::vector<Entry>& entries, Predicate is) {
  const auto found = std::ranges::find_if(entries, [&](const Entry& entry) {
    const Exchange* exchange = record::exchange_in(entry);
    return exchange != nullptr && is(*exchange);
  });
  if (found == entries.end()) return std::nullopt;
  return static_cast<std::size_t>(found - entries.begin());
}
template <typename Predicate>
std::optional<std::size_t> first_note(const std::vector<Entry>& entries, Note::Kind kind,
                                      Predicate is) {
  const auto found = std::ranges::find_if(entries, [&](const Entry& entry) {
    const Note* note = record::note_in(entry, kind);
    return note != nullptr && is(*note);
  });
  if (found == entries.end()) return std::nullopt;
  return static_cast<std::size_t>(found - entries.begin());
}

inline constexpr std::size_t kShownEvidence = 12;  // more numbers than that help nobody

std::string count_of(std::size_t n, const Kind& kind);  // "2 token requests", "no token request"

Finding not_exercised(std::string why);
Finding not_exercised(const Event& event);  // which never happened
// This kind of client never shows what would be judged. `why` tells that to its author.
Finding cannot_tell(std::string why, std::vector<std::size_t> evidence);
// What was judged by the output of a client of which nobody told it.
Finding unheard(std::vector<std::size_t> evidence);
// `spots` are read only where it did not pass.
Finding verdict(bool passed, std::string seen, std::vector<std::size_t> evidence,
                std::vector<Spot> spots = {});
// What should have come after that entry, and did not: "no tools/call".
Finding nothing_came(std::string seen, std::size_t after);
// The user should have been told of an event, and heard nothing or something else.
Finding untold(const Entry& event, const std::string& heard);

// Where a condition's event lies: the entries to look at, or nullopt when it did not happen.
struct Scope {
  std::span<const Entry> entries;
  std::size_t event_number = 0;
  const Entry* event = nullptr;
};
std::optional<Scope> scope_of(const std::vector<Entry>& entries, const After& condition);
std::optional<Scope> scope_of(const std::vector<Entry>& entries, const Once& condition);

std::string when(const After& condition);  // "after …"
std::string when(const Once& condition);

}  // namespace conform::words
