#include "mock_server/query/period.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "mock_server/query/comparison.hpp"

namespace conform::mock {
namespace {

using std::chrono::month;
using std::chrono::year;

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};

// 1 to 12, or 0. Three letters will do, and "sept".
unsigned month_from(std::string_view word) {
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (word == kMonths[i] || word == kMonths[i].substr(0, 3)) return i + 1;
  }
  return word == "sept" ? 9 : 0;
}

// 2000 to 2099, or 0.
int year_from(std::string_view word) {
  if (word.size() != 4 || !word.starts_with("20")) return 0;
  const std::string digits = number_from(word);
  return digits.size() == 4 ? std::stoi(digits) : 0;
}

// Small counts only, so that calendars do not overflow; 0 for anything else.
int count_from(std::string_view word) {
  const std::string digits = number_from(word);
  if (digits.empty() || digits.size() > 3 || digits.find('.') != std::string::npos) return 0;
  return std::stoi(digits);
}

std::string amount(int count, TimeUnit unit) {
  return fmt::format("{} {}{}", count, to_string(unit), count == 1 ? "" : "s");
}

// A stretch of time that begins at some word, and how many words it takes.
struct Span {
  std::string left_side;
  std::string right_side;
  std::size_t words = 0;
};

class SpanReader {
 public:
  SpanReader(const Words& words, Day today) : words_(words), today_(today) {}

