#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <type_traits>

#include "foundation/json/foreign_json.hpp"
#include "record/rpc_answer.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform::words {
namespace {

using Entries = std::vector<Entry>;

std::vector<const Exchange*> matching(std::span<const Entry> entries, const Kind& kind) {
  std::vector<const Exchange*> found;
  for (const Entry& entry : entries) {
    const Exchange* exchange = record::exchange_in(entry);
    if (exchange != nullptr && kind.is(*exchange)) found.push_back(exchange);
  }
  return found;
}

std::vector<std::size_t> numbers(const std::vector<const Exchange*>& exchanges) {
  std::vector<std::size_t> result;
  for (const Exchange* exchange : exchanges) {
    if (result.size() == kShownEvidence) break;
    result.push_back(exchange->number);
  }
  return result;
}

bool client_cannot(std::span<const Entry> entries) {
  return std::ranges::any_of(entries, [](const Entry& entry) {
    const Note* outcome = record::note_in(entry, Note::Kind::kOutcome);
    return outcome != nullptr && outcome->text.starts_with("cannot");
  });
}

template <typename Condition>
Expectation at_least_where(std::size_t n, Kind kind, Condition condition) {
  std::string text = fmt::format("at least {} {}", count_of(n, kind), when(condition));
  return {std::move(text), [n, kind, condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            const auto found = matching(scope->entries, kind);
            if (found.empty() && client_cannot(scope->entries)) {
              return not_exercised(fmt::format("the client can't be made to send {}", kind.one));
            }
            std::string seen = count_of(found.size(), kind);
            if (n > 0 && found.empty()) {
              return nothing_came(std::move(seen), scope->event_number);
            }
            return verdict(found.size() >= n, std::move(seen), numbers(found));
          }};
}

template <typename Condition>
Expectation at_most_where(std::size_t n, Kind kind, Condition condition,
                          std::optional<Event> proof) {
  std::string text = n == 0 ? fmt::format("no {} {}", kind.one, when(condition))
                            : fmt::format("at most {} {}", count_of(n, kind), when(condition));
  return {std::move(text), [n, kind, condition = std::move(condition),
                            proof = std::move(proof)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            const auto found = matching(scope->entries, kind);
            const bool passed = found.size() <= n;
            if (passed && proof && !proof->find(entries)) return not_exercised(*proof);
            std::vector<std::size_t> evidence = numbers(found);
            if (evidence.empty()) evidence.push_back(scope->event_number);
            return verdict(passed, count_of(found.size(), kind), std::move(evidence));
          }};
}

Finding judge_each(const Entries& entries, std::span<const Entry> scope, const Kind& kind,
                   const Property& property) {
  const auto found = matching(scope, kind);
  if (found.empty()) return not_exercised(fmt::format("no {} was seen", kind.one));
  std::vector<const Exchange*> wrong;
  std::vector<Spot> spots;
  std::string first;
  for (const Exchange* exchange : found) {
    std::optional<Problem> problem = property.problem(*exchange, entries);
    if (!problem) continue;
    if (problem->unseen) return not_exercised(std::move(problem->what));
    if (wrong.empty()) first = std::move(problem->what);
    wrong.push_back(exchange);
    if (spots.size() < kShownEvidence) spots.push_back(at(*exchange, std::move(problem->spot)));
  }
  if (wrong.empty()) return verdict(true, count_of(found.size(), kind), numbers(found));
  return verdict(false,
                 fmt::format("{} of {}: {}", wrong.size(), count_of(found.size(), kind), first),
                 numbers(wrong), std::move(spots));
}

// The bodies with which requests were answered.
std::vector<Spot> answers_of(const std::vector<std::size_t>& numbers) {
  std::vector<Spot> spots;
  spots.reserve(numbers.size());
  for (const std::size_t number : numbers) {
    spots.push_back({.entry = number, .part = Spot::Part::kResponseBody});
  }
  return spots;
}

template <typename Condition>
Expectation rows_where(Condition condition) {
  return {fmt::format("a tool call answers with rows, {}", when(condition)),
          [condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            const auto calls = matching(scope->entries, tools_call);
            if (calls.empty()) return not_exercised("no tools/call was seen");
            const auto served = std::ranges::find_if(
                calls, [](const Exchange* call) { return record::has_rows(*call); });
            if (served != calls.end()) return verdict(true, "rows", {(*served)->number});
            return verdict(false,
                           fmt::format("no rows in {}: {} {}", count_of(calls.size(), tools_call),
                                       record::request_line(*calls.back()),
                                       record::tool_text(*calls.back()).substr(0, 200)),
                           numbers(calls), answers_of(numbers(calls)));
          }};
}

// Whether the text is the link of an earlier authorization. A terminal may show that link late;
// then it does not tell the user what came of it.
bool leads_back(const std::string& text, const std::vector<const Exchange*>& authorizations) {
  return std::ranges::any_of(authorizations, [&](const Exchange* authorization) {
    return text.contains(authorization->request.target);
  });
}

template <typename Condition>
Expectation output_where(std::string wanted, Condition condition) {
  std::string text = wanted.empty() ? "the client tells its user something"
                                    : fmt::format("the client tells its user \"{}\"", wanted);
  text += ", " + when(condition);
  return {std::move(text),
          [wanted = std::move(wanted), condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            std::vector<const Exchange*> earlier;
            if constexpr (std::is_same_v<Condition, After>) {
              const auto is_later = [&](const Exchange* e) {
                return e->number >= scope->event_number;
              };
              earlier = matching(entries, authorize);
              std::erase_if(earlier, is_later);
            }
            std::string heard;
            for (const Entry& entry : scope->entries) {
              const Note* output = record::note_in(entry, Note::Kind::kOutput);
              if (output == nullptr || output->text.empty()) continue;
              if (wanted.empty() && leads_back(output->text, earlier)) continue;
              if (record::says(output->text, wanted)) {
                return verdict(true, output->text, {output->number});
              }
              heard = output->text;
            }
            if (heard.empty() && record::is_capture(entries)) {
              return not_exercised(
                  fmt::format("{}what the client told its user", record::kNotInCapture));
            }
            if (record::is_unheard(entries)) return unheard({scope->event_number});
            return untold(*scope->event, heard);
          }};
}

// The texts with which tools answered before the entry of that number.
std::set<std::string> answers_before(const Entries& entries, std::size_t number) {
  std::set<std::string> answers;
  for (const Exchange* call : matching(entries, tools_call)) {
    if (call->number >= number || !record::was_served(*call)) continue;
    if (std::string text = record::tool_text(*call); !text.empty()) answers.insert(std::move(text));
  }
  return answers;
}

// What an answer says of a refusal: its status, and the texts of its body.
std::vector<std::string> words_of_refusal(const Exchange& exchange) {
  std::vector<std::string> words;
  const auto add = [&](std::string text) {
    if (!text.empty()) words.push_back(std::move(text));
  };
  if (exchange.response.status >= 300) add(std::to_string(exchange.response.status));
  add(record::tool_text(exchange));
  const Json answer = record::rpc_answer(exchange);
  if (answer.is_object() && answer.contains("error")) {
    add(record::text_member(answer["error"], "message"));
  }
  const Json body = parse_foreign(exchange.response.body);
  for (const std::string_view member : {"detail", "error", "error_description"}) {
    if (body.is_object()) add(record::text_member(body, member));
  }
  return words;
}

// A program that acts by itself does not report what it made of an answer. Its output and its exit
// status may show it: the words of the refusal, or a broken answer that it took for a good one.
Finding admission_of_a_program(const Exchange* refused, const Scope& scope) {
  const bool is_refusal = refused != nullptr && !record::was_served(*refused);
  const std::vector<std::string> words =
      refused == nullptr ? std::vector<std::string>() : words_of_refusal(*refused);
  std::string end;
  for (const Entry& entry : scope.entries) {
    const Note* output = record::note_in(entry, Note::Kind::kOutput);
    const auto shows = [&](const std::string& text) { return record::says(output->text, text); };
    if (output != nullptr && std::ranges::any_of(words, shows)) {
      return verdict(is_refusal, "it showed: " + output->text,
                     {scope.event_number, output->number});
    }
    const Note* remark = record::note_in(entry, Note::Kind::kHarness);
    if (remark == nullptr || !remark->text.starts_with(record::kProgramEnded)) continue;
    end = remark->text.substr(record::kProgramEnded.size());
    if (end == "exit status 0") break;
    return verdict(true, fmt::format("it ended with {}", end),
                   {scope.event_number, remark->number});
  }
  return cannot_tell(
      fmt::format(
          "the program acts by itself and does not say what it made of the answer: it shows "
          "no word of it{}",
          end.empty() ? "" : " and ended with " + end),
      {scope.event_number});
}

// Looks for the outcome of the intent that was refused. When a later call of the same intent was
// served, the client may report success, and its answer is a new one.
Finding judge_admission(const std::set<std::string>& earlier, const Exchange* refused,
                        const Scope& scope) {
  for (const Entry& entry : scope.entries) {
    if (record::note_in(entry, Note::Kind::kIntent) != nullptr) break;
    const Exchange* exchange = record::exchange_in(entry);
    if (exchange != nullptr && tools_call.is(*exchange) && record::was_served(*exchange)) {
      return verdict(true, "a later call was served", {scope.event_number, exchange->number});
    }
    const Note* output = record::note_in(entry, Note::Kind::kOutput);
    if (output != nullptr && earlier.contains(output->text)) {
      return verdict(false, "it showed an earlier answer", {scope.event_number, output->number});
    }
    const Note* outcome = record::note_in(entry, Note::Kind::kOutcome);
    if (outcome == nullptr) continue;
    if (outcome->text.starts_with(record::kAnswered)) return admission_of_a_program(refused, scope);
    return verdict(!outcome->text.starts_with("done"), "it ended with: " + outcome->text,
                   {scope.event_number, outcome->number});
  }
  return not_exercised("the intent that was refused did not come to an end");
}

}  // namespace

