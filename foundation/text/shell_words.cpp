#include "foundation/text/shell_words.hpp"

#include "foundation/text/ascii.hpp"

namespace conform {

std::string shell_quoted(std::string_view word) {
  std::string inner(word);
  replace_all(inner, "'", "'\\''");
  return "'" + inner + "'";
}

}  // namespace conform
