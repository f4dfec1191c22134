#include "reports/place.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "reports/evidence.hpp"

namespace conform {
namespace {

// The headers and parameters that findings name. Some names, such as "state" and "code", are also
// plain English words: these count only where the words around them show that they are meant.
constexpr std::array<std::string_view, 9> kHeaders = {
    "MCP-Protocol-Version", "Authorization", "Accept", "Content-Type", "Mcp-Session-Id",
    "Mcp-Method",           "Mcp-Name",      "Origin", "User-Agent"};
constexpr std::array<std::string_view, 16> kParameters = {
    "code_challenge_method", "code_challenge", "code_verifier", "code",          "redirect_uri",
    "redirect_uris",         "resource",       "state",         "scope",         "client_id",
    "client_secret",         "client_name",    "grant_type",    "refresh_token", "access_token",
    "response_type"};

struct Named {
  std::string name;
  bool is_header = false;
};

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = text.find_first_of(kLetters);
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_not_of(kLetters), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

template <std::size_t size>
bool among(const std::array<std::string_view, size>& names, std::string_view word) {
  return std::ranges::find(names, word) != names.end();
}

std::optional<Named> named_in(std::string_view text) {
  constexpr std::array<std::string_view, 4> kBefore = {"no", "has", "parameter", "without"};
  constexpr std::array<std::string_view, 3> kAfter = {"is", "has", "does"};
  const std::vector<std::string_view> words = words_of(text);
  for (std::size_t at = 0; at < words.size(); ++at) {
    const bool said_before = at > 0 && among(kBefore, words[at - 1]);
    const bool said_after = at + 1 < words.size() && among(kAfter, words[at + 1]);
    if (!said_before && !said_after) continue;
    if (among(kHeaders, words[at])) return Named{std::string(words[at]), true};
    const bool any_parameter = at > 0 && words[at - 1] == "parameter";
    if (any_parameter || among(kParameters, words[at])) return Named{std::string(words[at])};
  }
  return std::nullopt;
}

Place place_of(const Exchange& exchange, const Named& named) {
  Place place{.entry = exchange.number, .name = named.name};
  if (named.is_header) {
    place.part = Place::Part::kRequestHeader;
    place.missing = !exchange.request.headers.has(named.name);
    return place;
  }
  if (exchange.request.query().has(named.name)) return place;
  const bool is_in_body = exchange.request.body.find(named.name) != std::string::npos;
  if (is_in_body || exchange.request.method == "POST") place.part = Place::Part::kRequestBody;
  place.missing = !is_in_body;
  return place;
}

Place place_of(const Exchange& exchange, const CheckResult& check) {
  if (const auto named = named_in(check.finding.seen)) return place_of(exchange, *named);
  Place place{.entry = exchange.number};
  const std::string& seen = check.finding.seen;
  if (seen.starts_with("it said")) {
    place.part = Place::Part::kStatus;  // what the user should have been told of
  } else if (seen.starts_with("no rows in")) {
    place.part = Place::Part::kResponseBody;
  }
  return place;
}

}  // namespace

std::string_view to_string(Place::Part part) {
  switch (part) {
    case Place::Part::kRequestLine:
      return "request line";
    case Place::Part::kRequestHeader:
      return "request header";
    case Place::Part::kRequestBody:
      return "request body";
    case Place::Part::kStatus:
      return "status";
    case Place::Part::kResponseBody:
      return "response body";
    case Place::Part::kNote:
      return "note";
  }
  return "request line";
}

std::vector<Place> places_of(const Play& play, const CheckResult& check) {
  std::vector<Place> places;
  if (check.finding.outcome != Finding::Outcome::kFail) return places;
  for (const Entry* entry : entries_of(play, check.finding.evidence)) {
    const auto* exchange = std::get_if<Exchange>(entry);
    places.push_back(exchange != nullptr
                         ? place_of(*exchange, check)
                         : Place{.entry = number_of(*entry), .part = Place::Part::kNote});
  }
  return places;
}

}  // namespace conform
