#include "suites/words/findings.hpp"

#include <fmt/format.h>

#include <utility>

namespace conform::words {

std::string count_of(std::size_t n, const Kind& kind) {
  if (n == 0) return fmt::format("no {}", kind.one);
  return fmt::format("{} {}", n, n == 1 ? kind.one : kind.many);
}

Finding not_exercised(std::string why) {
  return {Finding::Outcome::kNotExercised, std::move(why), {}};
}

Finding not_exercised(const Event& event) {
  return not_exercised(fmt::format("never came to the point where {}", event.text));
}

Finding cannot_tell(std::string why, std::vector<std::size_t> evidence) {
  return {Finding::Outcome::kCannotTell, std::move(why), std::move(evidence)};
}

Finding unheard(std::vector<std::size_t> evidence) {
  return cannot_tell(std::string(record::kUnheard), std::move(evidence));
}

Finding verdict(bool passed, std::string seen, std::vector<std::size_t> evidence,
                std::vector<Spot> spots) {
  if (passed) return {Finding::Outcome::kPass, std::move(seen), std::move(evidence)};
  return {Finding::Outcome::kFail, std::move(seen), std::move(evidence), std::move(spots)};
}

Finding nothing_came(std::string seen, std::size_t after) {
  return verdict(false, std::move(seen), {after},
                 {{.entry = after, .part = Spot::Part::kAfter, .missing = true}});
}

Finding untold(const Entry& event, const std::string& heard) {
  const std::size_t number = record::number_of(event);
  Spot spot{.entry = number, .part = Spot::Part::kStatus};
  if (std::holds_alternative<Note>(event)) {  // somebody else did it, and broke no rule
    spot.part = Spot::Part::kAfter;
    spot.missing = heard.empty();
  }
  return verdict(false, heard.empty() ? "it said nothing" : "it said: " + heard, {number}, {spot});
}

std::optional<Scope> scope_of(const std::vector<Entry>& entries, const After& condition) {
  const auto at = condition.event.find(entries);
  if (!at) return std::nullopt;
  return Scope{std::span(entries).subspan(*at + 1), record::number_of(entries[*at]), &entries[*at]};
}

std::optional<Scope> scope_of(const std::vector<Entry>& entries, const Once& condition) {
  const auto at = condition.event.find(entries);
  if (!at) return std::nullopt;
  return Scope{std::span(entries), record::number_of(entries[*at]), &entries[*at]};
}

std::string when(const After& condition) { return "after " + condition.event.text; }
std::string when(const Once& condition) { return "once " + condition.event.text; }

}  // namespace conform::words
