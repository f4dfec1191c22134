#include "suites/words/invariant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "suites/record.hpp"
#include "suites/words/findings.hpp"

namespace conform {
namespace {

Invariant holds(Severity severity, std::string id, std::string text, Begin begin,
                std::string requirement, std::string catcher) {
  const auto judge = [begin](const std::vector<Entry>& entries) {
    return finding_on(entries, *begin());
  };
  return {.check = {std::move(id),
                    severity,
                    std::move(requirement),
                    {std::move(text), judge},
                    std::move(catcher)},
          .begin = std::move(begin)};
}

}  // namespace

void Watch::see(const Entry& entry) {
  if (const Exchange* exchange = record::exchange_in(entry)) {
    see_exchange(*exchange);
  } else {
    see_note(std::get<Note>(entry));
  }
}

Finding finding_on(const std::vector<Entry>& entries, Watch& watch) {
  for (const Entry& entry : entries) watch.see(entry);
  return watch.finding();
}

void Tally::bad(const Exchange& exchange, std::string_view what) {
  bad(exchange.number, fmt::format("{}: {}", record::request_line(exchange), what));
}

void Tally::bad(const Note& note, std::string_view what) { bad(note.number, std::string(what)); }

void Tally::bad(std::size_t number, const std::string& problem) {
  const auto place = std::ranges::upper_bound(bad_, number);
  if (place == bad_.begin()) problem_ = problem;
  ++bad_count_;
  bad_.insert(place, number);
  if (bad_.size() > words::kShownEvidence) bad_.pop_back();
}

void Tally::judge(const Exchange& exchange, std::string_view problem) {
  if (problem.empty()) {
    good(exchange);
  } else {
    bad(exchange, problem);
  }
}

Finding Tally::finding(std::string_view nothing_seen) const {
  if (bad_count_ > 0) {
    const std::string more =
        bad_count_ > 1 ? fmt::format(", and {} more like it", bad_count_ - 1) : std::string();
    return {Finding::Outcome::kFail, problem_ + more, bad_};
  }
  if (good_.empty()) return words::not_exercised(std::string(nothing_seen));
  return {Finding::Outcome::kPass, "as it must be", good_};
}

void Tally::add(std::vector<std::size_t>& numbers, std::size_t number) {
  if (numbers.size() < words::kShownEvidence) numbers.push_back(number);
}

Invariant must_hold(std::string id, std::string text, Begin begin, std::string requirement,
                    std::string catcher) {
  return holds(Severity::kMust, std::move(id), std::move(text), std::move(begin),
               std::move(requirement), std::move(catcher));
}

Invariant should_hold(std::string id, std::string text, Begin begin, std::string requirement,
                      std::string catcher) {
  return holds(Severity::kShould, std::move(id), std::move(text), std::move(begin),
               std::move(requirement), std::move(catcher));
}

}  // namespace conform
