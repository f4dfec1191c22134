// A text as it was meant, whatever it was written into: percent-encoding (any character, either
// case, also twice), the escapes of JSON and JavaScript, the references of HTML. Two spellings of
// one secret are the same text here, and each character knows where it stood. Immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace conform {

class Spelled {
 public:
  explicit Spelled(std::string_view text);
  static Spelled as_it_is(std::string_view text);  // nothing is decoded

  [[nodiscard]] bool is_text() const { return same_; }  // nothing was encoded
  // Blanks are "+", as forms write them.
  [[nodiscard]] const std::string& plain() const { return plain_; }
  // Where the characters [begin, end) of plain() stood in the text.
  [[nodiscard]] std::size_t begin_in_text(std::size_t begin) const {
    return same_ ? begin : begins_[begin];
  }
  [[nodiscard]] std::size_t end_in_text(std::size_t end) const {
    return same_ ? end : ends_[end - 1];
  }

 private:
  Spelled() = default;
  bool decode_once();

  std::string plain_;
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> ends_;
  bool same_ = true;  // nothing was encoded: places are the text's own
};

// What a value means, for comparing.
std::string plain_of(std::string_view text);

}  // namespace conform
