// "name=value" wherever it stands, also where it was percent-encoded into another parameter.
#include <algorithm>
#include <string>

#include "record/redact/secret_names.hpp"
#include "record/redact/secret_places.hpp"

namespace conform {
namespace {

constexpr std::size_t kLongestParameterName = 100;

// "=", "%3D", "%253D", "\u003d".
struct EqualsSign {
  std::size_t size = 0;   // 0: there is none
  std::size_t layer = 0;  // how often it was percent-encoded
};

EqualsSign equals_at(std::string_view rest) {
  if (rest.front() == '=') return {1, 0};
  if (rest.starts_with("\\u003d") || rest.starts_with("\\u003D")) return {6, 0};
  if (rest.front() != '%') return {};
  std::size_t layer = 1;
  std::size_t at = 1;
  for (; rest.substr(at, 2) == "25"; at += 2) ++layer;
  const std::string_view digits = rest.substr(at, 2);
  return digits == "3D" || digits == "3d" ? EqualsSign{at + 2, layer} : EqualsSign{};
}

bool is_of_a_name(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_' || character == '-' ||
         character == '.' || character == '[' || character == ']';
}

// What stands before the equals sign. The digits of an encoded delimiter before it are none of it.
std::string_view name_before(std::string_view text, std::size_t equals, std::size_t layer) {
  std::size_t begin = equals;
  const auto is_name = [layer](char character) {
    return is_of_a_name(character) || (layer == 0 && character == '%');
  };
  while (begin > 0 && equals - begin < kLongestParameterName && is_name(text[begin - 1])) --begin;
  std::string_view name = text.substr(begin, equals - begin);
  if (begin > 0 && text[begin - 1] == '%') name.remove_prefix(std::min(name.size(), 2 * layer));
  if (begin > 0 && text[begin - 1] == '\\' && name.starts_with('u')) {
    name.remove_prefix(std::min<std::size_t>(name.size(), 5));
  }
  return name;
}

// Whether an encoded character that ends a value at this layer stands there.
bool ends_encoded(std::string_view rest, std::size_t layer) {
  std::string percent = "%";
  for (std::size_t deeper = 1; deeper < layer; ++deeper) percent += "25";
  if (!rest.starts_with(percent)) return false;
  const std::string_view digits = rest.substr(percent.size(), 2);
  constexpr std::string_view kEnds = "26 23 20 22 0A 0D 0a 0d 3C 3E 3c 3e 7D 7d";
  return digits.size() == 2 && kEnds.find(digits) != std::string_view::npos;
}

std::size_t value_end(std::string_view text, std::size_t begin, std::size_t layer) {
  std::size_t at = begin;
  for (; at < text.size(); ++at) {
    const char character = text[at];
    const bool ends = static_cast<unsigned char>(character) <= ' ' ||
                      std::string_view("&\"'<>\\,;)#").find(character) != std::string_view::npos;
    if (ends || (layer > 0 && character == '%' && ends_encoded(text.substr(at), layer))) break;
  }
  return at;
}

// token="abc", token='abc', and the same within JSON.
std::size_t quote_size(std::string_view rest) {
  if (rest.starts_with('"') || rest.starts_with('\'')) return 1;
  return rest.starts_with("\\\"") || rest.starts_with("\\'") ? 2 : 0;
}

SecretPlace value_after(std::string_view text, std::size_t begin, std::size_t layer) {
  const std::size_t size = quote_size(text.substr(begin));
  if (size == 0) return {begin, value_end(text, begin, layer), {}};
  const std::string_view quote = text.substr(begin, size);
  const std::size_t end = text.find(quote, begin + size);
  return {begin + size, std::min(end, text.size()), {}};
}

// A query or form as a whole, where only "&" ends a value.
// A "#" in a body is no fragment: not everybody encodes it.
void find_in_form(std::string_view text, SecretPlaces& found) {
  const bool is_form = std::ranges::none_of(text, [](char character) {
    return static_cast<unsigned char>(character) <= ' ' || character == '<' || character == '{';
  });
  if (!is_form) return;
  const bool is_body = text.find('=') < text.find_first_of("?#/:");
  const std::size_t url = is_body ? std::string_view::npos : text.find_first_of("?#");
  const std::string_view ends = url == std::string_view::npos ? "&" : "&#?";
  for (std::size_t at = url == std::string_view::npos ? 0 : url + 1; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(ends, at), text.size());
    const std::size_t equals = std::min(text.substr(0, end).find('=', at), end);
    const std::string_view kind = kind_of_secret(name_before(text, equals, 0));
    if (!kind.empty() && equals + 1 < end) found.push_back({equals + 1, end, kind});
    at = end + 1;
  }
}

// "password = …" of settings; a word or a sentence behind it is no value.
void find_setting(std::string_view text, std::size_t equals, SecretPlaces& found) {
  constexpr std::size_t kMostBlanks = 8;
  const auto is_blank = [&](std::size_t at) { return text[at] == ' ' || text[at] == '\t'; };
  std::size_t name_end = equals;
  while (name_end > 0 && equals - name_end < kMostBlanks && is_blank(name_end - 1)) --name_end;
  std::size_t begin = equals + 1;
  while (begin < text.size() && begin - equals <= kMostBlanks && is_blank(begin)) ++begin;
  if (begin >= text.size() || (name_end == equals && begin == equals + 1)) return;
  const std::string_view kind = kind_of_secret(name_before(text, name_end, 0));
  if (kind.empty() || text[begin] == '=') return;
  SecretPlace place = value_after(text, begin, 0);
  place.kind = kind;
  if (place.begin >= place.end) return;
  if (!is_ordinary(text.substr(place.begin, place.end - place.begin))) found.push_back(place);
}

}  // namespace

void find_parameters(std::string_view text, SecretPlaces& found) {
  find_in_form(text, found);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=' && text[at] != '%' && text[at] != '\\') continue;
    const EqualsSign equals = equals_at(text.substr(at));
    if (equals.size == 0) continue;
    if (text[at] == '=') find_setting(text, at, found);
    const std::string_view kind = kind_of_secret(name_before(text, at, equals.layer));
    if (kind.empty()) continue;
    SecretPlace place = value_after(text, at + equals.size, equals.layer);
    place.kind = kind;
    if (place.begin >= place.end) continue;
    found.push_back(place);
    at = place.end - 1;
  }
}

}  // namespace conform
