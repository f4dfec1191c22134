// Fields of HTML pages, of XML, and of multipart forms.
#include <algorithm>
#include <string>

#include "foundation/text/ascii.hpp"
#include "record/redact/secret_names.hpp"
#include "record/redact/secret_places.hpp"

namespace conform {
namespace {

constexpr std::size_t kLongestTag = 4000;

// A tag, of which the letters are all small: HTML has no case.
struct Tag {
  std::string letters;
  std::size_t begin = 0;  // in the text
};

// The value of an attribute within a tag; begin == end when there is none.
SecretPlace attribute(const Tag& of, std::string_view name) {
  const std::string_view tag = of.letters;
  const std::size_t begin = of.begin;
  for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    const std::size_t equals = at + name.size();
    const bool is_whole =
        at > 0 && (tag[at - 1] == ' ' || tag[at - 1] == '\n' || tag[at - 1] == '\t');
    if (!is_whole || equals >= tag.size() || tag[equals] != '=') continue;
    const std::size_t first = equals + 1;
    if (first >= tag.size()) break;
    const bool quoted = tag[first] == '"' || tag[first] == '\'';
    const std::size_t value = first + (quoted ? 1 : 0);
    const std::size_t last =
        quoted ? tag.find(tag[first], value) : tag.find_first_of(" \t\n>", value);
    return {begin + value, begin + std::min(last, tag.size()), {}};
  }
  return {};
}

std::string_view text_at(std::string_view text, const SecretPlace& place) {
  return text.substr(place.begin, place.end - place.begin);
}

// <input name="csrf" value="…">, <meta name="csrf-token" content="…">
void find_in_tag(std::string_view text, const Tag& tag, SecretPlaces& found) {
  std::string_view kind = kind_of_secret(text_at(text, attribute(tag, "name")));
  if (equals_ignoring_case(text_at(text, attribute(tag, "type")), "password")) kind = "password";
  if (kind.empty()) return;
  for (const std::string_view name : {"value", "content"}) {
    SecretPlace place = attribute(tag, name);
    place.kind = kind;
    if (place.begin < place.end) found.push_back(place);
  }
}

// <apiKey>…</apiKey>, <textarea name="key">…</textarea>. "code" and "key" are names of HTML's and
// others' for what is no secret. Returns from where on another element may begin.
std::size_t find_in_element(std::string_view text, std::size_t begin, std::size_t end,
                            SecretPlaces& found) {
  constexpr std::size_t kShortestName = 5;
  const std::size_t name_end = text.find_first_of(" \t\n/>", begin);
  const std::string_view name = text.substr(begin, std::min(name_end, end) - begin);
  if (name.size() < kShortestName) return begin;
  std::string_view kind = kind_of_secret(name.substr(name.rfind(':') + 1));
  if (equals_ignoring_case(name, "textarea")) {
    const Tag tag{lower_case(text.substr(begin, end - begin)), begin};
    kind = kind_of_secret(text_at(text, attribute(tag, "name")));
  }
  if (kind.empty()) return begin;
  constexpr std::string_view kVerbatim = "<![CDATA[";
  if (text.substr(end + 1).starts_with(kVerbatim)) {
    const std::size_t first = end + 1 + kVerbatim.size();
    const std::size_t last = std::min(text.find("]]>", first), text.size());
    if (first < last) found.push_back({first, last, kind});
    return last;  // what looks like a tag in it is none
  }
  const std::size_t close = text.find('<', end);
  if (close == std::string_view::npos || close <= end + 1) return begin;
  if (text.substr(close, 2) == "</") found.push_back({end + 1, close, kind});
  return begin;
}

void find_in_tags(std::string_view text, SecretPlaces& found) {
  std::size_t next = 0;
  for (std::size_t open = text.find('<'); open != std::string_view::npos;
       open = text.find('<', next)) {
    next = open + 1;
    const std::size_t end = text.substr(0, open + kLongestTag).find_first_of("<>", open + 1);
    if (end == std::string_view::npos || text[end] == '<') continue;
    const std::string_view tag = text.substr(open + 1, end - open - 1);
    if (tag.contains('=')) find_in_tag(text, {lower_case(tag), open + 1}, found);
    next = find_in_element(text, open + 1, end, found);
  }
}

// The name of a part in the head that follows "form-data": name="…" or name=…, and no filename.
std::string_view part_name(std::string_view head) {
  constexpr std::string_view kName = "name=";
  for (std::size_t at = head.find(kName); at != std::string_view::npos;
       at = head.find(kName, at + 1)) {
    if (at == 0 || (head[at - 1] != ';' && head[at - 1] != ' ' && head[at - 1] != '\t')) continue;
    const std::string_view rest = head.substr(at + kName.size());
    if (rest.starts_with('"')) return rest.substr(1, rest.find('"', 1) - 1);
    return rest.substr(0, rest.find_first_of("; \t\r\n"));
  }
  return {};
}

// RFC 7578: a part's name, the rest of its head, an empty line, its value, the next boundary. Some
// end their lines with a line feed alone.
void find_in_parts(std::string_view text, SecretPlaces& found) {
  constexpr std::string_view kFormData = "form-data";
  for (std::size_t at = text.find(kFormData); at != std::string_view::npos;
       at = text.find(kFormData, at + 1)) {
    const std::string_view near = text.substr(0, at + kLongestTag);
    std::size_t head_end = near.find("\n\r\n", at);
    std::size_t begin = head_end + 3;
    if (const std::size_t bare = near.find("\n\n", at); bare < head_end) {
      head_end = bare;
      begin = bare + 2;
    }
    if (head_end == std::string_view::npos) continue;
    const std::string_view kind = kind_of_secret(part_name(text.substr(at, head_end - at)));
    std::size_t end = std::min(text.find("\n--", begin), text.size());
    if (end > begin && end < text.size() && text[end - 1] == '\r') --end;
    if (!kind.empty() && begin < end) found.push_back({begin, end, kind});
    at = end - 1;
  }
}

}  // namespace

void find_markup(std::string_view text, SecretPlaces& found) {
  find_in_tags(text, found);
  find_in_parts(text, found);
}

}  // namespace conform
