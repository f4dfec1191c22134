#include "record/redactor.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "foundation/text/ascii.hpp"
#include "foundation/text/digest.hpp"
#include "record/redact/byte_encodings.hpp"

namespace conform {
namespace {

constexpr std::size_t kShortestRun = 11;  // of eight bytes in base64

std::string_view text_of(std::string_view text, const SecretPlace& place) {
  return text.substr(place.begin, place.end - place.begin);
}

// What was redacted before is left as it is, also when a program encoded the pseudonym; what only
// begins like one is none. The end of a place may be the "#" in it.
bool is_pseudonym(std::string_view text, const SecretPlace& place) {
  constexpr std::size_t kLongestPseudonym = 120;  // percent-encoded
  const Spelled spelled(text.substr(place.begin, kLongestPseudonym));
  const std::size_t size = pseudonym_size(spelled.plain());
  if (size == 0) return false;
  std::size_t end = place.begin + spelled.end_in_text(size);
  end = std::min(text.find_first_not_of('=', end), text.size());  // base64's padding
  if (end <= place.end) return end == place.end;
  constexpr std::string_view kEnds = " \t\r\n\"'<>&;,.)]}\\";
  return end == text.size() || kEnds.find(text[end]) != std::string_view::npos;
}

bool is_of_a_longer_word(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  const char character = text[at];
  const bool is_letter = (character >= 'a' && character <= 'z') ||
                         (character >= 'A' && character <= 'Z') ||
                         (character >= '0' && character <= '9');
  if (is_letter || std::string_view("_-/%").find(character) != std::string_view::npos) return true;
  return character == '.' && at + 1 < text.size() && is_of_a_longer_word(text, at + 1);
}

bool stands_alone(std::string_view text, const SecretIndex::Found& found) {
  const bool before =
      found.begin > 0 && is_of_a_longer_word(text.substr(0, found.begin), found.begin - 1);
  return !before && !is_of_a_longer_word(text, found.end);
}

bool is_quoted(std::string_view text, std::size_t at) {
  return std::ranges::count(text.substr(0, at), '"') % 2 == 1;
}

}  // namespace

Redactor::Redactor(const std::vector<Entry>& entries) { learn(entries); }

void Redactor::learn(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    if (const auto* exchange = std::get_if<Exchange>(&entry)) {
      learn(*exchange);
    } else if (const Note& note = std::get<Note>(entry); note.kind == Note::Kind::kOutput) {
      learn(note.text, places_in_text(note.text));
    }
  }
}

void Redactor::learn(const Exchange& exchange) {
  const Request& request = exchange.request;
  const Response& response = exchange.response;
  learn(request.target, places_in_text(request.target));
  learn(request.headers);
  learn(request.body, places_in_text(request.body));
  learn(response.headers);
  learn(response.body, places_in_text(response.body));
}

// Most fields are those of an exchange before.
bool Redactor::is_learnt(const Header& header) {
  constexpr std::size_t kKept = 1024;
  constexpr std::size_t kLongestKept = 256;
  if (header.value.size() > kLongestKept) return false;
  if (learnt_fields_.empty()) learnt_fields_.resize(kKept);
  const std::hash<std::string_view> hash;
  Header& kept = learnt_fields_[(hash(header.name) ^ hash(header.value)) % kKept];
  if (kept == header) return true;
  kept = header;
  return false;
}

void Redactor::learn(const Headers& headers) {
  for (const Header& header : headers) {
    if (is_learnt(header)) continue;
    if (equals_ignoring_case(header.name, "Authorization")) learn_basic(header.value);
    learn(header.value, places_in_field(header.name, header.value));
  }
}

void Redactor::learn(std::string_view text, const SecretPlaces& places) {
  for (const SecretPlace& place : places) {
    if (!is_pseudonym(text, place)) know(text_of(text, place), place.kind);
  }
}

// RFC 6749 section 2.3.1: the secret is form-encoded before it is put into base64.
void Redactor::learn_basic(const std::string& authorization) {
  if (!equals_ignoring_case(authorization.substr(0, 6), "basic ")) return;
  const auto pair = base64_decode(trimmed(std::string_view(authorization).substr(6)));
  if (!pair) return;
  learn(*pair, places_in_text(*pair));
  const std::size_t colon = pair->find(':');
  if (colon != std::string::npos) know(std::string_view(*pair).substr(colon + 1), "client_secret");
}

