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

Finding verdict(bool passed, std::string seen, std::vector<std::size_t> evidence) {
  return {passed ? Finding::Outcome::kPass : Finding::Outcome::kFail, std::move(seen),
          std::move(evidence)};
}

std::optional<Scope> scope_of(const std::vector<Entry>& entries, const After& condition) {
  const auto at = condition.event.find(entries);
  if (!at) return std::nullopt;
  return Scope{std::span(entries).subspan(*at + 1), record::number_of(entries[*at])};
}

std::optional<Scope> scope_of(const std::vector<Entry>& entries, const Once& condition) {
  const auto at = condition.event.find(entries);
  if (!at) return std::nullopt;
  return Scope{std::span(entries), record::number_of(entries[*at])};
}

std::string when(const After& condition) { return "after " + condition.event.text; }
std::string when(const Once& condition) { return "once " + condition.event.text; }

}  // namespace conform::words
