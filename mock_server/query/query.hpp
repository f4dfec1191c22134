// A query over a topic in the shape that Omni gives it, as far as the mock needs it. Plain data.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/json/json.hpp"
#include "mock_server/query/calendar.hpp"

namespace conform::mock {

struct Filter {
  enum class Kind {
    kEquals,        // of text: one of the values
    kNumberEquals,  // these five compare with values[0]
    kGreaterThan,
    kGreaterThanOrEqual,
    kLessThan,
    kLessThanOrEqual,
    kInterval,   // left_side, for right_side
    kBetween,    // from left_side to before right_side
    kOnOrAfter,  // left_side
    kBefore,     // right_side
  };
  Kind kind = Kind::kEquals;
  bool negative = false;
  std::vector<std::string> values;
  std::string left_side;   // "12 months ago" or "2026-02-01"
  std::string right_side;  // "12 months"; for kBetween and kBefore a moment like left_side
};

bool is_date_filter(Filter::Kind kind);

struct Field {
  std::string id;                 // "order_items.created_at"
  std::optional<TimeUnit> grain;  // of a time dimension

  [[nodiscard]] std::string text() const;  // "order_items.created_at[month]"
  bool operator==(const Field&) const = default;
};

struct Sort {
  Field field;
  bool descending = false;
};

struct Query {
  std::string table;  // the base view
  std::string topic;  // empty: the view without a topic
  std::vector<Field> fields;
  std::vector<std::pair<std::string, Filter>> filters;  // field id → filter
  std::vector<Sort> sorts;
  int limit = 0;

  [[nodiscard]] const Filter* filter(const std::string& field) const;
};

Json to_json(const Query& query);

// The days that a date filter means: from the first (included) to the second (excluded).
struct Interval {
  std::optional<Day> from;
  std::optional<Day> to;
};
Interval interval_of(const Filter& filter, Day today);

}  // namespace conform::mock