  [[nodiscard]] std::optional<Span> read(std::size_t at) const {
    if (!words_.is_free(at)) return std::nullopt;
    for (const auto& reader :
         {&SpanReader::relative, &SpanReader::to_date, &SpanReader::ago, &SpanReader::quarter,
          &SpanReader::month_name, &SpanReader::digits}) {
      if (auto span = (this->*reader)(at)) return span;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::string_view word(std::size_t at) const { return words_.free_text(at); }

  static Span ago(int count, TimeUnit unit, int length, std::size_t words) {
    return {amount(count, unit) + " ago", amount(length, unit), words};
  }
  static Span exact(Day from, int length, TimeUnit unit, std::size_t words) {
    return {to_text(from), amount(length, unit), words};
  }

  // "today", "this month", "last year", "the past 90 days"
  [[nodiscard]] std::optional<Span> relative(std::size_t at) const {
    if (word(at) == "today") return ago(0, TimeUnit::kDay, 1, 1);
    if (word(at) == "yesterday") return ago(1, TimeUnit::kDay, 1, 1);
    const bool now = is_one_of(word(at), {"this", "current"});
    if (!now && !is_one_of(word(at), {"last", "past", "previous", "prior"})) return std::nullopt;
    if (const auto unit = unit_at(at + 1)) {
      if (now) return ago(0, *unit, 1, 2);
      // The past year is the twelve months behind us, last year is a calendar year.
      if (word(at) == "past" && unit == TimeUnit::kYear) return ago(12, TimeUnit::kMonth, 12, 2);
      return ago(1, *unit, 1, 2);
    }
    const int count = count_from(word(at + 1));
    const auto unit = unit_at(at + 2);
    if (now || count == 0 || !unit) return std::nullopt;
    return ago(count, *unit, count, 3);
  }

  // "year to date", "ytd"
  [[nodiscard]] std::optional<Span> to_date(std::size_t at) const {
    if (word(at) == "ytd") return ago(0, TimeUnit::kYear, 1, 1);
    if (word(at) == "mtd") return ago(0, TimeUnit::kMonth, 1, 1);
    if (word(at) == "qtd") return ago(0, TimeUnit::kQuarter, 1, 1);
    const auto unit = unit_at(at);
    if (!unit || word(at + 1) != "to" || word(at + 2) != "date") return std::nullopt;
    return ago(0, *unit, 1, 3);
  }

  // "2 years ago"
  [[nodiscard]] std::optional<Span> ago(std::size_t at) const {
    const int count = count_from(word(at));
    const auto unit = unit_at(at + 1);
    if (count == 0 || !unit || word(at + 2) != "ago") return std::nullopt;
    return ago(count, *unit, 1, 3);
  }

  // "Q3 2025", "2025 Q3", "Q3" (the latest one that has begun)
  [[nodiscard]] std::optional<Span> quarter(std::size_t at) const {
    const auto number = [&](std::size_t place) -> unsigned {
      const std::string_view text = word(place);
      const bool fits = text.size() == 2 && text[0] == 'q' && text[1] >= '1' && text[1] <= '4';
      return fits ? static_cast<unsigned>(text[1] - '0') : 0;
    };
    if (const unsigned which = number(at); which != 0) {
      const auto start = [&](int in_year) { return Day(year(in_year) / month(which * 3 - 2) / 1); };
      std::size_t next = at + 1;
      if (word(next) == "of" || word(next) == ",") ++next;
      if (const int in_year = year_from(word(next))) {
        return exact(start(in_year), 1, TimeUnit::kQuarter, next + 1 - at);
      }
      return exact(start(latest([&](int y) { return start(y); })), 1, TimeUnit::kQuarter, 1);
    }
    const int in_year = year_from(word(at));
    const unsigned which = number(at + 1);
    if (in_year == 0 || which == 0) return std::nullopt;
    return exact(Day(year(in_year) / month(which * 3 - 2) / 1), 1, TimeUnit::kQuarter, 2);
  }

  // "March 4, 2025", "March 2025", "March" (the latest one that has begun)
  [[nodiscard]] std::optional<Span> month_name(std::size_t at) const {
    const unsigned which = month_from(word(at));
    if (which == 0) return std::nullopt;
    const auto start = [&](int in_year) { return Day(year(in_year) / month(which) / 1); };
    if (const int in_year = year_from(word(at + 1))) {
      return exact(start(in_year), 1, TimeUnit::kMonth, 2);
    }
    if (const int day = count_from(word(at + 1)); day >= 1 && day <= 31) {
      const std::size_t next = word(at + 2) == "," ? at + 3 : at + 2;
      const int in_year = year_from(word(next));
      const std::chrono::year_month_day date{year(in_year), month(which),
                                             std::chrono::day(static_cast<unsigned>(day))};
      if (in_year != 0 && date.ok()) return exact(Day(date), 1, TimeUnit::kDay, next + 1 - at);
    }
    // "may" is mostly no month.
    const std::string_view before = text_before(at);
    if (word(at) == "may" && !is_one_of(before, {"in", "during", "since", "of", "from", "to", "and",
                                                 "until", "through", "before", "after", "last"})) {
      return std::nullopt;
    }
    return exact(start(latest([&](int y) { return start(y); })), 1, TimeUnit::kMonth, 1);
  }

  // "2025", "2025-03", "2025-03-04"
  [[nodiscard]] std::optional<Span> digits(std::size_t at) const {
    const std::string_view text = word(at);
    if (const auto day = day_from(text)) return exact(*day, 1, TimeUnit::kDay, 1);
    if (text.size() == 7) {
      if (const auto first = day_from(std::string(text) + "-01")) {
        return exact(*first, 1, TimeUnit::kMonth, 1);
      }
    }
    const int in_year = year_from(text);
    // In "over 2000" or "top 2000" it counts something.
    const std::string_view before = text_before(at);
    if (in_year == 0 ||
        is_one_of(before, {"over", "above", "than", "under", "below", "least", "most", "exceeding",
                           "<", ">", "<=", ">=", "=", "top", "first", "limit", "bottom"})) {
      return std::nullopt;
    }
    return exact(Day(year(in_year) / 1 / 1), 1, TimeUnit::kYear, 1);
  }

  // The word before, used or not.
  [[nodiscard]] std::string_view text_before(std::size_t at) const {
    if (at == 0) return {};
    return words_[at - 1].text;
  }

  [[nodiscard]] std::optional<TimeUnit> unit_at(std::size_t at) const {
    if (word(at).ends_with("ly")) return std::nullopt;
    return time_unit_from(word(at));
  }

  // This year, or the one before when `start` of this year is yet to come.
  template <typename Start>
  [[nodiscard]] int latest(Start start) const {
    const int current = static_cast<int>(std::chrono::year_month_day(today_).year());
    return start(current) <= today_ ? current : current - 1;
  }

  const Words& words_;
  Day today_;
};

class PeriodFinder {
 public:
  PeriodFinder(Words& words, Day today) : words_(words), today_(today), spans_(words, today) {}

  std::vector<Period> run() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      if (words_.free_text(at).empty()) continue;
      if (!bounded(at)) plain(at);
    }
    return std::move(periods_);
  }

