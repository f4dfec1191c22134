// Phrases of time in a question: "last year", "in 2025", "since 2026-01-01", "Q3", "from March to
// May 2025".
#pragma once

#include <cstddef>
#include <vector>

#include "mock_server/query/query.hpp"
#include "mock_server/query/words.hpp"

namespace conform::mock {

struct Period {
  Filter filter;
  std::size_t begin = 0;  // its first word, prepositions included
};

// Finds every phrase of time, in order, and uses its words up.
std::vector<Period> find_periods(Words& words, Day today);

}  // namespace conform::mock
