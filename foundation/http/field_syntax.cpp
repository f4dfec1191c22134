#include "foundation/http/field_syntax.hpp"

#include <algorithm>
#include <array>

namespace conform {
namespace {

constexpr std::array<bool, 256> kInToken = [] {
  std::array<bool, 256> in{};
  for (unsigned char c = '0'; c <= '9'; ++c) in[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) in[c] = in[c - 'a' + 'A'] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) in[static_cast<unsigned char>(c)] = true;
  return in;
}();

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return kInToken[c]; });
}

bool is_field_value(std::string_view text) {
  return std::ranges::all_of(text,
                             [](unsigned char c) { return (c >= ' ' && c != 0x7f) || c == '\t'; });
}

bool is_target_text(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c != 0x7f; });
}

bool breaks_field(std::string_view text) {
  // Three searches of the C library take less than one look at each character.
  return text.contains('\n') || text.contains('\r') || text.contains('\0');
}

}  // namespace conform