void Redactor::know(std::string_view secret, std::string_view kind) {
  std::string plain = plain_of(secret);
  if (plain.empty() || numbers_.contains(plain)) return;
  const std::size_t count = ++counters_[std::string(kind)];
  const std::size_t number = secrets_.size();
  secrets_.push_back({std::string(kind) + '#' + std::to_string(count), reach_of(kind, plain)});
  if (secrets_.back().reach != SecretReach::kPlace) index_.add(plain, number);
  numbers_.emplace(std::move(plain), number);
}

void Redactor::rename(const std::string& authority, const std::string& name) {
  name_index_.add(plain_of(authority), names_.size());
  names_.push_back(name);
}

std::string Redactor::operator()(std::string text) const {
  const SecretPlaces places = places_in_text(text);
  return edited(std::move(text), places, Voice::kForeign);
}

std::string Redactor::field(std::string_view name, std::string value) const {
  const SecretPlaces places = places_in_field(name, value);
  return edited(std::move(value), places, Voice::kForeign);
}

std::string Redactor::sentence(std::string text) const {
  SecretPlaces places;
  find_parameters(text, places);
  find_shapes(text, places);
  return edited(std::move(text), places, Voice::kSentence);
}

std::string Redactor::own(std::string text) const {
  return edited(std::move(text), {}, Voice::kOwn);
}

std::string Redactor::edited(std::string text, const SecretPlaces& places, Voice voice) const {
  Edits edits;
  edit_places(text, places, edits);
  const Spelled spelled(text);
  edit_known(text, spelled, voice, edits);
  // What stands after a '%' or a backslash by chance is taken for a part of an escape.
  if (!spelled.is_text()) edit_known(text, Spelled::as_it_is(text), voice, edits);
  edit_encoded(text, spelled, edits);
  edit_names(spelled, edits);
  return with_edits(std::move(text), std::move(edits));
}

// What is not on the wire has no lineage to show.
std::string Redactor::pseudonym_of(std::string_view value, std::string_view kind) const {
  const auto found = numbers_.find(plain_of(value));
  return found == numbers_.end() ? std::string(kind) + "#0" : secrets_[found->second].pseudonym;
}

void Redactor::edit_places(std::string_view text, const SecretPlaces& places, Edits& edits) const {
  for (const SecretPlace& place : places) {
    if (is_pseudonym(text, place)) continue;
    edits.push_back({place.begin, place.end, pseudonym_of(text_of(text, place), place.kind)});
  }
}

void Redactor::edit_known(std::string_view text, const Spelled& spelled, Voice voice,
                          Edits& edits) const {
  const std::string& plain = spelled.plain();
  const auto counts = [&](const SecretIndex::Found& found) {
    if (secrets_[found.number].reach == SecretReach::kEverywhere) return true;
    if (voice == Voice::kOwn) return false;
    const bool is_theirs =
        voice == Voice::kForeign || is_quoted(text, spelled.begin_in_text(found.begin));
    return is_theirs && stands_alone(plain, found);
  };
  for (const SecretIndex::Found& found : index_.find(plain, counts)) {
    edits.push_back({spelled.begin_in_text(found.begin), spelled.end_in_text(found.end),
                     secrets_[found.number].pseudonym});
  }
}

// A known secret may stand in base64 or hexadecimal digits, alone or in a pair (RFC 7617), from any
// byte on, in lines as mail has them.
void Redactor::edit_encoded(std::string_view text, const Spelled& spelled, Edits& edits) const {
  constexpr std::size_t kShortestLine = 60;  // RFC 7468: 64; RFC 2045: 76
  if (index_.empty()) return;
  const std::string& plain = spelled.plain();
  const auto is_part = [&](std::size_t begin, std::size_t at) {
    const bool is_wrapped = is_line_end(plain[at]) && at - begin >= kShortestLine;
    return is_wrapped || (is_base64(plain[at]) && text[spelled.begin_in_text(at)] != ' ');
  };
  for (std::size_t begin = 0; begin < plain.size(); ++begin) {
    std::size_t end = begin;
    while (end < plain.size() && is_part(begin, end)) ++end;
    while (end > begin && is_line_end(plain[end - 1])) --end;
    const Secret* known = end - begin < kShortestRun
                              ? nullptr
                              : encoded_in(std::string_view(plain).substr(begin, end - begin), 1);
    if (known != nullptr) {
      edits.push_back({spelled.begin_in_text(begin), spelled.end_in_text(end), known->pseudonym});
    }
    begin = end;
  }
}

