// Words that compare: "more than 8", "at least 65", "> 100", "highest", "fewest", "latest". Pure
// functions.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "mock_server/query/query.hpp"
#include "mock_server/query/words.hpp"

namespace conform::mock {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words);

bool means_highest(std::string_view word);
bool means_lowest(std::string_view word);
bool means_newest(std::string_view word);

struct Comparison {
  Filter::Kind kind = Filter::Kind::kNumberEquals;
  std::string number;
  std::size_t words = 0;  // how many words say so, the number included

  [[nodiscard]] Filter filter() const { return {kind, false, {number}, "", ""}; }
};

// The comparison with a number that begins at this word.
std::optional<Comparison> comparison_at(const Words& words, std::size_t at);

}  // namespace conform::mock
