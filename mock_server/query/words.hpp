// A question as words, and phrases that are looked for among them. Not thread-safe: plain values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace conform::mock {

// A phrase as comparable keys: lower case, singular.
using Phrase = std::vector<std::string>;

struct Word {
  std::string text;     // lower case, as written
  std::string key;      // its singular
  bool quoted = false;  // the text is what stood between quotation marks, case kept
  bool used = false;    // somebody understood it
};

std::string singular(std::string_view word);
Phrase to_phrase(std::string_view text);

class Words {
 public:
  explicit Words(std::string_view question);

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  const Word& operator[](std::size_t at) const { return words_[at]; }
  // The text at `at`, or "" behind the end, when quoted, or when used already.
  [[nodiscard]] std::string_view free_text(std::size_t at) const;
  [[nodiscard]] bool is_free(std::size_t at) const { return at < size() && !words_[at].used; }
  [[nodiscard]] bool matches(std::size_t at, const Phrase& phrase) const;  // free words only
  void use(std::size_t at, std::size_t count = 1);

  // Words that nobody used and that are no mere grammar.
  [[nodiscard]] std::vector<std::string> left_over() const;

 private:
  std::vector<Word> words_;
};

// "5", "five", "1,000", "$20" and "2.5" are numbers; gives digits as text, or "" for anything else.
std::string number_from(std::string_view word);

}  // namespace conform::mock
