// Bytes written as letters, read from wherever somebody cut a text. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace conform {

bool is_base64(char character);  // of either alphabet of RFC 4648, without padding
bool is_line_end(char character);

// All bytes that are whole. Line ends are none of it (RFC 2045 section 6.8).
std::string decoded_base64(std::string_view run);
// Empty when it is something else.
std::string decoded_hexadecimal(std::string_view run);

// The first two bytes of a text that has them, as one number: places where none of many texts
// begins are passed over by it.
constexpr std::size_t first_pair(std::string_view text) {
  return static_cast<std::size_t>(static_cast<unsigned char>(text[0])) << 8U |
         static_cast<unsigned char>(text[1]);
}
inline constexpr std::size_t kPairs = 65536;

}  // namespace conform
