// Secrets that nobody named, known by what they look like: Omni's keys, those of vendors whose keys
// have a beginning of their own, JSON Web Tokens, private keys, credentials after their scheme,
// passwords in URLs. And header fields, where everything of it comes together.
#include <algorithm>
#include <array>
#include <bitset>
#include <utility>

#include "foundation/text/ascii.hpp"
#include "record/redact/byte_encodings.hpp"
#include "record/redact/secret_names.hpp"
#include "record/redact/secret_places.hpp"

namespace conform {
namespace {

constexpr std::string_view kWordCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

struct KeyShape {
  std::string_view start;
  std::size_t least = 0;  // so many characters follow at least
  std::string_view kind;
};
constexpr std::array<KeyShape, 13> kKeyShapes{{{"omni_osk_", 1, "api_key"},
                                               {"github_pat_", 20, "api_key"},
                                               {"ghp_", 20, "api_key"},
                                               {"gho_", 20, "api_key"},
                                               {"ghs_", 20, "api_key"},
                                               {"ghu_", 20, "api_key"},
                                               {"glpat-", 16, "api_key"},
                                               {"xoxb-", 16, "api_key"},
                                               {"xoxp-", 16, "api_key"},
                                               {"sk-", 20, "api_key"},
                                               {"sk_live_", 16, "api_key"},
                                               {"AKIA", 16, "api_key"},
                                               {"AIza", 30, "api_key"}}};

std::size_t run_end(std::string_view text, std::size_t at, std::string_view characters) {
  return std::min(text.find_first_not_of(characters, at), text.size());
}

bool begins_a_word(std::string_view text, std::size_t at) {
  return at == 0 || kWordCharacters.find(text[at - 1]) == std::string_view::npos;
}

// Each looks at a place where such a secret may begin, and returns from where on another may.

std::size_t find_key(std::string_view text, std::size_t at, const KeyShape& shape,
                     SecretPlaces& found) {
  const std::size_t end = run_end(text, at, kWordCharacters);
  const bool is_long_enough = end - at >= shape.start.size() + shape.least;
  const bool is_alone = shape.least == 1 || begins_a_word(text, at);
  if (is_long_enough && is_alone) found.push_back({at, end, shape.kind});
  return end;
}

// RFC 7519: three parts of base64url, the first of which is a JSON object.
std::size_t find_web_token(std::string_view text, std::size_t at, SecretPlaces& found) {
  constexpr std::size_t kShortestPart = 10;
  const std::size_t first = run_end(text, at, kWordCharacters);
  if (first >= text.size() || text[first] != '.' || first - at < kShortestPart) return first;
  const std::size_t second = run_end(text, first + 1, kWordCharacters);
  if (second >= text.size() || text[second] != '.') return first;
  const std::size_t end = run_end(text, second + 1, kWordCharacters);
  found.push_back({at, end, "token"});
  return end;
}

constexpr std::string_view kPrivateKey = "-----BEGIN ";

// RFC 7468: what stands between the lines that begin and end it.
std::size_t find_private_key(std::string_view text, std::size_t at, SecretPlaces& found) {
  const std::size_t label = at + kPrivateKey.size();
  const std::size_t label_end = text.find("-----", label);
  if (label_end == std::string_view::npos) return text.size();
  if (!text.substr(label, label_end - label).ends_with("PRIVATE KEY")) return at + 1;
  const std::size_t begin = label_end + 5;
  const std::size_t end = std::min(text.find("-----END", begin), text.size());
  if (begin < end) found.push_back({begin, end, "private_key"});
  return end;
}

// "Bearer abc…" in whatever somebody printed; "Bearer realm=" and "Bearer token" are no
// credentials.
std::size_t find_credential(std::string_view text, std::size_t at, std::string_view scheme,
                            std::string_view kind, SecretPlaces& found) {
  const std::size_t begin = std::min(text.find_first_not_of(' ', at + scheme.size()), text.size());
  const std::size_t last =
      run_end(text, begin, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/");
  const std::size_t end = run_end(text, last, "=");
  const bool is_parameter = end > last && end < text.size() && text[end] != ' ' &&
                            text[end] != '\n' && text[end] != '\'' && end - last == 1;
  const std::string_view value = text.substr(begin, end - begin);
  constexpr std::size_t kShortestCredential = 8;
  if (value.size() >= kShortestCredential && !is_parameter && !is_ordinary(value)) {
    found.push_back({begin, end, kind});
  }
  return at + 1;
}

// https://user:password@host, and https://token@host, where no name of a person stands.
std::size_t find_userinfo(std::string_view text, std::size_t at, SecretPlaces& found) {
  const std::size_t begin = at + 3;
  const std::size_t end = std::min(text.find_first_of("/?#\"'<> \t\r\n\\", begin), text.size());
  const std::string_view authority = text.substr(begin, end - begin);
  const std::size_t sign = authority.rfind('@');
  const std::size_t colon = authority.find(':');
  if (sign == std::string_view::npos) return at + 1;
  const std::string_view user = authority.substr(0, std::min(colon, sign));
  constexpr std::size_t kShortestToken = 16;
  if (user.size() >= kShortestToken && !is_ordinary(user)) {
    found.push_back({begin, begin + user.size(), "token"});
  }
  if (colon != std::string_view::npos && colon + 1 < sign) {
    found.push_back({begin + colon + 1, begin + sign, "password"});
  }
  return at + 1;
}

// The same as a parameter of another URL: https%3A%2F%2Fuser%3Apassword%40host.
std::size_t find_encoded_userinfo(std::string_view text, std::size_t at, SecretPlaces& found) {
  constexpr std::size_t kLongest = 1000;
  const std::size_t begin = at + std::string_view("%3A%2F%2F").size();
  const std::string_view near = text.substr(begin, kLongest);
  const std::string_view rest = near.substr(0, near.find_first_of("/?#&\"'<> \t\r\n\\"));
  const auto find = [&rest](std::string_view upper, std::string_view lower) {
    return std::min(rest.find(upper), rest.find(lower));
  };
  const std::string_view authority =
      rest.substr(0, std::min(find("%2F", "%2f"), find("%3F", "%3f")));
  const std::size_t sign = authority.rfind("%40");
  const std::size_t colon = find("%3A", "%3a");
  if (sign != std::string_view::npos && colon < sign && colon + 3 < sign) {
    found.push_back({begin + colon + 3, begin + sign, "password"});
  }
  return at + 1;
}

constexpr std::array<std::string_view, 9> kOtherStarts{
    "eyJ", kPrivateKey, "earer ", "asic ", "EARER ", "ASIC ", "%3A%2F%2F", "%3a%2f%2f", "://"};
constexpr std::size_t kStarts = kKeyShapes.size() + kOtherStarts.size();

constexpr std::string_view start_of(std::size_t number) {
  return number < kKeyShapes.size() ? kKeyShapes[number].start
                                    : kOtherStarts[number - kKeyShapes.size()];
}

std::size_t find_shape(std::size_t number, std::string_view text, std::size_t at,
                       SecretPlaces& found) {
  if (number < kKeyShapes.size()) return find_key(text, at, kKeyShapes[number], found);
  switch (number - kKeyShapes.size()) {
    case 0:
      return find_web_token(text, at, found);
    case 1:
      return find_private_key(text, at, found);
    case 2:
    case 4:
      return find_credential(text, at, start_of(number), "bearer", found);
    case 3:
    case 5:
      return find_credential(text, at, start_of(number), "basic", found);
    case 6:
    case 7:
      return find_encoded_userinfo(text, at, found);
    default:
      return find_userinfo(text, at, found);
  }
}

constexpr std::array<std::size_t, kStarts> kFirstPairs = [] {
  std::array<std::size_t, kStarts> all{};
  for (std::size_t number = 0; number < kStarts; ++number) {
    all[number] = first_pair(start_of(number));
  }
  return all;
}();

// The first two bytes of some start: most places are none.
const std::bitset<kPairs>& pairs_that_start() {
  static const std::bitset<kPairs> pairs = [] {
    std::bitset<kPairs> all;
    for (const std::size_t pair : kFirstPairs) all.set(pair);
    return all;
  }();
  return pairs;
}

void find_cookies(std::string_view value, bool only_first, SecretPlaces& found) {
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t end = std::min(value.find(';', at), value.size());
    const std::size_t equals = value.substr(at, end - at).find('=');
    const std::size_t begin = equals == std::string_view::npos ? at : at + equals + 1;
    const std::string_view name = trimmed(value.substr(at, begin - at));
    const std::string_view text = trimmed(value.substr(begin, end - begin));
    if (!text.empty()) {
      const auto first = static_cast<std::size_t>(text.data() - value.data());
      const bool is_session = lower_case(name).find("sess") != std::string::npos;
      found.push_back({first, first + text.size(), is_session ? "session" : "cookie"});
    }
    if (only_first) return;
    at = end + 1;
  }
}

std::string_view kind_of_scheme(std::string_view scheme) {
  if (equals_ignoring_case(trimmed(scheme), "bearer")) return "bearer";
  if (equals_ignoring_case(trimmed(scheme), "basic")) return "basic";
  return "authorization";
}

void find_authorization(std::string_view value, std::string_view kind, SecretPlaces& found) {
  const std::size_t begin = credential_begin(value);
  const std::size_t end = value.find_last_not_of(" \t") + 1;
  const bool is_scheme_alone = begin == 0 && kind_of_scheme(value) != "authorization";
  if (begin >= end || is_scheme_alone) return;
  const std::string_view scheme = kind_of_scheme(value.substr(0, begin));
  found.push_back({begin, end, kind == "authorization" ? scheme : kind});
}

}  // namespace

// In one pass, however many shapes there are. What is found of a shape stands together, in the
// order of the shapes: of two at one place the first one counts.
void find_shapes(std::string_view text, SecretPlaces& found) {
  const std::bitset<kPairs>& pairs = pairs_that_start();
  std::array<std::size_t, kStarts> next{};  // from where on a shape may begin again
  std::vector<std::pair<std::size_t, SecretPlace>> by_shape;
  SecretPlaces here;
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const std::size_t pair = first_pair(text.substr(at, 2));
    if (!pairs.test(pair)) continue;
    for (std::size_t number = 0; number < kStarts; ++number) {
      if (kFirstPairs[number] != pair || at < next[number]) continue;
      if (!text.substr(at).starts_with(start_of(number))) continue;
      next[number] = find_shape(number, text, at, here);
      for (const SecretPlace& place : here) by_shape.emplace_back(number, place);
      here.clear();
    }
  }
  std::ranges::stable_sort(by_shape, {}, [](const auto& one) { return one.first; });
  for (const auto& [number, place] : by_shape) found.push_back(place);
}

SecretPlaces places_in_text(std::string_view text) {
  SecretPlaces found;
  find_parameters(text, found);
  find_members(text, found);
  find_markup(text, found);
  find_shapes(text, found);
  return found;
}

SecretPlaces places_in_field(std::string_view name, std::string_view value) {
  SecretPlaces found;
  if (equals_ignoring_case(name, "Cookie")) {
    find_cookies(value, false, found);
  } else if (equals_ignoring_case(name, "Set-Cookie")) {
    find_cookies(value, true, found);
  } else if (const std::string_view kind = kind_of_secret(name); !kind.empty()) {
    find_authorization(value, kind, found);
  }
  const SecretPlaces more = places_in_text(value);
  found.insert(found.end(), more.begin(), more.end());
  return found;
}

}  // namespace conform
