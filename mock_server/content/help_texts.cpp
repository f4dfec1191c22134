#include "mock_server/content/help_texts.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>

#include "foundation/text/ascii.hpp"

namespace conform::mock {
namespace {

constexpr std::size_t kMostSources = 3;

// Words that every question has and that say nothing about its subject.
constexpr auto kEmptyWords = std::to_array<std::string_view>(
    {"a",     "about", "an",    "and",  "are",  "as",  "at",   "be",   "but",  "by",
     "can",   "do",    "does",  "for",  "from", "get", "have", "how",  "i",    "if",
     "in",    "is",    "it",    "me",   "my",   "of",  "on",   "or",   "our",  "that",
     "the",   "there", "to",    "omni", "up",   "was", "we",   "what", "when", "where",
     "which", "who",   "whose", "why",  "with", "you"});

// Everything that is a letter or a digit, also of other alphabets.
bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         (static_cast<unsigned char>(c) & 0x80U);
}

// "personal tokens off?" → "personal" OR "tokens" OR "off": each word quoted, so that nothing in a
// question is search syntax.
std::string search_expression(std::string_view question) {
  std::string expression;
  std::string word;
  for (const char c : lower_case(question) + " ") {
    if (is_word_character(c)) {
      word += c;
      continue;
    }
    if (!word.empty() && std::ranges::find(kEmptyWords, word) == kEmptyWords.end()) {
      if (!expression.empty()) expression += " OR ";
      expression.append("\"").append(word).append("\"");
    }
    word.clear();
  }
  return expression;
}

std::string member(std::istream& in, std::string_view name, const std::filesystem::path& file) {
  std::string line;
  std::getline(in, line);
  if (!line.starts_with(name) || line.size() <= name.size()) {
    throw std::runtime_error(file.string() + ": must begin with \"title: …\" and \"url: …\"");
  }
  return line.substr(name.size());
}

}  // namespace

HelpTexts::HelpTexts(const std::filesystem::path& folder) {
  database_.execute(
      "CREATE VIRTUAL TABLE passage USING fts5(title, heading, body, url UNINDEXED, "
      "tokenize = 'porter unicode61')");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  }
  std::ranges::sort(files);    // so that equally good passages keep one order
  database_.execute("BEGIN");  // an index that is written once, not after each passage
  for (const auto& file : files) add(file);
  database_.execute("COMMIT");
  if (passages_ == 0) throw std::runtime_error(folder.string() + ": has no help article");
}

void HelpTexts::add(const std::filesystem::path& file) {
  std::ifstream in(file);
  const std::string title = member(in, "title: ", file);
  const std::string url = member(in, "url: ", file);
  Statement insert =
      database_.prepare("INSERT INTO passage (title, heading, body, url) VALUES (?, ?, ?, ?)");
  std::string heading;
  std::string body;
  const auto finish = [&] {
    const std::string text(trimmed(body));
    body.clear();
    if (text.empty()) return;
    insert.reset();
    int position = 0;
    for (const std::string& value : {title, heading, text, url}) insert.bind(++position, value);
    insert.step();
    ++passages_;
  };
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) {
      finish();
      heading = line.substr(3);
      continue;
    }
    if (line.empty()) continue;
    if (!body.empty()) body += ' ';
    body += line;
  }
  finish();
}

HelpAnswer HelpTexts::search(std::string_view question) const {
  HelpAnswer answer;
  const std::string expression = search_expression(question);
  if (!expression.empty()) {
    const std::lock_guard lock(mutex_);
    Statement found = database_.prepare(
        "SELECT title, url, body FROM passage WHERE passage MATCH ? "
        "ORDER BY bm25(passage, 3.0, 4.0, 1.0), rowid LIMIT 12");
    found.bind(1, expression);
    while (answer.sources.size() < kMostSources && found.step()) {
      if (answer.text.empty()) answer.text = found.column(2).get<std::string>() + " [1]";
      Citation source{found.column(0), found.column(1)};
      const bool known = std::ranges::any_of(
          answer.sources, [&](const Citation& c) { return c.url == source.url; });
      if (!known) answer.sources.push_back(std::move(source));
    }
  }
  if (answer.sources.empty()) answer.text = "The documentation says nothing about that.";
  return answer;
}

}  // namespace conform::mock