 private:
  [[nodiscard]] std::string_view word(std::size_t at) const { return words_.free_text(at); }

  [[nodiscard]] Interval interval(const Span& span) const {
    Filter filter;
    filter.kind = Filter::Kind::kInterval;
    filter.left_side = span.left_side;
    filter.right_side = span.right_side;
    return interval_of(filter, today_);
  }

  void add(Filter filter, std::size_t begin, std::size_t end) {
    words_.use(begin, end - begin);
    periods_.push_back({std::move(filter), begin});
  }

  // "between A and B", "from A to B", "since A", "after A", "before A", "until A"
  bool bounded(std::size_t at) {
    const std::string_view opening = word(at);
    if (!is_one_of(opening,
                   {"between", "from", "since", "after", "before", "until", "till", "through"})) {
      return false;
    }
    const std::size_t start = word(at + 1) == "the" ? at + 2 : at + 1;
    auto first = spans_.read(start);
    if (!first) return false;
    const std::size_t middle = start + first->words;
    if (opening == "between" || opening == "from") {
      const bool joined = opening == "between"
                              ? word(middle) == "and"
                              : is_one_of(word(middle), {"to", "until", "through"});
      const auto second = joined ? spans_.read(middle + 1) : std::nullopt;
      // "from March to May 2025": the year belongs to both.
      if (second && first->words == 1 && second->words == 2 && year_from(word(middle + 2)) != 0) {
        first->left_side = second->left_side.substr(0, 4) + first->left_side.substr(4);
      }
      if (second) return range(at, middle + 1 + second->words, *first, *second);
      if (opening == "between") return false;
      if (!is_one_of(word(middle), {"on", "onward", "onwards"})) return false;
    }
    const Interval days = interval(*first);
    Filter filter;
    if (opening == "before") {
      filter.kind = Filter::Kind::kBefore;
      filter.right_side = first->left_side;
    } else if (is_one_of(opening, {"until", "till", "through"})) {
      filter.kind = Filter::Kind::kBefore;
      filter.right_side = to_text(*days.to);
    } else {
      filter.kind = Filter::Kind::kOnOrAfter;
      filter.left_side = opening == "after" ? to_text(*days.to) : first->left_side;
    }
    add(std::move(filter), at, opening == "from" ? middle + 1 : middle);
    return true;
  }

  bool range(std::size_t begin, std::size_t end, const Span& first, const Span& second) {
    const Interval from = interval(first);
    const Interval to = interval(second);
    if (!from.from || !to.to || *to.to <= *from.from) return false;
    const auto days = static_cast<int>((*to.to - *from.from).count());
    Filter filter;
    filter.kind = Filter::Kind::kInterval;
    filter.left_side = to_text(*from.from);
    filter.right_side = amount(days, TimeUnit::kDay);
    add(std::move(filter), begin, end);
    return true;
  }

  void plain(std::size_t at) {
    const auto span = spans_.read(at);
    if (!span) return;
    std::size_t begin = at;
    if (begin > 1 && word(begin - 1) == "year" && span->right_side == "1 year" &&
        is_one_of(word(begin - 2), {"in", "during", "for", "of", "the", "from"})) {
      --begin;
    }
    while (begin > 0 && is_one_of(word(begin - 1), {"in", "during", "for", "of", "on", "over",
                                                    "the", "within", "from"})) {
      --begin;
    }
    Filter filter;
    filter.kind = Filter::Kind::kInterval;
    filter.left_side = span->left_side;
    filter.right_side = span->right_side;
    add(std::move(filter), begin, at + span->words);
  }

  Words& words_;
  Day today_;
  SpanReader spans_;
  std::vector<Period> periods_;
};

}  // namespace

std::vector<Period> find_periods(Words& words, Day today) {
  return PeriodFinder(words, today).run();
}

}  // namespace conform::mock
