// "name": "value" as JSON and scripts write it, at any depth of JSON within JSON, and "Name: value"
// as programs print header fields.
#include <algorithm>
#include <optional>

#include "foundation/text/ascii.hpp"
#include "record/redact/secret_names.hpp"
#include "record/redact/secret_places.hpp"
#include "record/redact/spelling.hpp"

namespace conform {
namespace {

constexpr std::size_t kLongestMemberName = 100;

bool is_blank(char character) {
  return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

bool is_of_a_word(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_' || character == '-' ||
         character == '.';
}

bool is_word(std::string_view value) {
  return is_ordinary(value) && value.find_first_of("0123456789") == std::string_view::npos;
}

// What an event says may go on in its next line, behind "data:" (HTML section 9.2.6).
std::size_t after_blanks(std::string_view text, std::size_t at) {
  constexpr std::string_view kNextLine = "\ndata:";
  while (at < text.size() && is_blank(text[at])) {
    at += text.substr(at, kNextLine.size()) == kNextLine ? kNextLine.size() : 1;
  }
  return at;
}

std::size_t backslashes_before(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (count < at && text[at - 1 - count] == '\\') ++count;
  return count;
}

// A quotation mark, and the backslashes that say how deep in other strings it stands: 0, 1, 3, 7.
struct Quote {
  char mark = '"';
  std::size_t depth = 0;
};

// The end of a string that begins with `quote`: of JSON in JSON, the marks of the inner strings
// have more backslashes, and doubled ones are the string's own.
std::optional<std::size_t> string_end(std::string_view text, std::size_t begin,
                                      const Quote& quote) {
  for (std::size_t at = text.find(quote.mark, begin); at != std::string_view::npos;
       at = text.find(quote.mark, at + 1)) {
    const std::size_t before = std::min(backslashes_before(text, at), at - begin);
    if (before % (2 * (quote.depth + 1)) == quote.depth) return at - quote.depth;
  }
  return std::nullopt;
}

struct Name {
  std::string_view text;
  std::optional<Quote> quote;
};

Name quoted_name(std::string_view text, std::size_t end) {
  const Quote quote{text[end], backslashes_before(text, end)};
  const std::size_t last = end - quote.depth;
  const std::size_t earliest = last > kLongestMemberName ? last - kLongestMemberName : 0;
  std::size_t begin = last;
  while (begin > earliest && text[begin - 1] != quote.mark) --begin;
  if (begin == earliest) return {};
  return {text.substr(begin, last - begin), quote};
}

// What stands before a colon.
Name member_name(std::string_view text, std::size_t colon) {
  std::size_t end = colon;
  while (end > 0 && is_blank(text[end - 1])) --end;
  if (end == 0) return {};
  if (text[end - 1] == '"' || text[end - 1] == '\'') return quoted_name(text, end - 1);
  std::size_t begin = end;
  while (begin > 0 && end - begin < kLongestMemberName && is_of_a_word(text[begin - 1])) --begin;
  return {text.substr(begin, end - begin), std::nullopt};
}

// A string that begins at `at`, without its quotation marks.
std::optional<SecretPlace> string_at(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at + depth < text.size() && text[at + depth] == '\\') ++depth;
  const std::size_t mark = at + depth;
  if (mark >= text.size() || (text[mark] != '"' && text[mark] != '\'')) return std::nullopt;
  const std::size_t begin = mark + 1;
  // What was cut off in the middle ends with the text.
  const std::size_t end = string_end(text, begin, {text[mark], depth}).value_or(text.size());
  return SecretPlace{begin, end, {}};
}

void add_string(std::string_view text, SecretPlace place, std::string_view kind,
                SecretPlaces& found) {
  const std::string_view value = text.substr(place.begin, place.end - place.begin);
  if (kind == "code" && is_word(value)) return;  // "not_found", "US"
  if (kind == "authorization") place.begin += credential_begin(value);
  place.kind = kind;
  if (place.begin < place.end) found.push_back(place);
}

// ["a", "b"]: every string of it.
void add_strings(std::string_view text, std::size_t at, std::string_view kind,
                 SecretPlaces& found) {
  while (at < text.size()) {
    at = after_blanks(text, at + 1);
    const auto place = at < text.size() ? string_at(text, at) : std::nullopt;
    if (!place) return;
    add_string(text, *place, kind, found);
    at = text.find_first_not_of("\\\"' \t\r\n", place->end);
    if (at == std::string_view::npos || text[at] != ',') return;
  }
}

bool names_a_value(std::string_view name) {
  return name == "value" || name == "raw" || name == "text" || name == "plain" ||
         name == "plaintext";
}

// {"password": {"value": "…"}}: the strings in it, but for words and sentences, which are said
// about the secret. Not looked for farther than a member of that kind reaches.
void add_nested(std::string_view text, std::size_t at, std::string_view kind, SecretPlaces& found) {
  constexpr std::size_t kFar = 512;
  if (kind == "key" || kind == "code") return;  // names of others for what is no secret
  const std::size_t last = std::min(text.size(), at + kFar);
  std::string_view name;
  std::size_t depth = 0;
  while (at < last) {
    if (text[at] == '{' || text[at] == '[') ++depth;
    if ((text[at] == '}' || text[at] == ']') && --depth == 0) return;
    const auto place = string_at(text.substr(0, last), at);
    if (!place) {
      ++at;
      continue;
    }
    const std::string_view value = text.substr(place->begin, place->end - place->begin);
    at = std::max(at + 1, std::min(text.find_first_not_of("\\\"' \t\r\n", place->end), last));
    if (at < last && text[at] == ':') {
      name = value;
      continue;
    }
    if (names_a_value(name) || !is_ordinary(plain_of(value))) add_string(text, *place, kind, found);
    name = {};
  }
}

void add_number(std::string_view text, std::size_t at, std::string_view kind, std::string_view name,
                SecretPlaces& found) {
  const bool is_one_time_code = kind == "code" && !equals_ignoring_case(name, "code");
  if (kind != "password" && !is_one_time_code) return;
  const std::size_t end = std::min(text.find_first_not_of("0123456789.-", at), text.size());
  if (end > at) found.push_back({at, end, kind});
}

// {"name": "X-API-Key", "value": "…"}: the place of the value, when the name is a secret's.
bool add_named_value(std::string_view text, const SecretPlace& name, SecretPlaces& found) {
  const std::string_view kind = kind_of_secret(text.substr(name.begin, name.end - name.begin));
  const std::size_t colon = text.find(':', name.end);
  if (kind.empty() || colon == std::string_view::npos || colon > name.end + 20) return false;
  if (member_name(text, colon).text != "value") return false;
  const auto value = string_at(text, after_blanks(text, colon + 1));
  if (value) add_string(text, *value, kind, found);
  return value.has_value();
}

// {"value": "…", "name": "X-API-Key"}: the same the other way round. Returns the kind of the name
// behind a string that ends at `end`; empty when no secret has it.
std::string_view kind_named_behind(std::string_view text, std::size_t end) {
  constexpr std::string_view kMarks = "\\\"'";
  const auto behind_marks = [&](std::size_t at) {
    return after_blanks(text, std::min(text.find_first_not_of(kMarks, at), text.size()));
  };
  const std::size_t comma = behind_marks(end);
  if (comma >= text.size() || text[comma] != ',') return {};
  const auto label = string_at(text, after_blanks(text, comma + 1));
  if (!label) return {};
  const std::string_view called = text.substr(label->begin, label->end - label->begin);
  const std::size_t colon = behind_marks(label->end);
  if ((called != "name" && called != "key") || colon >= text.size() || text[colon] != ':')
    return {};
  const auto name = string_at(text, after_blanks(text, colon + 1));
  return name ? kind_of_secret(text.substr(name->begin, name->end - name->begin))
              : std::string_view();
}

// YAML's block scalars: "|", ">-".
bool is_block_mark(std::string_view text) {
  return (text.starts_with('|') || text.starts_with('>')) &&
         text.find_first_not_of("+-", 1) == std::string_view::npos;
}

// A header field that was printed, to the end of its line. Of a plain word and a sentence after it
// ("Wrong password: try again") nothing is a secret.
void add_printed(std::string_view text, std::string_view name, std::size_t colon,
                 std::string_view kind, SecretPlaces& found) {
  std::size_t begin = after_blanks(text, colon + 1);
  if (begin == colon + 1 && begin < text.size() && text[begin] == '/') return;  // "key://"
  if (text.substr(begin, 2) == "- ") begin = after_blanks(text, begin + 2);     // a list of YAML's
  constexpr std::size_t kLongestLine = 8192;
  const std::string_view near = text.substr(0, begin + kLongestLine);
  const std::size_t end = std::min(near.find_first_of("\r\n\"'\\<,;", begin), near.size());
  if (is_block_mark(text.substr(begin, end - begin))) {  // what it begins is on the next line
    const std::size_t next = after_blanks(near, end);
    const std::size_t next_end = std::min(near.find_first_of("\r\n", next), near.size());
    if (next > end && next < next_end) found.push_back({next, next_end, kind});
    return;
  }
  SecretPlace place{begin, end, kind};
  const bool is_header = kind == "authorization" || equals_ignoring_case(name, "cookie") ||
                         equals_ignoring_case(name, "set-cookie");
  if (is_header) {
    place.begin += credential_begin(text.substr(begin, end - begin));
  } else {
    place.end = std::min(near.find_first_of(" \t", begin), end);
    const std::string_view value = text.substr(place.begin, place.end - place.begin);
    if (is_ordinary(value) || value.ends_with(':')) return;  // a word, another name
  }
  if (place.begin < place.end) found.push_back(place);
}

void find_at(std::string_view text, std::size_t colon, SecretPlaces& found) {
  const Name name = member_name(text, colon);
  if (name.text.empty()) return;
  const bool is_cookie =
      equals_ignoring_case(name.text, "cookie") || equals_ignoring_case(name.text, "set-cookie");
  const std::string_view kind = is_cookie ? "cookie" : kind_of_secret(name.text);
  const bool may_name = name.text == "name" || name.text == "key";
  const bool may_be_named = name.text == "value";
  if (kind.empty() && !may_name && !may_be_named) return;
  // Not before it is known that the name counts: the blanks may go on to the end of the text.
  const std::size_t at = after_blanks(text, colon + 1);
  if (at >= text.size()) return;
  const auto value = string_at(text, at);
  if (value && may_be_named) {
    const std::string_view named = kind_named_behind(text, value->end);
    if (!named.empty()) return add_string(text, *value, named, found);
  }
  if (value && may_name && add_named_value(text, *value, found)) return;
  if (kind.empty()) return;
  if (value) {
    add_string(text, *value, kind, found);
  } else if (text[at] == '[' || text[at] == '{') {
    const std::size_t before = found.size();
    if (text[at] == '[') add_strings(text, at, kind, found);
    if (found.size() == before) add_nested(text, at, kind, found);
  } else if (name.quote) {
    add_number(text, at, kind, name.text, found);
  } else {
    add_printed(text, name.text, colon, kind, found);
  }
}

// ["api_key", "…"], setItem("token", "…"): the place of the second, when the first is a secret's
// name. Of two names in a list neither is a secret.
void find_pair_at(std::string_view text, std::size_t comma, SecretPlaces& found) {
  std::size_t end = comma;
  while (end > 0 && is_blank(text[end - 1])) --end;
  if (end == 0 || (text[end - 1] != '"' && text[end - 1] != '\'')) return;
  const Name name = quoted_name(text, end - 1);
  if (!name.quote) return;
  const std::string_view kind =
      equals_ignoring_case(name.text, "cookie") ? "cookie" : kind_of_secret(name.text);
  if (kind.empty()) return;
  std::size_t begin = static_cast<std::size_t>(name.text.data() - text.data());
  begin -= name.quote->depth + 1;
  while (begin > 0 && is_blank(text[begin - 1])) --begin;
  if (begin == 0 || (text[begin - 1] != '[' && text[begin - 1] != '(')) return;
  const auto value = string_at(text, after_blanks(text, comma + 1));
  if (!value || is_ordinary(text.substr(value->begin, value->end - value->begin))) return;
  add_string(text, *value, kind, found);
}

}  // namespace

void find_members(std::string_view text, SecretPlaces& found) {
  for (std::size_t comma = text.find(','); comma != std::string_view::npos;
       comma = text.find(',', comma + 1)) {
    const std::size_t before = found.size();
    find_pair_at(text, comma, found);
    if (found.size() > before) comma = std::max(comma, found.back().end - 1);
  }
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos;
       colon = text.find(':', colon + 1)) {
    const std::size_t before = found.size();
    find_at(text, colon, found);
    if (found.size() > before) colon = std::max(colon, found.back().end - 1);
  }
}

std::size_t credential_begin(std::string_view authorization) {
  std::size_t end = 0;
  while (end < authorization.size() && is_of_a_word(authorization[end])) ++end;
  if (end == 0 || end == authorization.size() || !is_blank(authorization[end])) return 0;
  return after_blanks(authorization, end);
}

}  // namespace conform
