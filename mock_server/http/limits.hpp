// What a request may be at most, whoever sends it. Pure functions.
#pragma once

#include <cstddef>
#include <string_view>

#include "mock_server/http/message.hpp"

namespace conform {

inline constexpr std::size_t kLargestBody = 4UL * 1024 * 1024;
inline constexpr std::size_t kLargestHead = 64UL * 1024;
inline constexpr std::size_t kMostParameters = 1000;
inline constexpr std::size_t kDeepestJson = 64;

// The id of the refusal (refusal.hpp) that the request earns before anybody looks at it, or empty.
std::string_view limit_exceeded(const Request& request);

// Whether JSON nests arrays and objects deeper than `depth`. Says nothing about other texts.
bool nests_deeper_than(std::string_view json, std::size_t depth);

}  // namespace conform
