#include "runner/program/shell_line.hpp"

#include <string_view>

#include "foundation/text/shell_words.hpp"

namespace conform::runner {

std::string shell_line(const std::vector<std::string>& words) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,{}";
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += ' ';
    const bool is_plain = !word.empty() && word.find_first_not_of(kPlain) == std::string::npos;
    line += is_plain ? word : shell_quoted(word);
  }
  return line;
}

}  // namespace conform::runner
