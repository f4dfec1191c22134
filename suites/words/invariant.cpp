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

void Tally::bad(const Exchange& exchange, words::Problem problem) {
  bad(words::at(exchange, std::move(problem.spot)),
      fmt::format("{}: {}", record::request_line(exchange), problem.what));
}

void Tally::bad(const Note& note, const std::string& what) {
  bad({.entry = note.number, .part = Spot::Part::kNote}, what);
}

void Tally::bad(Spot spot, const std::string& what) {
  const auto place = std::ranges::upper_bound(bad_, spot.entry, {}, &Spot::entry);
  if (place == bad_.begin()) problem_ = what;
  ++bad_count_;
  bad_.insert(place, std::move(spot));
  if (bad_.size() > words::kShownEvidence) bad_.pop_back();
}

Finding Tally::finding(std::string_view nothing_seen) const {
  if (bad_count_ > 0) {
    const std::string more =
        bad_count_ > 1 ? fmt::format(", and {} more like it", bad_count_ - 1) : std::string();
    std::vector<std::size_t> numbers;
    numbers.reserve(bad_.size());
    for (const Spot& spot : bad_) numbers.push_back(spot.entry);
    return words::verdict(false, problem_ + more, std::move(numbers), bad_);
  }
  if (good_.empty()) return words::not_exercised(std::string(nothing_seen));
  return words::verdict(true, "as it must be", good_);
}

void Tally::add(std::vector<std::size_t>& numbers, std::size_t number) {
  if (numbers.size() < words::kShownEvidence) numbers.push_back(number);
}

EachHas::EachHas(const words::Kind& kind, words::Property property)
    : TallyingWatch(fmt::format("no {} was seen", kind.one)),
      kind_(kind),
      property_(std::move(property)) {}

void EachHas::see_exchange(const Exchange& exchange) {
  if (!kind_.is(exchange)) return;
  if (std::optional<words::Problem> problem = property_.problem(exchange, {})) {
    tally.bad(exchange, *std::move(problem));
  } else {
    tally.good(exchange);
  }
}

Invariant must_each(std::string id, const words::Kind& kind, const words::Property& property,
                    std::string requirement, std::string catcher) {
  return must_hold(std::move(id), each(kind, property).text, begin<EachHas>(kind, property),
                   std::move(requirement), std::move(catcher));
}

Invariant should_each(std::string id, const words::Kind& kind, const words::Property& property,
                      std::string requirement, std::string catcher) {
  return should_hold(std::move(id), each(kind, property).text, begin<EachHas>(kind, property),
                     std::move(requirement), std::move(catcher));
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
