#include "foundation/text/placeholders.hpp"

namespace conform {

std::string filled(std::string_view text, const Meaning& meaning) {
  static constexpr std::string_view kNameCharacters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find_first_not_of(kNameCharacters, 1);
    const bool named = text.front() == '{' && end != std::string_view::npos && text[end] == '}';
    if (const auto value = named ? meaning(text.substr(1, end - 1)) : std::nullopt) {
      result += *value;
      text.remove_prefix(end + 1);
    } else {
      result += text.front();
      text.remove_prefix(1);
    }
  }
  return result;
}

std::string with_placeholders(std::string_view text,
                              const std::map<std::string, std::string>& values) {
  return filled(text, [&values](std::string_view name) {
    const auto value = values.find(std::string(name));
    return value == values.end() ? std::nullopt : std::optional(value->second);
  });
}

}  // namespace conform
