#include "mock_server/query/query_draft.hpp"

#include <algorithm>

namespace conform::mock {
namespace {

void add_once(std::vector<Field>& fields, const Field& field) {
  if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
}

bool has_grain(const Field& field) { return field.grain.has_value(); }

// The order of the rows when the question does not sort them itself.
Sort usual_sort(const QueryDraft& draft, const std::vector<Field>& groups,
                const std::vector<Field>& measures) {
  const auto time = std::find_if(groups.begin(), groups.end(), has_grain);
  if (draft.newest_first && time != groups.end()) return {*time, true};
  if (draft.descending) {
    const Field& otherwise = measures.empty() ? groups.front() : measures.front();
    return {draft.extreme.value_or(otherwise), *draft.descending};
  }
  if (time != groups.end()) return {*time, false};
  if (!measures.empty()) return {measures.front(), true};
  return {groups.front(), false};
}

}  // namespace

void QueryDraft::add_dimension(const Field& field) { add_once(dimensions, field); }

void QueryDraft::add_measure(const Field& field) { add_once(measures, field); }

void QueryDraft::add_filter(const std::string& field, Filter filter) {
  const bool known = std::any_of(filters.begin(), filters.end(),
                                 [&](const auto& entry) { return entry.first == field; });
  if (!known) filters.emplace_back(field, std::move(filter));
}

void QueryDraft::add_value(const Dimension& dimension, const std::string& value, bool negative) {
  for (auto& [field, filter] : filters) {
    if (field != dimension.id() || filter.negative != negative) continue;
    if (std::find(filter.values.begin(), filter.values.end(), value) == filter.values.end()) {
      filter.values.push_back(value);
    }
    return;
  }
  add_filter(dimension.id(), {Filter::Kind::kEquals, negative, {value}, "", ""});
}

Understanding QueryDraft::fulfil(const Topic& topic) const {
  Understanding result;
  Query& query = result.query;
  query.table = topic.base_view;
  query.topic = topic.id;
  query.filters = filters;

  const std::string time_id = time != nullptr ? time->id() : topic.default_time;
  std::vector<Field> groups = dimensions;
  if (newest_first && std::none_of(groups.begin(), groups.end(), has_grain)) {
    groups.insert(groups.begin(), Field{"", TimeUnit::kDay});
  }
  const auto needs_time = [](const Field& field) { return field.id.empty(); };
  if (time_id.empty()) {
    result.time_is_unknown =
        !periods.empty() || std::any_of(groups.begin(), groups.end(), needs_time);
    std::erase_if(groups, needs_time);
  } else {
    for (Field& field : groups) {
      if (needs_time(field)) field.id = time_id;
    }
    const bool filtered = query.filter(time_id) != nullptr;
    if (!periods.empty() && !filtered) query.filters.emplace_back(time_id, periods.front().filter);
  }

  std::vector<Field> measured = measures;
  if (measured.empty() && (groups.empty() || !(things || newest_first))) {
    result.measure_was_named = false;
    measured.push_back({topic.default_measure, std::nullopt});
  }
  if (!groups.empty()) {
    query.sorts = sorts;
    if (query.sorts.empty()) {
      query.sorts.push_back(usual_sort(*this, groups, measured));
    } else if (descending) {
      query.sorts.front().descending = *descending;
    }
  }
  query.fields = std::move(groups);
  query.fields.insert(query.fields.end(), measured.begin(), measured.end());

  std::optional<int> rows = limit;
  if (descending && one_thing && !rows) rows = 1;
  result.limit_was_asked = rows.has_value();
  query.limit = std::min(rows.value_or(kDefaultLimit), kLargestLimit);
  return result;
}

}  // namespace conform::mock
