#include "reports/spot.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "reports/evidence.hpp"

namespace conform::reports {
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

template <std::size_t kSize>
bool among(const std::array<std::string_view, kSize>& names, std::string_view word) {
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

Spot spot_of(const Exchange& exchange, const Named& named) {
  Spot spot{.entry = exchange.number, .name = named.name};
  if (named.is_header) {
    spot.part = Spot::Part::kRequestHeader;
    spot.missing = !exchange.request.headers.has(named.name);
    return spot;
  }
  if (exchange.request.query().has(named.name)) return spot;
  const bool is_in_body = exchange.request.body.find(named.name) != std::string::npos;
  if (is_in_body || exchange.request.method == "POST") spot.part = Spot::Part::kRequestBody;
  spot.missing = !is_in_body;
  return spot;
}

Spot spot_of(const Exchange& exchange, const CheckResult& check) {
  if (const auto named = named_in(check.finding.seen)) return spot_of(exchange, *named);
  Spot spot{.entry = exchange.number};
  const std::string& seen = check.finding.seen;
  if (seen.starts_with("it said")) {
    spot.part = Spot::Part::kStatus;  // what the user should have been told of
  } else if (seen.starts_with("no rows in")) {
    spot.part = Spot::Part::kResponseBody;
  }
  return spot;
}

// "no tools/call": the client should have done something, and did not.
bool is_absence(const Entry& entry, const CheckResult& check) {
  const std::string& seen = check.finding.seen;
  if (seen == "it said nothing" || seen == "it showed nothing") {
    return std::holds_alternative<Note>(entry);
  }
  return seen.starts_with("no ") && !seen.starts_with("no rows in") && !named_in(seen);
}

// What an admin or a person did, or the client was asked for, breaks no rule of a client.
bool is_of_others(const Entry& entry) {
  const auto* note = std::get_if<Note>(&entry);
  return note != nullptr && note->kind != Note::Kind::kOutput && note->kind != Note::Kind::kOutcome;
}

Spot spot_of(const Entry& entry, const CheckResult& check) {
  const auto* exchange = std::get_if<Exchange>(&entry);
  if (exchange != nullptr) return spot_of(*exchange, check);
  return {.entry = number_of(entry), .part = Spot::Part::kNote};
}

}  // namespace

std::string_view to_string(Spot::Part part) {
  switch (part) {
    case Spot::Part::kRequestLine:
      return "request line";
    case Spot::Part::kRequestHeader:
      return "request header";
    case Spot::Part::kRequestBody:
      return "request body";
    case Spot::Part::kStatus:
      return "status";
    case Spot::Part::kResponseBody:
      return "response body";
    case Spot::Part::kNote:
      return "note";
    case Spot::Part::kAfter:
      return "after";
  }
  return "request line";
}

std::vector<Spot> spots_of(const Play& play, const CheckResult& check) {
  std::vector<Spot> spots;
  if (check.finding.outcome != Finding::Outcome::kFail) return spots;
  const std::vector<const Entry*> entries = entries_of(play, check.finding.evidence);
  if (entries.empty()) return spots;
  const Entry& last = *entries.back();
  const bool absent = is_absence(last, check);
  if (absent || std::ranges::all_of(entries, [](auto* entry) { return is_of_others(*entry); })) {
    return {{.entry = number_of(last),
             .part = Spot::Part::kAfter,
             .name = check.finding.seen,
             .missing = absent}};
  }
  for (const Entry* entry : entries) {
    if (!is_of_others(*entry)) spots.push_back(spot_of(*entry, check));
  }
  return spots;
}

}  // namespace conform::reports
