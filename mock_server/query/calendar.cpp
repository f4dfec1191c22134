#include "mock_server/query/calendar.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

namespace conform::mock {
namespace {

struct UnitWords {
  TimeUnit unit;
  std::string_view one;
  std::string_view many;
  std::string_view adverb;
};

constexpr std::array kUnits{
    UnitWords{TimeUnit::kDay, "day", "days", "daily"},
    UnitWords{TimeUnit::kWeek, "week", "weeks", "weekly"},
    UnitWords{TimeUnit::kMonth, "month", "months", "monthly"},
    UnitWords{TimeUnit::kQuarter, "quarter", "quarters", "quarterly"},
    UnitWords{TimeUnit::kYear, "year", "years", "yearly"},
};

std::chrono::year_month_day civil(Day day) { return std::chrono::year_month_day(day); }

std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::string_view to_string(TimeUnit unit) {
  for (const UnitWords& words : kUnits) {
    if (words.unit == unit) return words.one;
  }
  return "";
}

std::optional<TimeUnit> time_unit_from(std::string_view word) {
  for (const UnitWords& words : kUnits) {
    if (word == words.one || word == words.many || word == words.adverb) return words.unit;
  }
  if (word == "annually" || word == "annual") return TimeUnit::kYear;
  return std::nullopt;
}

Day day_of(TimePoint at) { return std::chrono::floor<std::chrono::days>(at); }

Day start_of(TimeUnit unit, Day day) {
  using std::chrono::month;
  const std::chrono::year_month_day date = civil(day);
  const unsigned month_number = static_cast<unsigned>(date.month());
  switch (unit) {
    case TimeUnit::kDay:
      return day;
    case TimeUnit::kWeek:
      return day - std::chrono::days(std::chrono::weekday(day).iso_encoding() - 1);
    case TimeUnit::kMonth:
      return Day(date.year() / date.month() / 1);
    case TimeUnit::kQuarter:
      return Day(date.year() / month((month_number - 1) / 3 * 3 + 1) / 1);
    case TimeUnit::kYear:
      return Day(date.year() / 1 / 1);
  }
  return day;
}

Day plus(TimeUnit unit, Day day, int count) {
  if (unit == TimeUnit::kDay) return day + std::chrono::days(count);
  if (unit == TimeUnit::kWeek) return day + std::chrono::days(7 * count);
  const int months = unit == TimeUnit::kMonth     ? count
                     : unit == TimeUnit::kQuarter ? 3 * count
                                                  : 12 * count;
  const std::chrono::year_month_day moved = civil(day) + std::chrono::months(months);
  if (moved.ok()) return Day(moved);
  return Day(moved.year() / moved.month() / std::chrono::last);
}

std::string to_text(Day day) {
  const std::chrono::year_month_day date = civil(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<Day> day_from(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

std::int64_t midnight(const std::string& day) {
  const auto parsed = day_from(day);
  if (!parsed) throw std::runtime_error("\"" + day + "\" is no day");
  return std::chrono::duration_cast<std::chrono::seconds>(parsed->time_since_epoch()).count();
}

std::string to_sql_moment(std::int64_t seconds) {
  const std::chrono::sys_seconds at{std::chrono::seconds(seconds)};
  const Day day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss time{at - day};
  return fmt::format("{} {:02}:{:02}:{:02}", to_text(day), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

}  // namespace conform::mock
