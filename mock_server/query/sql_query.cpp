#include "mock_server/query/sql_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string_view>

namespace conform::mock {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
  return result + "'";
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text + ",") {
    if (c != ',') {
      if (c != ' ' || !part.empty()) part += c;
      continue;
    }
    while (part.ends_with(' ')) part.pop_back();
    if (!part.empty()) parts.push_back(part);
    part.clear();
  }
  return parts;
}

std::string grain_sql(TimeUnit unit, const std::string& moment) {
  switch (unit) {
    case TimeUnit::kDay:
      return fmt::format("substr({}, 1, 10)", moment);
    case TimeUnit::kWeek:  // the Sunday at or after the day, then back to its Monday
      return fmt::format("date(substr({}, 1, 10), 'weekday 0', '-6 days')", moment);
    case TimeUnit::kMonth:
      return fmt::format("substr({}, 1, 7)", moment);
    case TimeUnit::kQuarter:
      return fmt::format(
          "substr({0}, 1, 4) || '-Q' || ((CAST(substr({0}, 6, 2) AS INTEGER) + 2) / 3)", moment);
    case TimeUnit::kYear:
      return fmt::format("substr({}, 1, 4)", moment);
  }
  return moment;
}

class Builder {
 public:
  Builder(const Model& model, const Topic& topic, const Query& query, Day today)
      : model_(model), topic_(topic), query_(query), today_(today) {}

  SqlQuery run(const std::map<std::string, std::string>& attributes) {
    std::vector<std::string> selected;
    std::vector<std::string> groups;
    std::vector<std::string> order;
    for (const Field& field : query_.fields) {
      selected.push_back(fmt::format("{} AS \"{}\"", expression(field), field.text()));
      if (model_.measure(field.id) == nullptr) groups.push_back(std::to_string(selected.size()));
    }
    for (const Sort& sort : query_.sorts) {
      const auto found = std::find(query_.fields.begin(), query_.fields.end(), sort.field);
      if (found == query_.fields.end()) continue;
      order.push_back(fmt::format("{} {}", found - query_.fields.begin() + 1,
                                  sort.descending ? "DESC" : "ASC"));
    }
    // Equal rows keep one order, so that the same question always gets the same answer.
    order.insert(order.end(), groups.begin(), groups.end());

    std::vector<std::string> where;
    for (const auto& [field, filter] : query_.filters) {
      if (model_.measure(field) == nullptr) where.push_back(condition(field, filter));
    }
    for (const AccessFilter& filter : topic_.access_filters) {
      const auto attribute = attributes.find(filter.user_attribute);
      // Without the attribute nothing is limited, as for a model whose attribute has an open
      // default.
      if (attribute == attributes.end()) continue;
      const auto& open = filter.values_for_unfiltered;
      if (std::find(open.begin(), open.end(), attribute->second) != open.end()) continue;
      Filter equals;
      equals.values = split_list(attribute->second);
      where.push_back(condition(filter.field, equals));
    }
    std::vector<std::string> having;
    for (const auto& [field, filter] : query_.filters) {
      if (model_.measure(field) != nullptr) having.push_back(condition(field, filter));
    }

    SqlQuery sql;
    sql.text = fmt::format("SELECT {}\nFROM {}", fmt::join(selected, ", "), from());
    if (!where.empty()) sql.text += fmt::format("\nWHERE {}", fmt::join(where, " AND "));
    if (!groups.empty()) sql.text += fmt::format("\nGROUP BY {}", fmt::join(groups, ", "));
    if (!having.empty()) sql.text += fmt::format("\nHAVING {}", fmt::join(having, " AND "));
    if (!order.empty()) sql.text += fmt::format("\nORDER BY {}", fmt::join(order, ", "));
    sql.text += fmt::format("\nLIMIT {}", query_.limit + 1);
    sql.parameters = std::move(parameters_);
    return sql;
  }

 private:
  std::string bound(SqlValue value) {
    parameters_.push_back(std::move(value));
    return "?";
  }

  std::string expression(const Field& field) {
    if (const Measure* measure = model_.measure(field.id)) {
      const std::string sql = aggregate(*measure);
      return measure->decimals < 0 ? sql : fmt::format("ROUND({}, {})", sql, measure->decimals);
    }
    const Dimension* dimension = model_.dimension(field.id);
    if (dimension == nullptr) throw std::runtime_error("No such field \"" + field.id + "\"");
    const std::string sql = dimension_sql(*dimension);
    return field.grain ? grain_sql(*field.grain, sql) : sql;
  }

  std::string dimension_sql(const Dimension& dimension) {
    used_views_.insert(dimension.view);
    return expand(dimension.view, dimension.sql, &dimension);
  }

  // Replaces ${name} and ${view.name} by a measure, a dimension or a column, in this order.
  std::string expand(const std::string& view, std::string_view sql, const Dimension* self) {
    std::string result;
    while (true) {
      const std::size_t start = sql.find("${");
      result += sql.substr(0, start);
      if (start == std::string_view::npos) return result;
      const std::size_t end = sql.find('}', start);
      if (end == std::string_view::npos) throw std::runtime_error("the model has an open ${");
      std::string name(sql.substr(start + 2, end - start - 2));
      if (name.find('.') == std::string::npos) name.insert(0, view + ".");
      sql = sql.substr(end + 1);
      used_views_.insert(name.substr(0, name.find('.')));
      if (const Measure* measure = self == nullptr ? model_.measure(name) : nullptr) {
        result += "(" + aggregate(*measure) + ")";
        continue;
      }
      const Dimension* dimension = model_.dimension(name);
      const bool computed =
          dimension != nullptr && dimension != self && dimension->sql != "${" + name + "}";
      result += computed ? "(" + dimension_sql(*dimension) + ")" : name;
    }
  }