Expectation at_least(std::size_t n, Kind kind, Once condition) {
  return at_least_where(n, kind, std::move(condition));
}

Expectation at_least(std::size_t n, Kind kind, After condition) {
  return at_least_where(n, kind, std::move(condition));
}

Expectation at_most(std::size_t n, Kind kind) {
  return {fmt::format("at most {}", count_of(n, kind)), [n, kind](const Entries& entries) {
            const auto found = matching(entries, kind);
            if (found.empty()) return not_exercised(fmt::format("no {} was seen", kind.one));
            return verdict(found.size() <= n, count_of(found.size(), kind), numbers(found));
          }};
}

Expectation at_most(std::size_t n, Kind kind, Once condition) {
  return at_most_where(n, kind, std::move(condition), std::nullopt);
}

Expectation at_most(std::size_t n, Kind kind, After condition) {
  return at_most_where(n, kind, std::move(condition), std::nullopt);
}

Expectation at_most_in_a_session(std::size_t n, Kind kind, After condition) {
  return {fmt::format("at most {} in a session {}", count_of(n, kind), when(condition)),
          [n, kind, condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            std::vector<std::size_t> most;
            std::vector<std::size_t> now;
            for (const Entry& entry : scope->entries) {
              const Exchange* e = record::exchange_in(entry);
              if (e == nullptr) continue;
              if (initialize.is(*e)) now.clear();
              if (kind.is(*e)) now.push_back(e->number);
              if (now.size() > most.size()) most = now;
            }
            const std::size_t count = most.size();
            if (most.empty()) most.push_back(scope->event_number);
            return verdict(count <= n, count_of(count, kind), std::move(most));
          }};
}

