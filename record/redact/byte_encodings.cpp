#include "record/redact/byte_encodings.hpp"

namespace conform {
namespace {

unsigned sextet(char character) {
  if (character >= 'A' && character <= 'Z') return static_cast<unsigned>(character - 'A');
  if (character >= 'a' && character <= 'z') return static_cast<unsigned>(character - 'a') + 26U;
  if (character >= '0' && character <= '9') return static_cast<unsigned>(character - '0') + 52U;
  return character == '+' || character == '-' ? 62U : 63U;
}

unsigned hexadecimal_digit(char character) {
  if (character >= '0' && character <= '9') return static_cast<unsigned>(character - '0');
  return static_cast<unsigned>(character | 0x20) - 'a' + 10U;
}

}  // namespace

bool is_base64(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '+' || character == '/' ||
         character == '-' || character == '_';
}

bool is_line_end(char character) { return character == '\r' || character == '\n'; }

std::string decoded_base64(std::string_view run) {
  std::string bytes;
  bytes.reserve(run.size() * 3 / 4);
  unsigned bits = 0;
  unsigned count = 0;
  for (const char character : run) {
    if (is_line_end(character)) continue;
    bits = (bits << 6U | sextet(character)) & 0xFFFFU;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFFU);
  }
  return bytes;
}

std::string decoded_hexadecimal(std::string_view run) {
  if (run.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) return {};
  std::string bytes;
  bytes.reserve(run.size() / 2);
  for (std::size_t at = 0; at + 1 < run.size(); at += 2) {
    bytes += static_cast<char>(hexadecimal_digit(run[at]) << 4U | hexadecimal_digit(run[at + 1]));
  }
  return bytes;
}

}  // namespace conform
