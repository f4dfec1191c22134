#include "foundation/http/challenge.hpp"

#include <cctype>

#include "foundation/text/ascii.hpp"

namespace conform {
namespace {

class Scanner {
 public:
  Scanner(std::string_view text, ChallengeReading how) : text_(text), how_(how) {}

  std::vector<Challenge> challenges() {
    std::vector<Challenge> found;
    while (skip_separators(), at_ < text_.size()) {
      const std::string word = token();
      if (word.empty()) {
        ++at_;  // nothing that can begin a challenge or a parameter
        continue;
      }
      const std::size_t before = at_;
      skip_space();
      if (!found.empty() && peek() == '=') {  // a parameter of the challenge before
        const std::size_t equals = at_++;
        skip_space();
        const bool has_space = equals != before || at_ != equals + 1;
        const bool is_quoted = peek() == '"';
        std::string read = value();
        if (is_seen(word, has_space, is_quoted)) {
          found.back().parameters.emplace_back(word, std::move(read));
        }
        continue;
      }
      at_ = before;
      found.push_back({word, "", {}});
      read_token68(found.back());
    }
    return found;
  }

 private:
  static bool is_token(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }
  void skip_separators() {
    while (peek() == ' ' || peek() == '\t' || peek() == ',') ++at_;
  }

  [[nodiscard]] bool is_seen(std::string_view name, bool has_space, bool is_quoted) const {
    switch (how_) {
      case ChallengeReading::kExactCase:
        return lower_case(name) == name;
      case ChallengeReading::kQuotedOnly:
        return is_quoted;
      case ChallengeReading::kNoSpace:
        return !has_space;
      default:
        return true;
    }
  }

  std::string token() {
    const std::size_t from = at_;
    while (at_ < text_.size() && is_token(text_[at_])) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }

  std::string value() {
    if (peek() != '"') {
      // Beyond the grammar: an unquoted URL, as some servers send it.
      const std::size_t from = at_;
      while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != ' ' && text_[at_] != '\t')
        ++at_;
      return std::string(text_.substr(from, at_ - from));
    }
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      const bool escapes = text_[at_] == '\\' && how_ != ChallengeReading::kNoEscapes;
      if (escapes && at_ + 1 < text_.size()) ++at_;
      out += text_[at_];
    }
    if (at_ < text_.size()) ++at_;
    return out;
  }

  // "Negotiate abc==": one word up to the comma that is not "name=value".
  void read_token68(Challenge& challenge) {
    const std::size_t before = at_;
    skip_space();
    const std::size_t from = at_;
    while (at_ < text_.size() && (is_token(text_[at_]) || text_[at_] == '/')) ++at_;
    while (peek() == '=') ++at_;
    const std::size_t to = at_;
    skip_space();
    if (to > from && to != before && (at_ == text_.size() || peek() == ',')) {
      challenge.token68 = text_.substr(from, to - from);
    } else {
      at_ = before;
    }
  }

  std::string_view text_;
  ChallengeReading how_;
  std::size_t at_ = 0;
};

}  // namespace

std::string Challenge::get(std::string_view name) const {
  for (const auto& [known, value] : parameters) {
    if (equals_ignoring_case(known, name)) return value;
  }
  return "";
}

void Challenge::set(std::string_view name, std::string value) {
  std::erase_if(parameters,
                [name](const auto& item) { return equals_ignoring_case(item.first, name); });
  parameters.emplace_back(name, std::move(value));
}

std::vector<Challenge> parse_challenges(std::string_view field_value, ChallengeReading how) {
  return Scanner(field_value, how).challenges();
}

std::optional<Challenge> bearer_challenge(const Headers& headers, ChallengeReading how) {
  for (const std::string& field : headers.all("WWW-Authenticate")) {
    for (Challenge& challenge : parse_challenges(field, how)) {
      const bool is_bearer = how == ChallengeReading::kExactCase
                                 ? challenge.scheme == "Bearer"
                                 : equals_ignoring_case(challenge.scheme, "Bearer");
      if (is_bearer) return std::move(challenge);
      if (how == ChallengeReading::kFirstScheme) break;
    }
    if (how == ChallengeReading::kFirstField) break;
  }
  return std::nullopt;
}

}  // namespace conform
