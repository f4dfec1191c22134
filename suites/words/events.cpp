#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform::words {
namespace {

using Index = std::optional<std::size_t>;

}  // namespace

namespace events {

Index first_contact(const std::vector<Entry>& entries) {
  return first_exchange(entries, [](const Exchange& e) {
    return (e.endpoint == Endpoint::kMcp && e.response.status == 401) ||
           kinds::is_protected_resource_metadata(e);
  });
}

Index code_issued(const std::vector<Entry>& entries) {
  return first_exchange(entries,
                        [](const Exchange& e) { return record::carried_answer(e).has("code"); });
}

Index granted(const std::vector<Entry>& entries) {
  return first_exchange(
      entries, [](const Exchange& e) { return kinds::is_token(e) && e.response.status == 200; });
}

Index cancelled(const std::vector<Entry>& entries) {
  return first_exchange(entries, [](const Exchange& e) {
    const bool is_of_it = e.endpoint == Endpoint::kConsent || e.endpoint == Endpoint::kAuthorize;
    return is_of_it && (record::may_be_refusal(e, "access_denied") ||
                        record::carried_answer(e).get("error") == "access_denied");
  });
}

Index consent_shown(const std::vector<Entry>& entries) {
  return first_exchange(entries, kinds::is_consent_page);
}

Index wrong_state_returned(const std::vector<Entry>& entries) {
  std::set<std::string> sent;
  for (const Entry& entry : entries) {
    const Exchange* exchange = record::exchange_in(entry);
    if (exchange == nullptr || !kinds::is_authorize(*exchange)) continue;
    if (const auto state = record::parameter(*exchange, "state")) sent.insert(*state);
  }
  if (sent.empty()) return std::nullopt;
  return first_exchange(entries, [&](const Exchange& e) {
    const Parameters answer = record::carried_answer(e);
    return answer.has("code") && !sent.contains(answer.get("state"));
  });
}

Index came_back(const std::vector<Entry>& entries) {
  const Index grant = granted(entries);
  if (!grant) return std::nullopt;
  const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(*grant);
  const auto restarted = std::find_if(begin, entries.end(), [](const Entry& entry) {
    const Note* note = record::note_in(entry, Note::Kind::kIntent);
    return note != nullptr && note->text.starts_with(describe(Intent(Restart{})));
  });
  const bool spoke = std::any_of(restarted, entries.end(), [](const Entry& entry) {
    const Exchange* exchange = record::exchange_in(entry);
    return exchange != nullptr && exchange->endpoint == Endpoint::kMcp;
  });
  if (!spoke) return std::nullopt;
  return static_cast<std::size_t>(restarted - entries.begin());
}

}  // namespace events

Event refused(std::string_view refusal) {
  return {fmt::format("it was refused ({})", refusal),
          [refusal = std::string(refusal)](const std::vector<Entry>& entries) {
            return first_exchange(
                entries, [&](const Exchange& e) { return record::may_be_refusal(e, refusal); });
          }};
}

Event refused(Kind kind) {
  return {fmt::format("{} was refused", kind.one), [kind](const std::vector<Entry>& entries) {
            return first_exchange(
                entries, [&](const Exchange& e) { return kind.is(e) && record::was_refused(e); });
          }};
}

Event answered(Kind kind, int status) {
  return {fmt::format("{} was answered with {}", kind.one, status),
          [kind, status](const std::vector<Entry>& entries) {
            return first_exchange(entries, [&](const Exchange& e) {
              return kind.is(e) && e.response.status == status;
            });
          }};
}

Event served(Kind kind) {
  return {fmt::format("{} was served", kind.one), [kind](const std::vector<Entry>& entries) {
            return first_exchange(
                entries, [&](const Exchange& e) { return kind.is(e) && record::was_served(e); });
          }};
}

Event seen(Kind kind) {
  return {fmt::format("{} was seen", kind.one),
          [kind](const std::vector<Entry>& entries) { return first_exchange(entries, kind.is); }};
}

Event page_shown(std::string text) {
  return {fmt::format("a page said \"{}\"", text),
          [text = std::move(text)](const std::vector<Entry>& entries) {
            return first_exchange(entries, [&](const Exchange& e) {
              return record::says(e.response.headers.get("Content-Type"), "text/html") &&
                     record::says(e.response.body, text);
            });
          }};
}

Event then(Event first, Event second) {
  std::string text = fmt::format("{} and then {}", first.text, second.text);
  return {std::move(text),
          [first = std::move(first),
           second = std::move(second)](const std::vector<Entry>& entries) -> Index {
            const Index begin = first.find(entries);
            if (!begin) return std::nullopt;
            const auto rest = entries.begin() + static_cast<std::ptrdiff_t>(*begin) + 1;
            const Index end = second.find(std::vector<Entry>(rest, entries.end()));
            if (!end) return std::nullopt;
            return *begin + 1 + *end;
          }};
}

After after(Event event) { return {std::move(event)}; }
Once once(Event event) { return {std::move(event)}; }
Having having(Event event) { return {std::move(event)}; }

}  // namespace conform::words
