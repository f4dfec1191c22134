#include <fmt/format.h>

#include "mock_server/query/question.hpp"

namespace conform::mock {
namespace {

std::string label_of(const Model& model, const Field& field) {
  if (const Measure* measure = model.measure(field.id)) return measure->label;
  const Dimension* dimension = model.dimension(field.id);
  if (dimension == nullptr) return field.id;
  if (!field.grain) return dimension->label;
  return fmt::format("{} ({})", dimension->label, to_string(*field.grain));
}

// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& items, std::string_view last_joint = " and ") {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? last_joint : std::string_view(", ");
    text += items[i];
  }
  return text;
}

std::string condition(const Filter& filter, Day today) {
  const auto& values = filter.values;
  switch (filter.kind) {
    case Filter::Kind::kEquals:
      return (filter.negative ? "is not " : "is ") + listed(values, " or ");
    case Filter::Kind::kNumberEquals:
      return (filter.negative ? "is not " : "is ") + values.at(0);
    case Filter::Kind::kGreaterThan:
      return "is more than " + values.at(0);
    case Filter::Kind::kGreaterThanOrEqual:
      return "is at least " + values.at(0);
    case Filter::Kind::kLessThan:
      return "is less than " + values.at(0);
    case Filter::Kind::kLessThanOrEqual:
      return "is at most " + values.at(0);
    case Filter::Kind::kInterval:
    case Filter::Kind::kBetween:
    case Filter::Kind::kOnOrAfter:
    case Filter::Kind::kBefore:
      break;
  }
  const Interval interval = interval_of(filter, today);
  if (!interval.from) return interval.to ? "is before " + to_text(*interval.to) : "is any";
  if (!interval.to) return fmt::format("is {} or later", to_text(*interval.from));
  const Day last = *interval.to - std::chrono::days(1);
  if (last == *interval.from) return "is " + to_text(last);
  return fmt::format("is from {} to {}", to_text(*interval.from), to_text(last));
}

}  // namespace

std::string describe(const Model& model, const Topic& topic, const Understanding& understanding,
                     Day today) {
  const Query& query = understanding.query;
  std::vector<std::string> groups;
  std::vector<std::string> measures;
  for (const Field& field : query.fields) {
    const bool measured = model.measure(field.id) != nullptr;
    (measured ? measures : groups).push_back(label_of(model, field));
  }
  std::string text;
  if (!understanding.measure_was_named) text += "Nothing in the question named a measure; this is ";
  text += measures.empty() ? listed(groups) : listed(measures);
  if (!measures.empty() && !groups.empty()) text += " by " + listed(groups);
  text += " in " + topic.label;
  std::vector<std::string> conditions;
  conditions.reserve(query.filters.size());
  for (const auto& [field, filter] : query.filters) {
    conditions.push_back(label_of(model, {field, std::nullopt}) + " " + condition(filter, today));
  }
  if (!conditions.empty()) text += " where " + listed(conditions);
  if (!query.sorts.empty()) {
    const Sort& sort = query.sorts.front();
    const bool measured = model.measure(sort.field.id) != nullptr;
    const std::string_view direction = measured           ? sort.descending ? "highest" : "lowest"
                                       : sort.field.grain ? sort.descending ? "latest" : "earliest"
                                       : sort.descending  ? "last"
                                                          : "first";
    text += fmt::format(", sorted by {} with the {} at the top", label_of(model, sort.field),
                        direction);
  }
  if (understanding.limit_was_asked && !query.sorts.empty()) {
    text += query.limit == 1 ? ", one row only" : fmt::format(", at most {} rows", query.limit);
  }
  if (understanding.time_is_unknown) {
    text += fmt::format("; {} has no date, so the time in the question was not used", topic.label);
  }
  if (!understanding.left_over.empty()) {
    std::vector<std::string> words = understanding.left_over;
    constexpr std::size_t kEnough = 10;
    if (words.size() > kEnough) {
      const std::size_t more = words.size() - kEnough;
      words.resize(kEnough);
      words.push_back(fmt::format("{} more", more));
    }
    text += "; not understood: " + listed(words);
  }
  return text + ".";
}

}  // namespace conform::mock
