#include "mock_server/query/query.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace conform::mock {
namespace {

std::string_view kind_name(Filter::Kind kind) {
  switch (kind) {
    case Filter::Kind::kEquals:
    case Filter::Kind::kNumberEquals:
      return "EQUALS";
    case Filter::Kind::kGreaterThan:
      return "GREATER_THAN";
    case Filter::Kind::kGreaterThanOrEqual:
      return "GREATER_THAN_OR_EQUAL";
    case Filter::Kind::kLessThan:
      return "LESS_THAN";
    case Filter::Kind::kLessThanOrEqual:
      return "LESS_THAN_OR_EQUAL";
    case Filter::Kind::kInterval:
      return "TIME_FOR_INTERVAL_DURATION";
    case Filter::Kind::kBetween:
      return "BETWEEN";
    case Filter::Kind::kOnOrAfter:
      return "ON_OR_AFTER";
    case Filter::Kind::kBefore:
      return "BEFORE";
  }
  return "";
}

Json to_json(const Filter& filter) {
  Json json;
  json["type"] = is_date_filter(filter.kind)            ? "date"
                 : filter.kind == Filter::Kind::kEquals ? "string"
                                                        : "number";
  json["kind"] = kind_name(filter.kind);
  if (!filter.left_side.empty()) json["left_side"] = filter.left_side;
  if (!filter.right_side.empty()) json["right_side"] = filter.right_side;
  if (!filter.values.empty()) json["values"] = filter.values;
  if (filter.negative) json["is_negative"] = true;
  return json;
}

constexpr int kLargestAmount = 10'000;  // a calendar year is a 16-bit number

struct Amount {
  int count = 0;
  TimeUnit unit = TimeUnit::kDay;
};

// "12 months" or "12 months ago"
std::optional<Amount> amount_from(std::string_view text) {
  Amount amount;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), amount.count);
  const auto digits = static_cast<std::size_t>(rest - text.data());
  if (error != std::errc() || digits >= text.size() || text[digits] != ' ') return std::nullopt;
  if (amount.count < 0 || amount.count > kLargestAmount) return std::nullopt;
  std::string_view unit = text.substr(digits + 1);
  unit = unit.substr(0, unit.find(' '));
  const auto parsed = time_unit_from(unit);
  if (!parsed) return std::nullopt;
  amount.unit = *parsed;
  return amount;
}

// "12 months ago" is the start of the month that was 12 months ago.
std::optional<Day> moment_from(std::string_view text, Day today) {
  if (const auto day = day_from(text)) return day;
  if (const auto amount = amount_from(text)) {
    return plus(amount->unit, start_of(amount->unit, today), -amount->count);
  }
  return std::nullopt;
}

}  // namespace

bool is_date_filter(Filter::Kind kind) {
  return kind == Filter::Kind::kInterval || kind == Filter::Kind::kBetween ||
         kind == Filter::Kind::kOnOrAfter || kind == Filter::Kind::kBefore;
}

std::string Field::text() const {
  if (!grain) return id;
  return id + "[" + std::string(to_string(*grain)) + "]";
}

const Filter* Query::filter(const std::string& field) const {
  const auto found = std::find_if(filters.begin(), filters.end(),
                                  [&](const auto& entry) { return entry.first == field; });
  return found == filters.end() ? nullptr : &found->second;
}

Json to_json(const Query& query) {
  Json json;
  json["table"] = query.table;
  if (!query.topic.empty()) json["join_paths_from_topic_name"] = query.topic;
  json["fields"] = Json::array();
  for (const Field& field : query.fields) json["fields"].push_back(field.text());
  json["filters"] = Json::object();
  for (const auto& [field, filter] : query.filters) json["filters"][field] = to_json(filter);
  json["sorts"] = Json::array();
  for (const Sort& sort : query.sorts) {
    json["sorts"].push_back(
        {{"column_name", sort.field.text()}, {"sort_descending", sort.descending}});
  }
  json["limit"] = query.limit;
  return json;
}

Interval interval_of(const Filter& filter, Day today) {
  Interval interval;
  if (!filter.left_side.empty()) interval.from = moment_from(filter.left_side, today);
  if (filter.kind == Filter::Kind::kBefore || filter.kind == Filter::Kind::kBetween) {
    interval.to = moment_from(filter.right_side, today);
  } else if (const auto length = amount_from(filter.right_side); length && interval.from) {
    interval.to = plus(length->unit, *interval.from, length->count);
  }
  return interval;
}

}  // namespace conform::mock
