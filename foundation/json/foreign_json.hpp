// JSON that somebody else wrote: requests, answers and files. It is parsed here and nowhere else,
// within limits, so that nothing recurses as deep as its input nests, and no text of a few bytes
// fills the memory. docs/limits.md tells the numbers. Pure functions; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/json/json.hpp"

namespace conform {

struct JsonLimits {
  std::size_t bytes;    // of the text
  std::size_t depth;    // of arrays and objects in one another; at most kDeepestForeignJson
  std::size_t members;  // of one object
  std::size_t values;   // of the whole text, arrays and objects among them
};

inline constexpr std::size_t kDeepestForeignJson = 256;

// What a client may send to the mock.
inline constexpr JsonLimits kRequestJson{
    .bytes = 4UL << 20U, .depth = 64, .members = 10'000, .values = 200'000};
// Files, answers of servers, and what stands as text in either.
inline constexpr JsonLimits kDocumentJson{
    .bytes = 1UL << 30U, .depth = kDeepestForeignJson, .members = 1'000'000, .values = 50'000'000};

struct JsonExcess {
  enum class Kind { kNone, kBytes, kDepth, kMembers, kValues };
  Kind kind = Kind::kNone;
  std::size_t at = 0;  // the byte with which the limit is exceeded

  explicit operator bool() const { return kind != Kind::kNone; }
};

// The first limit that the text exceeds as far as it is JSON at all: what follows the first whole
// array or object is not looked at.
JsonExcess json_excess(std::string_view text, const JsonLimits& limits);

// The same in words, with line and column; empty when there is none.
std::string json_excess_text(std::string_view text, const JsonLimits& limits);

// Discarded (Json::is_discarded) when the text is no JSON or exceeds a limit.
Json parse_foreign(std::string_view text, const JsonLimits& limits = kDocumentJson);

// The same for a text that must be JSON: std::runtime_error says what is wrong with it and where.
Json require_foreign(std::string_view text, const JsonLimits& limits = kDocumentJson);

}  // namespace conform