Expectation never(Kind kind, After condition) {
  return at_most_where(0, kind, std::move(condition), std::nullopt);
}

Expectation never(Kind kind, After condition, Having proof) {
  return at_most_where(0, kind, std::move(condition), std::move(proof.event));
}

Expectation each(Kind kind, Property property) {
  return {fmt::format("each {} {}", kind.one, property.text),
          [kind, property = std::move(property)](const Entries& entries) {
            return judge_each(entries, entries, kind, property);
          }};
}

Expectation each(Kind kind, After condition, Property property) {
  return {fmt::format("each {} {} {}", kind.one, when(condition), property.text),
          [kind, condition = std::move(condition),
           property = std::move(property)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            return judge_each(entries, scope->entries, kind, property);
          }};
}

Expectation if_any(Kind kind, After condition, Property property) {
  std::string text =
      fmt::format("each {}, if any, {} {}", kind.one, when(condition), property.text);
  Expectation each_of_them = each(kind, condition, std::move(property));
  return {std::move(text), [kind, condition = std::move(condition),
                            judge = std::move(each_of_them.judge)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (scope && matching(scope->entries, kind).empty()) {
              return verdict(true, fmt::format("no {}", kind.one), {});
            }
            return judge(entries);
          }};
}

Expectation in_order(std::vector<Kind> kinds, Once condition) {
  std::string text = "first";
  for (const Kind& kind : kinds) {
    text += fmt::format("{} {}", kind.one == kinds.front().one ? "" : ", then", kind.one);
  }
  return {std::move(text),
          [kinds = std::move(kinds), condition = std::move(condition)](const Entries& entries) {
            if (!scope_of(entries, condition)) return not_exercised(condition.event);
            std::vector<std::size_t> firsts;
            for (const Kind& kind : kinds) {
              const auto found = matching(entries, kind);
              if (found.empty()) {
                std::vector<Spot> spots;
                if (!firsts.empty()) {
                  spots.push_back(
                      {.entry = firsts.back(), .part = Spot::Part::kAfter, .missing = true});
                }
                return verdict(false, fmt::format("no {}", kind.one), std::move(firsts),
                               std::move(spots));
              }
              firsts.push_back(found.front()->number);
            }
            if (std::ranges::is_sorted(firsts)) return verdict(true, "in this order", firsts);
            return verdict(false, "in another order", firsts);
          }};
}

