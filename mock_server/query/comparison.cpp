#include "mock_server/query/comparison.hpp"

#include <algorithm>

namespace conform::mock {
namespace {

using Kind = Filter::Kind;

// How to compare, and how many words say so.
std::optional<std::pair<Kind, std::size_t>> operator_at(const Words& words, std::size_t at) {
  const std::string_view text = words.free_text(at);
  if (is_one_of(text, {"over", "above", ">", "exceeding"})) return {{Kind::kGreaterThan, 1}};
  if (is_one_of(text, {"under", "below", "<"})) return {{Kind::kLessThan, 1}};
  if (text == ">=") return {{Kind::kGreaterThanOrEqual, 1}};
  if (text == "<=") return {{Kind::kLessThanOrEqual, 1}};
  const std::string_view second = words.free_text(at + 1);
  if (text == "at" && second == "least") return {{Kind::kGreaterThanOrEqual, 2}};
  if (text == "at" && second == "most") return {{Kind::kLessThanOrEqual, 2}};
  if (second != "than") return std::nullopt;
  if (is_one_of(text, {"more", "greater", "higher", "older", "larger"})) {
    return {{Kind::kGreaterThan, 2}};
  }
  if (is_one_of(text, {"less", "fewer", "lower", "younger", "smaller"})) {
    return {{Kind::kLessThan, 2}};
  }
  return std::nullopt;
}

}  // namespace

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool means_highest(std::string_view word) {
  return is_one_of(word, {"top", "highest", "most", "best", "largest", "biggest", "greatest",
                          "leading", "descending", "desc"});
}

bool means_lowest(std::string_view word) {
  return is_one_of(
      word, {"bottom", "lowest", "least", "fewest", "smallest", "worst", "ascending", "asc"});
}

bool means_newest(std::string_view word) {
  return is_one_of(word, {"latest", "newest", "recent", "last"});
}

std::optional<Comparison> comparison_at(const Words& words, std::size_t at) {
  std::size_t next = at;
  while (is_one_of(words.free_text(next), {"is", "are", "was", "of"})) ++next;
  const auto how = operator_at(words, next);
  if (!how) return std::nullopt;
  next += how->second;
  std::string number = number_from(words.free_text(next));
  if (number.empty()) return std::nullopt;
  return Comparison{how->first, std::move(number), next + 1 - at};
}

}  // namespace conform::mock
