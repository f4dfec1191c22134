// Fields of HTML pages, of XML, and of multipart forms.
#include <algorithm>
#include <string>

#include "foundation/text/ascii.hpp"
#include "record/redact/secret_names.hpp"
#include "record/redact/secret_places.hpp"

namespace conform {
namespace {

constexpr std::size_t kLongestTag = 4000;

// The value of an attribute within a tag; begin == end when there is none.
SecretPlace attribute(std::string_view text, std::size_t begin, std::size_t end,
                      std::string_view name) {
  const std::string_view tag = text.substr(begin, end - begin);
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
void find_in_tag(std::string_view text, std::size_t begin, std::size_t end, SecretPlaces& found) {
  std::string_view kind = kind_of_secret(text_at(text, attribute(text, begin, end, "name")));
  if (text_at(text, attribute(text, begin, end, "type")) == "password") kind = "password";
  if (kind.empty()) return;
  for (const std::string_view name : {"value", "content"}) {
    SecretPlace place = attribute(text, begin, end, name);
    place.kind = kind;
    if (place.begin < place.end) found.push_back(place);
  }
}

// <apiKey>…</apiKey>. "code" and "key" are names of HTML's and others' for what is no secret.
void find_in_element(std::string_view text, std::size_t begin, std::size_t end,
                     SecretPlaces& found) {
  constexpr std::size_t kShortestName = 5;
  const std::size_t name_end = text.find_first_of(" \t\n/>", begin);
  const std::string_view name = text.substr(begin, std::min(name_end, end) - begin);
  if (name.size() < kShortestName) return;
  const std::string_view kind = kind_of_secret(name.substr(name.rfind(':') + 1));
  const std::size_t close = text.find('<', end);
  if (kind.empty() || close == std::string_view::npos || close <= end + 1) return;
  if (text.substr(close, 2) == "</") found.push_back({end + 1, close, kind});
}

void find_in_tags(std::string_view text, SecretPlaces& found) {
  for (std::size_t open = text.find('<'); open != std::string_view::npos;
       open = text.find('<', open + 1)) {
    const std::size_t end = text.substr(0, open + kLongestTag).find_first_of("<>", open + 1);
    if (end == std::string_view::npos || text[end] == '<') continue;
    find_in_tag(text, open + 1, end, found);
    find_in_element(text, open + 1, end, found);
  }
}

// RFC 7578: a part's name, the rest of its head, an empty line, its value, the next boundary.
void find_in_parts(std::string_view text, SecretPlaces& found) {
  constexpr std::string_view kName = "form-data; name=\"";
  for (std::size_t at = text.find(kName); at != std::string_view::npos;
       at = text.find(kName, at + 1)) {
    const std::size_t name = at + kName.size();
    const std::string_view head = text.substr(0, name + kLongestTag);
    const std::size_t name_end = head.find('"', name);
    const std::size_t head_end = head.find("\r\n\r\n", name);
    if (name_end == std::string_view::npos || head_end == std::string_view::npos) continue;
    const std::string_view kind = kind_of_secret(text.substr(name, name_end - name));
    const std::size_t end = std::min(text.find("\r\n--", head_end), text.size());
    if (!kind.empty() && head_end + 4 < end) found.push_back({head_end + 4, end, kind});
    at = end - 1;
  }
}

}  // namespace

void find_markup(std::string_view text, SecretPlaces& found) {
  find_in_tags(text, found);
  find_in_parts(text, found);
}

}  // namespace conform
