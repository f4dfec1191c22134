#include "clients/programs/program_output.hpp"

#include <cstddef>

namespace conform::clients {
namespace {

// Bytes. Programs for other programs print a whole answer as one line of JSON.
constexpr std::size_t kLongestOutputLine = std::size_t{64} << 10;

}  // namespace

std::string plain_line(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size() && text.size() < kLongestOutputLine; ++i) {
    if (line[i] == '\x1b') {
      if (i + 1 < line.size() && line[i + 1] == '[') {
        i = line.find_first_of("ABCDEFGHJKSTfhlmnsu", i + 2);
        if (i == std::string_view::npos) break;
      }
    } else if (static_cast<unsigned char>(line[i]) >= 0x20 || line[i] == '\t') {
      text += line[i];
    }
  }
  return text;
}

}  // namespace conform::clients
