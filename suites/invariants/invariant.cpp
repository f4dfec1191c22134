#include "suites/invariants/invariant.hpp"

#include <fmt/format.h>

#include <utility>

#include "suites/record.hpp"
#include "suites/words/findings.hpp"

namespace conform {
namespace {

constexpr std::size_t kShownNumbers = 12;  // more numbers than that help nobody

Check holds(Severity severity, std::string id, std::string text, JudgeRecord judge,
            std::string requirement, std::string catcher) {
  return {std::move(id),
          severity,
          std::move(requirement),
          {std::move(text), judge},
          std::move(catcher)};
}

}  // namespace

void Tally::bad(const Exchange& exchange, std::string_view what) {
  bad(exchange.number, fmt::format("{}: {}", record::request_line(exchange), what));
}

void Tally::bad(const Note& note, std::string_view what) { bad(note.number, std::string(what)); }

void Tally::bad(std::size_t number, std::string problem) {
  if (problem_.empty()) problem_ = std::move(problem);
  ++bad_count_;
  add(bad_, number);
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
  if (numbers.size() < kShownNumbers) numbers.push_back(number);
}

Check must_hold(std::string id, std::string text, JudgeRecord judge, std::string requirement,
                std::string catcher) {
  return holds(Severity::kMust, std::move(id), std::move(text), judge, std::move(requirement),
               std::move(catcher));
}

Check should_hold(std::string id, std::string text, JudgeRecord judge, std::string requirement,
                  std::string catcher) {
  return holds(Severity::kShould, std::move(id), std::move(text), judge, std::move(requirement),
               std::move(catcher));
}

}  // namespace conform
