// What a request may be at most, whoever sends it; docs/limits.md tells the numbers. Pure
// functions.
#pragma once

#include <cstddef>
#include <string_view>

#include "foundation/http/message.hpp"
#include "foundation/json/foreign_json.hpp"

namespace conform {

inline constexpr std::size_t kLargestBody = kRequestJson.bytes;
inline constexpr std::size_t kLargestHead = 64UL * 1024;
inline constexpr std::size_t kLongestRequestLine = 8192;
inline constexpr std::size_t kMostParameters = 1000;

// The id of the refusal (refusal.hpp) that the request earns before anybody looks at it, or empty:
// the one of its form first, where it was read from a socket.
std::string_view limit_exceeded(const Request& request);

}  // namespace conform
