// The semantic model: views with their dimensions and measures, topics that join them, and models
// that offer topics over one partition of the data. Plain data, read from
// fixtures/data/models.json; never changes afterwards.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/json/json.hpp"
#include "mock_server/query/words.hpp"

namespace conform::mock {

// A value that a dimension is known to have, and how people call it.
struct KnownValue {
  std::string value;
  std::vector<Phrase> phrases;
};

enum class FieldType { kString, kNumber, kTime };

struct Dimension {
  std::string view;
  std::string name;
  FieldType type = FieldType::kString;
  std::string label;
  std::string sql;  // may hold ${name} or ${view.name}
  std::vector<Phrase> phrases;
  std::vector<KnownValue> values;

  [[nodiscard]] std::string id() const { return view + "." + name; }
};

struct MeasureFilter {
  std::string dimension;             // of the same view
  std::optional<std::string> value;  // none: null
  bool negative = false;
};

struct Measure {
  enum class Aggregate { kNone, kCount, kCountDistinct, kSum, kAverage, kMinimum, kMaximum };
  std::string view;
  std::string name;
  Aggregate aggregate = Aggregate::kNone;  // kNone: an expression over other measures
  std::string label;
  std::string sql;
  bool cents = false;  // the SQL gives cents, the measure shows whole units
  int decimals = -1;   // -1: as it comes
  std::vector<MeasureFilter> filters;
  std::vector<Phrase> phrases;

  [[nodiscard]] std::string id() const { return view + "." + name; }
};

struct View {
  std::string name;
  std::string table;
  std::string label;
  std::string primary_key;
  std::vector<Dimension> dimensions;
  std::vector<Measure> measures;

  [[nodiscard]] const Dimension* dimension(std::string_view name) const;
  [[nodiscard]] const Measure* measure(std::string_view name) const;
};

struct Relationship {
  std::string from;
  std::string to;
  std::string on;
};

struct AccessFilter {
  std::string field;
  std::string user_attribute;
  std::vector<std::string> values_for_unfiltered;
  bool operator==(const AccessFilter&) const = default;
};

// What a query is about: a topic, or one view of the model with what can be joined to it. As a
// topic, a view without one has an empty id.
struct Topic {
  std::string id;
  std::string label;
  std::string description;
  std::vector<Phrase> phrases;
  std::string base_view;
  std::vector<Relationship> joins;  // in an order in which each `from` is already there
  std::string default_measure;
  std::string default_time;  // empty: the topic knows no time
  std::vector<AccessFilter> access_filters;
  bool for_ai = true;  // false: not among the model's ai_chat_topics

  // The base view first, then the joined ones.
  [[nodiscard]] std::vector<std::string> views() const;
};

// A branch of a model: changes that are not published yet. The mock's branches change nothing.
struct Branch {
  std::string id;  // a UUID
  std::string name;
};

// Where a query reads: a topic, or a view without a topic.
struct Source {
  std::string name;
  bool is_view = false;

  Source(std::string topic) : name(std::move(topic)) {}
  Source(const char* topic) : name(topic) {}
  static Source view(std::string name) {
    Source source(std::move(name));
    source.is_view = true;
    return source;
  }
  bool operator==(const Source&) const = default;
};

struct Model {
  std::string id;
  std::string name;
  std::string partition;
  std::map<std::string, View> views;
  std::vector<Topic> topics;
  std::vector<Topic> bare_views;                 // the views that can be queried without a topic
  std::vector<std::string> views_without_topic;  // those of them that no topic has
  std::vector<Branch> branches;

  [[nodiscard]] const Topic* topic(std::string_view id) const;
  [[nodiscard]] const Topic* bare_view(std::string_view name) const;
  [[nodiscard]] const View& view(std::string_view name) const;  // throws std::out_of_range
  [[nodiscard]] const Dimension* dimension(
      std::string_view id) const;  // "users.region", or nullptr
  [[nodiscard]] const Measure* measure(std::string_view id) const;
};

// Throws std::runtime_error naming file and place.
std::vector<Model> load_models(const Json& models, const Json& data_set, const std::string& file);

}  // namespace conform::mock