// What was encoded may have been encoded before, as secrets of Kubernetes are, or be UTF-16, as
// PowerShell wants it.
const Redactor::Secret* Redactor::encoded_in(std::string_view run, int layers) const {
  for (std::size_t skipped = 0; skipped < 4; ++skipped) {
    std::string decoded = decoded_base64(run.substr(skipped));
    if (const Secret* known = held_by(decoded)) return known;
    if (decoded.contains('\0')) {
      std::erase(decoded, '\0');
      if (const Secret* known = held_by(decoded)) return known;
    }
    const std::string_view inner = std::string_view(decoded).substr(0, decoded.find('='));
    if (layers == 0 || inner.size() < kShortestRun || !std::ranges::all_of(inner, is_base64))
      continue;
    if (const Secret* known = encoded_in(inner, layers - 1)) return known;
  }
  for (std::size_t skipped = 0; skipped < 2; ++skipped) {
    if (const Secret* known = held_by(decoded_hexadecimal(run.substr(skipped)))) return known;
  }
  return nullptr;
}

const Redactor::Secret* Redactor::held_by(const std::string& decoded) const {
  if (decoded.size() < SecretIndex::kShortest) return nullptr;
  const auto counts = [this](const SecretIndex::Found& found) {
    return secrets_[found.number].reach == SecretReach::kEverywhere;
  };
  const bool is_plain = decoded.find_first_of("%\\& ") == std::string::npos;
  const auto found =
      is_plain ? index_.first(decoded, counts) : index_.first(plain_of(decoded), counts);
  return found ? &secrets_[found->number] : nullptr;
}

void Redactor::edit_names(const Spelled& spelled, Edits& edits) const {
  const auto any = [](const SecretIndex::Found&) { return true; };
  for (const SecretIndex::Found& found : name_index_.find(spelled.plain(), any)) {
    edits.push_back(
        {spelled.begin_in_text(found.begin), spelled.end_in_text(found.end), names_[found.number]});
  }
}

// The first that begins wins; of two that begin at one place, the longer. What overlaps goes with
// it: half a secret is not left behind.
std::string Redactor::with_edits(std::string text, Edits edits) {
  if (edits.empty()) return text;
  std::ranges::stable_sort(edits, [](const Edit& a, const Edit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::string result;
  result.reserve(text.size());
  std::size_t done = 0;
  for (const Edit& edit : edits) {
    if (edit.begin >= done) {
      result.append(text, done, edit.begin - done).append(edit.by);
    }
    done = std::max(done, edit.end);
  }
  return result.append(text, done);
}

void Redactor::redact(Exchange& exchange) const {
  const auto foreign = [this](std::string& text) { text = (*this)(std::move(text)); };
  foreign(exchange.origin);
  foreign(exchange.request.method);
  foreign(exchange.request.target);
  exchange.request.headers = redacted(exchange.request.headers);
  foreign(exchange.request.body);
  exchange.response.headers = redacted(exchange.response.headers);
  foreign(exchange.response.body);
  exchange.response.stream.reset();
  for (auto& [name, value] : exchange.facts) value = sentence(std::move(value));
  if (!exchange.rpc) return;
  foreign(exchange.rpc->method);
  foreign(exchange.rpc->id);
  foreign(exchange.rpc->tool);
}

Headers Redactor::redacted(const Headers& headers) const {
  Headers result;
  for (const Header& header : headers) {
    result.add((*this)(header.name), field(header.name, header.value));
  }
  return result;
}

void Redactor::redact(Note& note) const {
  note.text = note.kind == Note::Kind::kOutput ? (*this)(std::move(note.text))
                                               : sentence(std::move(note.text));
}

Entry Redactor::redacted(Entry entry) const {
  std::visit([this](auto& it) { redact(it); }, entry);
  return entry;
}

}  // namespace conform