Expectation gets_rows(Once condition) { return rows_where(std::move(condition)); }
Expectation gets_rows(After condition) { return rows_where(std::move(condition)); }

Expectation tells_user(AnythingWord, After condition) {
  return output_where({}, std::move(condition));
}
Expectation tells_user(AnythingWord, Once condition) {
  return output_where({}, std::move(condition));
}
Expectation tells_user(std::string text, After condition) {
  return output_where(std::move(text), std::move(condition));
}

Expectation admits_refusal(After condition) {
  return {fmt::format("the client reports no success and no earlier answer {}", when(condition)),
          [condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            if (record::is_capture(entries)) {
              return not_exercised(
                  fmt::format("{}what the client made of a refusal", record::kNotInCapture));
            }
            const Entry& refusal = entries[entries.size() - scope->entries.size() - 1];
            return judge_admission(answers_before(entries, scope->event_number),
                                   record::exchange_in(refusal), *scope);
          }};
}

CaughtBy caught_by(std::string profile) { return {std::move(profile)}; }
Cites cites(std::string requirement) { return {std::move(requirement)}; }

Check must(std::string id, Expectation expectation, Cites cites, CaughtBy catcher) {
  return {std::move(id), Severity::kMust, std::move(cites.requirement), std::move(expectation),
          std::move(catcher.profile)};
}

Check should(std::string id, Expectation expectation, Cites cites, CaughtBy catcher) {
  return {std::move(id), Severity::kShould, std::move(cites.requirement), std::move(expectation),
          std::move(catcher.profile)};
}

}  // namespace conform::words