  std::string aggregate(const Measure& measure) {
    used_views_.insert(measure.view);
    using Aggregate = Measure::Aggregate;
    if (measure.aggregate == Aggregate::kNone) return expand(measure.view, measure.sql, nullptr);
    const View& view = model_.view(measure.view);
    std::vector<std::string> conditions;
    for (const MeasureFilter& filter : measure.filters) {
      const Dimension* dimension = view.dimension(filter.dimension);
      if (dimension == nullptr)
        throw std::runtime_error("No such field \"" + filter.dimension + "\"");
      const std::string left = dimension_sql(*dimension);
      const std::string right = filter.value ? bound(*filter.value) : "NULL";
      conditions.push_back(fmt::format("{} IS {}{}", left, filter.negative ? "NOT " : "", right));
    }
    // A joined view's rows repeat: only its key counts them once.
    const bool by_key = measure.aggregate == Aggregate::kCount;
    std::string inner = by_key ? measure.view + "." + view.primary_key : row_sql(measure);
    if (!conditions.empty()) {
      inner = fmt::format("CASE WHEN {} THEN {} END", fmt::join(conditions, " AND "), inner);
    }
    std::string sql;
    switch (measure.aggregate) {
      case Aggregate::kCount:
        sql = measure.view == topic_.base_view ? fmt::format("COUNT({})", inner)
                                               : fmt::format("COUNT(DISTINCT {})", inner);
        break;
      case Aggregate::kCountDistinct:
        sql = fmt::format("COUNT(DISTINCT {})", inner);
        break;
      case Aggregate::kSum:
        sql = fmt::format("COALESCE(SUM({}), 0)", inner);
        break;
      case Aggregate::kAverage:
        sql = fmt::format("AVG({})", inner);
        break;
      case Aggregate::kMinimum:
        sql = fmt::format("MIN({})", inner);
        break;
      case Aggregate::kMaximum:
        sql = fmt::format("MAX({})", inner);
        break;
      case Aggregate::kNone:
        break;
    }
    return measure.cents ? sql + " / 100.0" : sql;
  }

  // What a measure adds up, for one row. Its references are dimensions or columns, never measures.
  std::string row_sql(const Measure& measure) {
    const Dimension nobody;
    return expand(measure.view, measure.sql, &nobody);
  }

  std::string condition(const std::string& field, const Filter& filter) {
    const std::string sql = expression({field, std::nullopt});
    if (is_date_filter(filter.kind)) return date_condition(sql, filter);
    if (filter.kind == Filter::Kind::kEquals) {
      std::vector<std::string> values;
      values.reserve(filter.values.size());
      for (const std::string& value : filter.values) values.push_back(bound(value));
      if (filter.negative) {
        return fmt::format("({0} IS NULL OR {0} NOT IN ({1}))", sql, fmt::join(values, ", "));
      }
      return fmt::format("{} IN ({})", sql, fmt::join(values, ", "));
    }
    return fmt::format("{} {} {}", sql, comparison(filter), bound(std::stod(filter.values.at(0))));
  }

  static std::string_view comparison(const Filter& filter) {
    switch (filter.kind) {
      case Filter::Kind::kGreaterThan:
        return ">";
      case Filter::Kind::kGreaterThanOrEqual:
        return ">=";
      case Filter::Kind::kLessThan:
        return "<";
      case Filter::Kind::kLessThanOrEqual:
        return "<=";
      default:
        return filter.negative ? "<>" : "=";
    }
  }

  std::string date_condition(const std::string& sql, const Filter& filter) {
    const Interval interval = interval_of(filter, today_);
    std::vector<std::string> parts;
    if (interval.from) parts.push_back(sql + " >= " + bound(to_text(*interval.from)));
    if (interval.to) parts.push_back(sql + " < " + bound(to_text(*interval.to)));
    return parts.empty() ? "1" : fmt::format("{}", fmt::join(parts, " AND "));
  }

  // The base view and the joins that somebody needs. Comes last, when every reference is known.
  std::string from() {
    const auto& joins = topic_.joins;
    for (auto join = joins.rbegin(); join != joins.rend(); ++join) {
      if (used_views_.contains(join->to)) used_views_.insert(join->from);
    }
    std::string sql = model_.view(topic_.base_view).table + " AS " + topic_.base_view;
    for (const Relationship& join : joins) {
      if (!used_views_.contains(join.to)) continue;
      const Dimension nobody;
      sql += fmt::format("\nLEFT JOIN {} AS {} ON {}", model_.view(join.to).table, join.to,
                         expand(join.from, join.on, &nobody));
    }
    return sql;
  }

  const Model& model_;
  const Topic& topic_;
  const Query& query_;
  Day today_;
  std::set<std::string> used_views_;
  std::vector<SqlValue> parameters_;
};

}  // namespace

std::string SqlQuery::for_reading() const {
  std::string result;
  std::size_t next = 0;
  for (const char c : text) {
    if (c != '?' || next == parameters.size()) {
      result += c;
      continue;
    }
    const SqlValue& value = parameters[next++];
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
      result += std::to_string(*whole);
    } else if (const auto* real = std::get_if<double>(&value)) {
      result += fmt::format("{}", *real);
    } else if (const auto* words = std::get_if<std::string>(&value)) {
      result += quoted(*words);
    } else {
      result += "NULL";
    }
  }
  return result;
}

SqlQuery to_sql(const Model& model, const Topic& topic, const Query& query,
                const std::map<std::string, std::string>& attributes, Day today) {
  return Builder(model, topic, query, today).run(attributes);
}

}  // namespace conform::mock
