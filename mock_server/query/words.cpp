#include "mock_server/query/words.hpp"

#include <algorithm>
#include <array>

#include "foundation/text/ascii.hpp"

namespace conform::mock {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters, digits, and every byte of a character beyond ASCII.
bool is_letter(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Grammar that carries no wish of its own.
constexpr std::array<std::string_view, 131> kGrammar{
    "a",       "about",    "all",      "also",   "am",      "among",   "amongst", "an",
    "and",     "any",      "are",      "as",     "at",      "be",      "been",    "being",
    "bought",  "bring",    "broken",   "buy",    "by",      "can",     "compare", "could",
    "created", "data",     "database", "date",   "did",     "display", "do",      "does",
    "down",    "during",   "each",     "every",  "fetch",   "figure",  "find",    "for",
    "from",    "get",      "give",     "group",  "grouped", "had",     "has",     "have",
    "having",  "hello",    "hey",      "hi",     "how",     "i",       "in",      "information",
    "into",    "is",       "it",       "its",    "just",    "know",    "let",     "like",
    "list",    "look",     "made",     "make",   "many",    "me",      "much",    "my",
    "need",    "now",      "of",       "on",     "one",     "only",    "or",      "our",
    "out",     "over",     "per",      "placed", "please",  "pull",    "query",   "report",
    "result",  "retrieve", "row",      "see",    "shop",    "show",    "so",      "some",
    "split",   "store",    "summary",  "table",  "tell",    "than",    "thanks",  "that",
    "the",     "their",    "them",     "then",   "there",   "these",   "they",    "this",
    "those",   "to",       "total",    "us",     "want",    "was",     "we",      "were",
    "what",    "when",     "where",    "which",  "who",     "whole",   "whose",   "with",
    "would",   "you",      "your",
};

constexpr std::array<std::string_view, 21> kNumbers{
    "zero",     "one",     "two",     "three",     "four",     "five",     "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<Word> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || (c == '\'' && opens_quotation())) {
        quotation(c);
      } else if (is_letter(c) || (c == '$' && is_letter(peek(1)))) {
        word();
      } else if (std::string_view(",&:").find(c) != std::string_view::npos) {
        add(std::string(1, c));
        ++at_;
      } else if (c == '<' || c == '>' || c == '=') {
        const bool two = peek(1) == '=';
        add(std::string(text_.substr(at_, two ? 2 : 1)));
        at_ += two ? 2 : 1;
      } else {
        ++at_;
      }
    }
    return std::move(words_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  // An apostrophe is no quotation mark: a mark stands after a space and has a partner.
  [[nodiscard]] bool opens_quotation() const {
    const bool after_letter = at_ > 0 && is_letter(text_[at_ - 1]);
    return !after_letter && text_.find('\'', at_ + 1) != std::string_view::npos;
  }

  void quotation(char mark) {
    const std::size_t end = text_.find(mark, at_ + 1);
    const std::size_t stop = end == std::string_view::npos ? text_.size() : end;
    Word word;
    word.text = std::string(text_.substr(at_ + 1, stop - at_ - 1));
    word.quoted = true;
    words_.push_back(std::move(word));
    at_ = stop + 1;
  }

  [[nodiscard]] bool belongs_between_digits() const {
    const char c = text_[at_];
    if (at_ == 0 || !is_digit(text_[at_ - 1]) || !is_digit(peek(1))) return false;
    if (c == '-' || c == '.') return true;
    // "1,000" is a number, "2024,2025" is a list.
    return c == ',' && is_digit(peek(2)) && is_digit(peek(3)) && !is_digit(peek(4));
  }

  void word() {
    std::string text;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (is_letter(c) || (c == '$' && text.empty()) || belongs_between_digits()) {
        text += c;
      } else if (c == '\'' && is_letter(peek(1))) {
        // "year's" is "year", "don't" is "dont".
        if (lower_case(text_.substr(at_ + 1, 1)) == "s" && !is_letter(peek(2))) {
          at_ += 2;
          break;
        }
      } else {
        break;
      }
    }
    add(lower_case(text));
  }

  void add(std::string text) {
    Word word;
    word.key = singular(text);
    word.text = std::move(text);
    words_.push_back(std::move(word));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Word> words_;
};

}  // namespace

std::string singular(std::string_view word) {
  std::string text(word);
  const auto cut = [&](std::size_t count) { return text.substr(0, text.size() - count); };
  if (text.size() < 4 || !text.ends_with('s')) return text;
  if (text.ends_with("ss") || text.ends_with("us") || text.ends_with("is")) return text;
  if (text.ends_with("ies")) return cut(3) + "y";
  for (const std::string_view ending : {"sses", "shes", "ches", "xes", "tuses"}) {
    if (text.ends_with(ending)) return cut(2);
  }
  return cut(1);
}

Phrase to_phrase(std::string_view text) {
  Phrase phrase;
  for (Word& word : Splitter(text).run()) phrase.push_back(std::move(word.key));
  return phrase;
}

Words::Words(std::string_view question) : words_(Splitter(question).run()) {}

std::string_view Words::free_text(std::size_t at) const {
  if (!is_free(at) || words_[at].quoted) return "";
  return words_[at].text;
}

bool Words::matches(std::size_t at, const Phrase& phrase) const {
  if (phrase.empty() || at + phrase.size() > size()) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    const Word& word = words_[at + i];
    if (word.used || word.quoted || word.key != phrase[i]) return false;
  }
  return true;
}

void Words::use(std::size_t at, std::size_t count) {
  for (std::size_t i = at; i < at + count && i < size(); ++i) words_[i].used = true;
}

std::vector<std::string> Words::left_over() const {
  std::vector<std::string> result;
  for (const Word& word : words_) {
    const bool symbol = !word.quoted && (word.text.empty() || !is_letter(word.text.back()));
    if (word.used || symbol) continue;
    if (!word.quoted && (std::binary_search(kGrammar.begin(), kGrammar.end(), word.key) ||
                         std::binary_search(kGrammar.begin(), kGrammar.end(), word.text))) {
      continue;
    }
    result.push_back(word.text);
  }
  return result;
}

std::string number_from(std::string_view word) {
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    if (word == kNumbers[i]) return std::to_string(i);
  }
  if (word.starts_with('$')) word.remove_prefix(1);
  std::string digits;
  bool point = false;
  for (const char c : word) {
    if (c == ',') continue;
    if (c == '.' && !point) {
      point = true;
    } else if (!is_digit(c)) {
      return "";
    }
    digits += c;
  }
  return digits;
}

}  // namespace conform::mock
