// The Gregorian calendar in UTC, as far as questions about time need it. Pure functions.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/time/clock.hpp"

namespace conform::mock {

enum class TimeUnit { kDay, kWeek, kMonth, kQuarter, kYear };

std::string_view to_string(TimeUnit unit);  // "month"
// "month", "months", "monthly"; nullopt for any other word.
std::optional<TimeUnit> time_unit_from(std::string_view word);

using Day = std::chrono::sys_days;

Day day_of(TimePoint at);
Day start_of(TimeUnit unit, Day day);  // weeks begin on Monday (ISO 8601)
Day plus(TimeUnit unit, Day day,
         int count);           // the end of a shorter month is kept: 31 January + 1 = 28 February
std::string to_text(Day day);  // "2026-11-24"
std::optional<Day> day_from(std::string_view text);  // "2026-11-24" when there is such a day

// Seconds since 1970 and the data set's text for them, "2026-11-24 12:00:00".
std::int64_t midnight(const std::string& day);  // throws std::runtime_error when it is no day
std::string to_sql_moment(std::int64_t seconds);

}  // namespace conform::mock
