#include "mock_server/query/query_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "foundation/text/ascii.hpp"
#include "mock_server/query/query_error.hpp"
#include "mock_server/query/question.hpp"

namespace conform::mock {
namespace {

constexpr std::array kMembers{"modelId", "table", "join_paths_from_topic_name", "fields", "filters",
                              "sorts",   "limit", "default_group_by",           "version"};
// Members of Omni's queries that the mock does not compute: fine as long as they ask for nothing.
constexpr std::array kNotComputed{"pivots", "calculations", "column_totals", "row_totals",
                                  "fill_fields"};
constexpr std::size_t kMostFields = 100;
constexpr std::size_t kMostValues = 1000;

template <typename Names>
bool is_one_of(const std::string& name, const Names& names) {
  return std::ranges::find(names, name) != names.end();
}

bool asks_for_nothing(const Json& value) {
  return value.is_null() || value == false ||
         ((value.is_array() || value.is_object()) && value.empty());
}

void require_known_members(const Json& query) {
  for (const auto& [name, value] : query.items()) {
    // userEditedSQL and its like would run raw SQL.
    if (lower_case(name).find("sql") != std::string::npos) {
      throw QueryError(fmt::format("Raw SQL is not allowed: remove \"{}\" from the query", name));
    }
    if (is_one_of(name, kMembers)) continue;
    if (!is_one_of(name, kNotComputed)) {
      throw QueryError(fmt::format("Unrecognized member \"{}\" in the query", name));
    }
    if (!asks_for_nothing(value)) {
      throw QueryError(fmt::format("\"{}\" is not supported: leave it out", name));
    }
  }
}

std::string text_member(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return "";
  if (!found->is_string()) throw QueryError(fmt::format("\"{}\" must be a string", name));
  return found->get<std::string>();
}

// "order_items.created_at[month]". Throws for a grain that there is not.
Field field_from(const std::string& text) {
  const std::size_t bracket = text.find('[');
  if (bracket == std::string::npos) return {text, std::nullopt};
  Field field{text.substr(0, bracket), std::nullopt};
  if (text.ends_with(']')) {
    const std::string grain = text.substr(bracket + 1, text.size() - bracket - 2);
    field.grain = grain == "date" ? TimeUnit::kDay : time_unit_from(grain);
  }
  if (!field.grain) {
    throw QueryError(fmt::format(
        "{}: the time frame must be [day], [date], [week], [month], [quarter] or [year]", text));
  }
  return field;
}

bool is_number(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

class Reader {
 public:
  Reader(const Model& model, const Topic& topic, const Json& query)
      : model_(model), topic_(topic), json_(query), views_(topic.views()) {}

  WrittenQuery run() {
    result_.query.table = topic_.base_view;
    result_.query.topic = topic_.id;
    if (const std::string table = text_member(json_, "table");
        !table.empty() && table != topic_.base_view) {
      throw QueryError(fmt::format("\"table\" is \"{}\", but the topic {} begins at \"{}\"", table,
                                   topic_.id, topic_.base_view));
    }
    read_fields();
    read_filters();
    read_sorts();
    read_limit();
    return std::move(result_);
  }

 private:
  // Of a view that the source has; whatever else is asked for is missing.
  [[nodiscard]] bool has(const std::string& id) const {
    const bool in_reach = std::ranges::find(views_, id.substr(0, id.find('.'))) != views_.end();
    return in_reach && (model_.dimension(id) != nullptr || model_.measure(id) != nullptr);
  }

  void note_missing(const std::string& text) {
    auto& missing = result_.missing_fields;
    if (std::ranges::find(missing, text) == missing.end()) missing.push_back(text);
  }

  void read_fields() {
    const auto found = json_.find("fields");
    if (found == json_.end() || !found->is_array() || found->empty() ||
        found->size() > kMostFields) {
      throw QueryError(fmt::format("\"fields\" must list 1 to {} fields", kMostFields));
    }
    for (const Json& item : *found) {
      if (!item.is_string()) throw QueryError("\"fields\" must list strings");
      const auto text = item.get<std::string>();
      Field field = field_from(text);
      if (!has(field.id)) {
        note_missing(text);
        continue;
      }
      const Dimension* dimension = model_.dimension(field.id);
      if (field.grain && (dimension == nullptr || dimension->type != FieldType::kTime)) {
        throw QueryError(fmt::format("{}: only a date has time frames", text));
      }
      result_.query.fields.push_back(std::move(field));
    }
  }

  void read_filters() {
    const auto found = json_.find("filters");
    if (found == json_.end() || found->is_null()) return;
    if (!found->is_object()) throw QueryError("\"filters\" must be an object");
    for (const auto& [text, json] : found->items()) {
      const std::string id = field_from(text).id;
      if (!has(id)) {
        note_missing(text);
        continue;
      }
      if (!json.is_object())
        throw QueryError(fmt::format("The filter of {} must be an object", id));
      result_.query.filters.emplace_back(id, filter_from(id, json));
    }
  }

  [[nodiscard]] FieldType type_of(const std::string& id) const {
    const Dimension* dimension = model_.dimension(id);
    return dimension == nullptr ? FieldType::kNumber : dimension->type;
  }

  static Filter::Kind kind_from(const std::string& id, const std::string& name, FieldType type) {
    static const std::map<FieldType, std::vector<std::pair<std::string_view, Filter::Kind>>> kinds{
        {FieldType::kString, {{"EQUALS", Filter::Kind::kEquals}}},
        {FieldType::kNumber,
         {{"EQUALS", Filter::Kind::kNumberEquals},
          {"GREATER_THAN", Filter::Kind::kGreaterThan},
          {"GREATER_THAN_OR_EQUAL", Filter::Kind::kGreaterThanOrEqual},
          {"LESS_THAN", Filter::Kind::kLessThan},
          {"LESS_THAN_OR_EQUAL", Filter::Kind::kLessThanOrEqual}}},
        {FieldType::kTime,
         {{"TIME_FOR_INTERVAL_DURATION", Filter::Kind::kInterval},
          {"BETWEEN", Filter::Kind::kBetween},
          {"ON_OR_AFTER", Filter::Kind::kOnOrAfter},
          {"BEFORE", Filter::Kind::kBefore}}}};
    std::string known;
    for (const auto& [spelling, kind] : kinds.at(type)) {
      if (spelling == name) return kind;
      known += fmt::format("{}{}", known.empty() ? "" : ", ", spelling);
    }
    throw QueryError(
        fmt::format("The filter of {} has kind \"{}\", but must have one of {}", id, name, known));
  }

  [[nodiscard]] Filter filter_from(const std::string& id, const Json& json) const {
    const FieldType type = type_of(id);
    constexpr std::array<std::string_view, 3> kTypes{"string", "number", "date"};
    const std::string_view type_name = kTypes.at(static_cast<std::size_t>(type));
    if (text_member(json, "type") != type_name) {
      throw QueryError(fmt::format("The filter of {} must have type \"{}\"", id, type_name));
    }
    Filter filter;
    filter.kind = kind_from(id, text_member(json, "kind"), type);
    if (const auto negative = json.find("is_negative"); negative != json.end()) {
      filter.negative = negative->is_boolean() && negative->get<bool>();
    }
    if (is_date_filter(filter.kind)) {
      read_dates(id, json, filter);
    } else {
      read_values(id, json, filter);
    }
    return filter;
  }

  static void read_dates(const std::string& id, const Json& json, Filter& filter) {
    filter.left_side = filter.kind == Filter::Kind::kBefore ? "" : text_member(json, "left_side");
    filter.right_side =
        filter.kind == Filter::Kind::kOnOrAfter ? "" : text_member(json, "right_side");
    const Interval interval = interval_of(filter, Day());
    const bool understood = (filter.kind == Filter::Kind::kBefore || interval.from.has_value()) &&
                            (filter.kind == Filter::Kind::kOnOrAfter || interval.to.has_value());
    if (!understood || filter.negative) {
      throw QueryError(fmt::format(
          "The filter of {} must name days (\"2026-02-01\"), times ago (\"12 months ago\") and, as "
          "right_side of TIME_FOR_INTERVAL_DURATION, a length (\"12 months\")",
          id));
    }
  }

  static void read_values(const std::string& id, const Json& json, Filter& filter) {
    const auto values = json.find("values");
    if (values == json.end() || !values->is_array() || values->empty() ||
        values->size() > kMostValues) {
      throw QueryError(fmt::format("The filter of {} must have 1 to {} values", id, kMostValues));
    }
    for (const Json& value : *values) {
      if (!value.is_string()) {
        throw QueryError(fmt::format("The values of the filter of {} must be strings", id));
      }
      filter.values.push_back(value.get<std::string>());
    }
    if (filter.kind == Filter::Kind::kEquals) return;
    if (filter.values.size() != 1 || !is_number(filter.values.front())) {
      throw QueryError(fmt::format("The filter of {} must have one number, as a string", id));
    }
    if (filter.negative && filter.kind != Filter::Kind::kNumberEquals) {
      throw QueryError(fmt::format("The filter of {} can be negative with EQUALS only", id));
    }
  }

  void read_sorts() {
    const auto found = json_.find("sorts");
    if (found == json_.end() || found->is_null()) return;
    if (!found->is_array()) throw QueryError("\"sorts\" must be an array");
    for (const Json& item : *found) {
      if (!item.is_object()) throw QueryError("\"sorts\" must list objects");
      const std::string text = text_member(item, "column_name");
      const Field field = field_from(text);
      if (!has(field.id)) {
        note_missing(text);
        continue;
      }
      const auto& fields = result_.query.fields;
      if (std::ranges::find(fields, field) == fields.end()) {
        throw QueryError(fmt::format("\"sorts\" names {}, which is none of the fields", text));
      }
      const auto descending = item.find("sort_descending");
      result_.query.sorts.push_back({field, descending != item.end() && *descending == true});
    }
  }

  void read_limit() {
    result_.query.limit = kDefaultLimit;
    const auto found = json_.find("limit");
    if (found == json_.end()) return;
    if (found->is_null()) {  // unlimited, that is: as many as there may be
      result_.query.limit = kLargestLimit;
      return;
    }
    if (!found->is_number_integer() || *found < 1) {
      throw QueryError("\"limit\" must be a whole number of rows, 1 or more, or null");
    }
    result_.limit_was_asked = true;
    result_.query.limit = *found > kLargestLimit ? kLargestLimit : found->get<int>();
  }

  const Model& model_;
  const Topic& topic_;
  const Json& json_;
  std::vector<std::string> views_;
  WrittenQuery result_;
};

}  // namespace

Source source_of(const Json& query) {
  if (!query.is_object()) throw QueryError("The query must be an object");
  require_known_members(query);
  if (std::string topic = text_member(query, "join_paths_from_topic_name"); !topic.empty()) {
    return {std::move(topic)};
  }
  std::string table = text_member(query, "table");
  if (table.empty()) {
    throw QueryError(
        "The query must name a topic in \"join_paths_from_topic_name\" or a view in "
        "\"table\"");
  }
  return Source::view(std::move(table));
}

WrittenQuery read_query(const Model& model, const Topic& topic, const Json& query) {
  return Reader(model, topic, query).run();
}

}  // namespace conform::mock
