#include "record/redact/spelling.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace conform {
namespace {

// More layers than anybody wraps a secret in.
constexpr int kMostLayers = 5;

// What stands at a place, decoded; nothing when it stands for itself.
struct Escape {
  std::size_t size = 0;  // so many characters are the escape
  std::string bytes;     // what they mean
};

bool hexadecimal(std::string_view digits, std::uint32_t& number) {
  const auto [stop, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return error == std::errc() && stop == digits.data() + digits.size() && !digits.empty();
}

std::string utf8(std::uint32_t code_point) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
  if (code_point < 0x80) return {byte(code_point)};
  if (code_point < 0x800)
    return {byte(0xC0U | code_point >> 6U), byte(0x80U | (code_point & 0x3FU))};
  if (code_point < 0x10000) {
    return {byte(0xE0U | code_point >> 12U), byte(0x80U | (code_point >> 6U & 0x3FU)),
            byte(0x80U | (code_point & 0x3FU))};
  }
  return {byte(0xF0U | (code_point >> 18U & 0x07U)), byte(0x80U | (code_point >> 12U & 0x3FU)),
          byte(0x80U | (code_point >> 6U & 0x3FU)), byte(0x80U | (code_point & 0x3FU))};
}

Escape percent(std::string_view rest) {
  std::uint32_t byte = 0;
  if (rest.size() < 3 || !hexadecimal(rest.substr(1, 2), byte)) return {};
  return {3, {static_cast<char>(byte)}};
}

// "\uD83D\uDE00" is one character.
Escape unicode(std::string_view rest) {
  std::uint32_t first = 0;
  if (rest.size() < 6 || !hexadecimal(rest.substr(2, 4), first)) return {};
  std::uint32_t second = 0;
  const bool has_pair = first >= 0xD800 && first < 0xDC00 && rest.size() >= 12 &&
                        rest.substr(6, 2) == "\\u" && hexadecimal(rest.substr(8, 4), second) &&
                        second >= 0xDC00 && second < 0xE000;
  if (!has_pair) return {6, utf8(first)};
  return {12, utf8(0x10000 + ((first - 0xD800) << 10U) + (second - 0xDC00))};
}

Escape backslash(std::string_view rest) {
  if (rest.size() < 2) return {};
  if (rest[1] == 'u') return unicode(rest);
  std::uint32_t byte = 0;
  if (rest[1] == 'x' && rest.size() >= 4 && hexadecimal(rest.substr(2, 2), byte)) {
    return {4, {static_cast<char>(byte)}};
  }
  constexpr std::string_view kLetters = "nrtbf\"'/\\";
  constexpr std::string_view kMeanings = "\n\r\t\b\f\"'/\\";
  const std::size_t at = kLetters.find(rest[1]);
  return at == std::string_view::npos ? Escape{} : Escape{2, {kMeanings[at]}};
}

Escape numeric_reference(std::string_view name) {
  std::uint32_t code_point = 0;
  const bool is_hexadecimal = name.starts_with("#x") || name.starts_with("#X");
  const std::string_view digits = name.substr(is_hexadecimal ? 2 : 1);
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(),
                                             code_point, is_hexadecimal ? 16 : 10);
  if (error != std::errc() || stop != digits.data() + digits.size()) return {};
  return {name.size() + 2, utf8(code_point)};
}

Escape reference(std::string_view rest) {
  constexpr std::size_t kLongestName = 10;
  const std::size_t end = rest.substr(0, kLongestName).find(';');
  if (end == std::string_view::npos || end < 2) return {};
  const std::string_view name = rest.substr(1, end - 1);
  if (name.front() == '#') return numeric_reference(name);
  constexpr std::array<std::pair<std::string_view, char>, 8> kNames{{{"amp", '&'},
                                                                     {"lt", '<'},
                                                                     {"gt", '>'},
                                                                     {"quot", '"'},
                                                                     {"apos", '\''},
                                                                     {"plus", '+'},
                                                                     {"equals", '='},
                                                                     {"sol", '/'}}};
  const auto* found = std::ranges::find(kNames, name, [](const auto& item) { return item.first; });
  return found == kNames.end() ? Escape{} : Escape{end + 1, {found->second}};
}

Escape escape_at(std::string_view rest) {
  switch (rest.front()) {
    case '%':
      return percent(rest);
    case '\\':
      return backslash(rest);
    case '&':
      return reference(rest);
    default:
      return {};
  }
}

}  // namespace

Spelled::Spelled(std::string_view text) : plain_(text) {
  for (int layer = 0; layer < kMostLayers && decode_once(); ++layer) {
  }
  std::ranges::replace(plain_, ' ', '+');
}

Spelled Spelled::as_it_is(std::string_view text) {
  Spelled spelled;
  spelled.plain_ = text;
  std::ranges::replace(spelled.plain_, ' ', '+');
  return spelled;
}

// False when nothing was encoded any more.
bool Spelled::decode_once() {
  std::size_t at = plain_.find_first_of("%\\&");
  if (at == std::string::npos) return false;
  std::string plain = plain_.substr(0, at);
  std::vector<std::uint32_t> begins;
  std::vector<std::uint32_t> ends;
  const auto place = [&](std::size_t first, std::size_t last) {
    begins.push_back(static_cast<std::uint32_t>(begin_in_text(first)));
    ends.push_back(static_cast<std::uint32_t>(end_in_text(last + 1)));
  };
  for (std::size_t before = 0; before < at; ++before) place(before, before);
  bool decoded = false;
  while (at < plain_.size()) {
    const Escape escape = escape_at(std::string_view(plain_).substr(at));
    if (escape.size == 0) {
      plain += plain_[at];
      place(at, at);
      ++at;
      continue;
    }
    decoded = true;
    plain += escape.bytes;
    for (std::size_t byte = 0; byte < escape.bytes.size(); ++byte) place(at, at + escape.size - 1);
    at += escape.size;
  }
  if (!decoded) return false;
  plain_ = std::move(plain);
  begins_ = std::move(begins);
  ends_ = std::move(ends);
  same_ = false;
  return true;
}

std::string plain_of(std::string_view text) { return Spelled(text).plain(); }

}  // namespace conform
