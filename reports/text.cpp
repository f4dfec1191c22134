#include "reports/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace conform::reports {
namespace {

struct Decoded {
  std::uint32_t code_point = 0;
  std::size_t length = 0;  // 0: not UTF-8 here
};

std::uint32_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// One code point by the table of RFC 3629 section 4: no overlong forms, no surrogates.
Decoded decode(std::string_view text, std::size_t at) {
  const std::uint32_t first = byte_at(text, at);
  if (first < 0x80) return {first, 1};
  std::size_t length = 0;
  std::uint32_t code_point = 0;
  std::uint32_t least = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2, code_point = first & 0x1FU, least = 0x80;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3, code_point = first & 0x0FU, least = 0x800;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4, code_point = first & 0x07U, least = 0x10000;
  } else {
    return {};
  }
  if (at + length > text.size()) return {};
  for (std::size_t next = at + 1; next < at + length; ++next) {
    const std::uint32_t byte = byte_at(text, next);
    if ((byte & 0xC0U) != 0x80) return {};
    code_point = (code_point << 6U) | (byte & 0x3FU);
  }
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < least || code_point > 0x10FFFF || surrogate) return {};
  return {code_point, length};
}

bool is_forbidden(std::uint32_t code_point) {
  const bool c1_control = code_point >= 0x7F && code_point <= 0x9F;
  const bool reorders = (code_point >= 0x202A && code_point <= 0x202E) ||
                        (code_point >= 0x2066 && code_point <= 0x2069);
  const bool breaks_lines = code_point == 0x2028 || code_point == 0x2029;
  return c1_control || reorders || breaks_lines || (code_point & 0xFFFEU) == 0xFFFE;
}

bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

// "::name" where a line may begin: a wrapped one begins at any word. GitHub's runner takes every
// white space of Unicode away before it looks (ActionCommand.TryParseV2, String.TrimStart), so
// whatever is not ASCII counts as such.
bool begins_workflow_command(std::string_view text, std::size_t at) {
  const bool begins_word = at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n' ||
                           text[at - 1] == '\t' || static_cast<unsigned char>(text[at - 1]) >= 0x80;
  return begins_word && text.substr(at, 2) == "::" && at + 2 < text.size() &&
         is_letter(text[at + 2]);
}

// "##[", "##vso[", anywhere.
bool begins_logging_command(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "##") return false;
  std::size_t end = at + 2;
  while (end < text.size() && is_letter(text[end])) ++end;
  return end < text.size() && text[end] == '[';
}

bool begins_command(std::string_view text, std::size_t at) {
  return begins_workflow_command(text, at) || begins_logging_command(text, at);
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

}  // namespace

std::string visible(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded decoded = decode(text, at);
    if (decoded.length == 0) {
      result += fmt::format("\\x{:02x}", byte_at(text, at));
      ++at;
      continue;
    }
    const std::uint32_t code_point = decoded.code_point;
    if (code_point < 0x20 && code_point != '\n' && code_point != '\t') {
      result += fmt::format("\\x{:02x}", code_point);
    } else if (is_forbidden(code_point)) {
      result += fmt::format("\\u{{{:04x}}}", code_point);
    } else {
      result += text.substr(at, decoded.length);
    }
    at += decoded.length;
  }
  return result;
}

std::string inert(std::string_view text) {
  const std::string clean = visible(text);
  std::string result;
  result.reserve(clean.size());
  for (std::size_t at = 0; at < clean.size(); ++at) {
    result += clean[at];
    if (begins_command(clean, at)) result += ' ';
  }
  return result;
}

std::string inert_json(std::string_view json) {
  std::string result;
  result.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    // Both stand in strings only.
    const Decoded decoded = decode(json, at);
    const bool is_obeyed = is_forbidden(decoded.code_point) && decoded.code_point < 0x10000;
    const std::size_t length = std::max<std::size_t>(1, decoded.length);
    if (is_obeyed || begins_logging_command(json, at)) {
      result += fmt::format("\\u{:04x}", decoded.code_point);
    } else {
      result += json.substr(at, length);
    }
    at += length;
  }
  return result;
}

std::string one_line(std::string_view text, std::size_t columns) {
  std::string joined;
  bool blank = false;
  for (const char character : text) {
    if (character == ' ' || character == '\n' || character == '\t' || character == '\r') {
      blank = !joined.empty();
      continue;
    }
    if (blank) joined += ' ';
    blank = false;
    joined += character;
  }
  std::string clean = visible(joined);
  if (columns_of(clean) <= columns) return clean;
  std::size_t end = 0;
  for (std::size_t seen = 0; end < clean.size(); ++end) {
    if (!is_continuation(clean[end]) && ++seen + 3 > columns) break;
  }
  return clean.substr(0, end) + "...";
}

std::string terminal_line(std::string_view text, std::size_t columns) {
  return inert(one_line(text, columns));
}

std::string printed(std::string_view text, std::size_t bytes) {
  std::string result = inert(cut(text, bytes));
  if (text.size() > bytes) result += fmt::format("\n... ({} more bytes)", text.size() - bytes);
  return result;
}

std::string_view cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  std::size_t end = bytes;
  // A sequence has at most three continuation bytes; more of them is no UTF-8, and any cut is as
  // good.
  while (end > 0 && bytes - end < 4 && is_continuation(text[end])) --end;
  return text.substr(0, end);
}

std::size_t columns_of(std::string_view text) {
  std::size_t count = 0;
  for (const char byte : text) count += is_continuation(byte) ? 0 : 1;
  return count;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent,
                    std::size_t used) {
  std::string result;
  std::size_t column = used;
  bool first_of_line = true;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    if (!text.empty()) text.remove_prefix(1);
    const std::size_t length = columns_of(word);
    if (!first_of_line && column + 1 + length > width) {
      result += '\n';
      result.append(indent, ' ');
      column = indent;
      first_of_line = true;
    }
    if (!first_of_line) {
      result += ' ';
      ++column;
    }
    result += word;
    column += length;
    first_of_line = false;
  }
  return result;
}

}  // namespace conform::reports
