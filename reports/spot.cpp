#include "reports/spot.hpp"

#include <algorithm>
#include <variant>

#include "reports/evidence.hpp"

namespace conform::reports {
namespace {

// What an admin or a person did, or the client was asked for, breaks no rule of a client.
bool is_of_others(const Entry& entry) {
  const auto* note = std::get_if<Note>(&entry);
  return note != nullptr && note->kind != Note::Kind::kOutput && note->kind != Note::Kind::kOutcome;
}

Spot spot_of(const Entry& entry, const Finding& finding) {
  const std::size_t number = number_of(entry);
  const auto known = std::ranges::find(finding.spots, number, &Spot::entry);
  if (known != finding.spots.end()) return *known;
  if (std::holds_alternative<Exchange>(entry)) return {.entry = number};
  return {.entry = number, .part = is_of_others(entry) ? Spot::Part::kAfter : Spot::Part::kNote};
}

}  // namespace

std::vector<Spot> spots_of(const Play& play, const CheckResult& check) {
  if (check.finding.outcome != Finding::Outcome::kFail) return {};
  const std::vector<const Entry*> entries = entries_of(play, check.finding.evidence);
  std::vector<Spot> spots;
  spots.reserve(entries.size());
  for (const Entry* entry : entries) spots.push_back(spot_of(*entry, check.finding));
  // Nothing was awaited behind an entry where another one shows what was wrong.
  const auto is_behind = [](const Spot& spot) { return spot.part == Spot::Part::kAfter; };
  if (std::ranges::all_of(spots, is_behind)) {
    if (spots.size() > 1) spots.erase(spots.begin(), spots.end() - 1);
  } else {
    std::erase_if(spots, is_behind);
  }
  for (Spot& spot : spots) {
    if (is_behind(spot)) spot.name = check.finding.seen;
  }
  return spots;
}

}  // namespace conform::reports
