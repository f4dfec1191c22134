#include "mock_server/query/model.hpp"

#include <algorithm>
#include <stdexcept>

#include "foundation/json/json_reader.hpp"

namespace conform::mock {
namespace {

// Values of the data set by a path: "regions", or "places/city" for a member of each element. A
// partition's own list comes first.
std::vector<std::string> listed_values(const Json& data_set, const std::string& partition,
                                       const std::string& path) {
  const std::size_t slash = path.find('/');
  const std::string list = path.substr(0, slash);
  const Json& own = data_set.at("partitions").at(partition);
  const Json& values = own.contains(list) ? own.at(list) : data_set.at(list);
  std::vector<std::string> result;
  for (const Json& value : values) {
    const Json& text = slash == std::string::npos ? value : value.at(path.substr(slash + 1));
    const auto name = text.get<std::string>();
    if (std::find(result.begin(), result.end(), name) == result.end()) result.push_back(name);
  }
  return result;
}

void add_phrase(std::vector<Phrase>& phrases, std::string_view text) {
  Phrase phrase = to_phrase(text);
  if (phrase.empty() || std::find(phrases.begin(), phrases.end(), phrase) != phrases.end()) return;
  phrases.push_back(std::move(phrase));
}

std::vector<Phrase> phrases_of(const JsonReader& json, const std::string& label) {
  std::vector<Phrase> phrases;
  add_phrase(phrases, label);
  if (const auto synonyms = json.find("synonyms")) {
    for (const std::string& synonym : synonyms->texts()) add_phrase(phrases, synonym);
  }
  return phrases;
}

class Loader {
 public:
  Loader(const Json& models, const Json& data_set, const std::string& file)
      : root_(models, file), data_set_(data_set) {}

  std::vector<Model> run() {
    root_.only({"views", "relationships", "topics", "models"});
    for (const JsonReader& json : root_.at("relationships").elements()) {
      json.only({"from", "to", "on"});
      relationships_.push_back(
          {json.at("from").text(), json.at("to").text(), json.at("on").text()});
    }
    std::vector<Model> result;
    for (const JsonReader& json : root_.at("models").elements()) result.push_back(model(json));
    return result;
  }

 private:
  Model model(const JsonReader& json) {
    json.only(
        {"id", "name", "partition", "topics", "ai_chat_topics", "views_without_topic", "branches"});
    Model result;
    result.id = json.at("id").text();
    result.name = json.at("name").text();
    result.partition = json.at("partition").text();
    if (!data_set_.at("partitions").contains(result.partition)) {
      json.at("partition").fail("names no partition of data_set.json");
    }
    for (const auto& [name, view_json] : root_.at("views").members()) {
      result.views.emplace(name, view(name, view_json, result.partition));
    }
    for (const JsonReader& id : json.at("topics").elements()) {
      const auto topic_json = root_.at("topics").find(id.text());
      if (!topic_json) id.fail("names no topic of this file");
      result.topics.push_back(topic(id.text(), *topic_json, result));
    }
    if (const auto for_ai = json.find("ai_chat_topics")) {
      const std::vector<std::string> ids = for_ai->texts();
      for (Topic& topic : result.topics)
        topic.for_ai = std::ranges::find(ids, topic.id) != ids.end();
    }
    if (const auto branches = json.find("branches")) {
      for (const JsonReader& branch : branches->elements()) {
        branch.only({"id", "name"});
        result.branches.push_back({branch.at("id").text(), branch.at("name").text()});
      }
    }
    add_bare_views(json, result);
    return result;
  }

  void add_bare_views(const JsonReader& json, Model& model) const {
    if (const auto more = json.find("views_without_topic")) {
      model.views_without_topic = more->texts();
      for (const std::string& name : model.views_without_topic) {
        if (!model.views.contains(name)) more->fail("names no view: \"" + name + '"');
      }
    }
    for (const auto& [name, view] : model.views) {
      const auto& name_here = name;
      const bool in_topic = std::ranges::any_of(model.topics, [&](const Topic& topic) {
        return std::ranges::count(topic.views(), name_here) > 0;
      });
      if (in_topic || std::ranges::count(model.views_without_topic, name) > 0) {
        model.bare_views.push_back(bare_view(view, model));
      }
    }
  }

  // A view with everything that can be joined to it. The topics' access filters hold here as well,
  // as far as their fields can be reached.
  [[nodiscard]] Topic bare_view(const View& view, const Model& model) const {
    Topic result;
    result.label = view.label;
    result.description = "The view " + view.label + ", without a topic.";
    add_phrase(result.phrases, view.label);
    result.base_view = view.name;
    add_every_join(view.name, result.joins);
    const bool counts = view.measure("count") != nullptr;
    if (!view.measures.empty()) {
      result.default_measure = view.name + "." + (counts ? "count" : view.measures.front().name);
    }
    for (const Dimension& dimension : view.dimensions) {
      if (dimension.type != FieldType::kTime) continue;
      result.default_time = dimension.id();
      break;
    }
    const std::vector<std::string> views = result.views();
    for (const Topic& topic : model.topics) {
      for (const AccessFilter& filter : topic.access_filters) {
        const bool reached =
            std::ranges::count(views, filter.field.substr(0, filter.field.find('.'))) > 0;
        if (reached && std::ranges::count(result.access_filters, filter) == 0) {
          result.access_filters.push_back(filter);
        }
      }
    }
    return result;
  }

  void add_every_join(const std::string& from, std::vector<Relationship>& joins) const {
    for (const Relationship& relationship : relationships_) {
      if (relationship.from != from) continue;
      joins.push_back(relationship);
      add_every_join(relationship.to, joins);
    }
  }

  View view(const std::string& name, const JsonReader& json, const std::string& partition) {
    json.only({"table", "label", "primary_key", "dimensions", "measures"});
    View result;
    result.name = name;
    result.table = json.at("table").text();
    result.label = json.at("label").text();
    result.primary_key = json.at("primary_key").text();
    for (const auto& [dimension_name, member] : json.at("dimensions").members()) {
      result.dimensions.push_back(dimension(name, dimension_name, member, partition));
    }
    for (const auto& [measure_name, member] : json.at("measures").members()) {
      result.measures.push_back(measure(name, measure_name, member));
    }
    return result;
  }

  Dimension dimension(const std::string& view, const std::string& name, const JsonReader& json,
                      const std::string& partition) {
    json.only({"type", "label", "synonyms", "sql", "values", "values_from"});
    Dimension result;
    result.view = view;
    result.name = name;
    result.type = json.at("type").one_of<FieldType>({{"string", FieldType::kString},
                                                     {"number", FieldType::kNumber},
                                                     {"time", FieldType::kTime}});
    result.label = json.at("label").text();
    result.phrases = phrases_of(json, result.label);
    // Its own column, unless it is computed.
    result.sql = json.has("sql") ? json.at("sql").text() : "${" + view + "." + name + "}";
    if (const auto from = json.find("values_from")) {
      for (const std::string& value : listed_values(data_set_, partition, from->text())) {
        KnownValue known{value, {}};
        add_phrase(known.phrases, value);
        result.values.push_back(std::move(known));
      }
    }
    if (const auto values = json.find("values")) {
      for (const JsonReader& value : values->elements()) add_value(value, result.values);
    }
    return result;
  }

  static void add_value(const JsonReader& json, std::vector<KnownValue>& values) {
    json.only({"value", "synonyms"});
    const std::string name = json.at("value").text();
    auto found = std::find_if(values.begin(), values.end(),
                              [&](const KnownValue& known) { return known.value == name; });
    if (found == values.end()) found = values.insert(values.end(), KnownValue{name, {}});
    for (Phrase& phrase : phrases_of(json, name)) found->phrases.push_back(std::move(phrase));
  }

  static Measure measure(const std::string& view, const std::string& name, const JsonReader& json) {
    json.only({"aggregate_type", "label", "synonyms", "sql", "unit", "format", "filters"});
    using Aggregate = Measure::Aggregate;
    Measure result;
    result.view = view;
    result.name = name;
    result.label = json.at("label").text();
    result.phrases = phrases_of(json, result.label);
    if (const auto type = json.find("aggregate_type")) {
      result.aggregate = type->one_of<Aggregate>({{"count", Aggregate::kCount},
                                                  {"count_distinct", Aggregate::kCountDistinct},
                                                  {"sum", Aggregate::kSum},
                                                  {"average", Aggregate::kAverage},
                                                  {"min", Aggregate::kMinimum},
                                                  {"max", Aggregate::kMaximum}});
    }
    if (result.aggregate != Aggregate::kCount) result.sql = json.at("sql").text();
    if (const auto unit = json.find("unit")) result.cents = unit->one_of<bool>({{"cents", true}});
    if (const auto format = json.find("format")) {
      result.decimals = format->one_of<int>({{"currency_2", 2}, {"percent_4", 4}, {"number_1", 1}});
    }
    if (const auto filters = json.find("filters")) {
      for (const auto& [dimension, filter] : filters->members()) {
        filter.only({"is", "is_not"});
        MeasureFilter parsed;
        parsed.dimension = dimension;
        parsed.negative = filter.has("is_not");
        const JsonReader value = filter.at(parsed.negative ? "is_not" : "is");
        if (!value.json().is_null()) parsed.value = value.text();
        result.filters.push_back(std::move(parsed));
      }
    }
    return result;
  }

  Topic topic(const std::string& id, const JsonReader& json, const Model& model) {
    json.only({"label", "description", "synonyms", "base_view", "joins", "default_measure",
               "default_time", "access_filters", "ai_context", "sample_queries"});
    Topic result;
    result.id = id;
    result.label = json.at("label").text();
    result.description = json.at("description").text();
    result.phrases = phrases_of(json, result.label);
    result.base_view = json.at("base_view").text();
    if (!model.views.contains(result.base_view)) json.at("base_view").fail("names no view");
    add_joins(result.base_view, json.at("joins"), result.joins);
    result.default_measure = json.at("default_measure").text();
    if (model.measure(result.default_measure) == nullptr) {
      json.at("default_measure").fail("names no measure");
    }
    if (const auto time = json.find("default_time")) {
      result.default_time = time->text();
      if (model.dimension(result.default_time) == nullptr) time->fail("names no dimension");
    }
    for (const JsonReader& filter : json.at("access_filters").elements()) {
      filter.only({"field", "user_attribute", "values_for_unfiltered"});
      AccessFilter parsed{filter.at("field").text(), filter.at("user_attribute").text(), {}};
      if (model.dimension(parsed.field) == nullptr) filter.at("field").fail("names no dimension");
      if (const auto open = filter.find("values_for_unfiltered")) {
        parsed.values_for_unfiltered = open->texts();
      }
      result.access_filters.push_back(std::move(parsed));
    }
    return result;
  }

  void add_joins(const std::string& from, const JsonReader& json,
                 std::vector<Relationship>& joins) {
    for (const auto& [to, nested] : json.members()) {
      const auto& target = to;
      const auto found = std::find_if(
          relationships_.begin(), relationships_.end(),
          [&](const Relationship& known) { return known.from == from && known.to == target; });
      if (found == relationships_.end()) nested.fail("has no relationship from " + from);
      joins.push_back(*found);
      add_joins(to, nested, joins);
    }
  }

  JsonReader root_;
  const Json& data_set_;
  std::vector<Relationship> relationships_;
};

template <typename Fields>
auto* find_by_name(Fields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::pair<std::string, std::string> split(std::string_view id) {
  const std::size_t dot = id.find('.');
  if (dot == std::string_view::npos) return {"", std::string(id)};
  return {std::string(id.substr(0, dot)), std::string(id.substr(dot + 1))};
}

}  // namespace

const Dimension* View::dimension(std::string_view wanted) const {
  return find_by_name(dimensions, wanted);
}

const Measure* View::measure(std::string_view wanted) const {
  return find_by_name(measures, wanted);
}

std::vector<std::string> Topic::views() const {
  std::vector<std::string> result{base_view};
  for (const Relationship& join : joins) result.push_back(join.to);
  return result;
}

const Topic* Model::topic(std::string_view wanted) const {
  const auto found = std::find_if(topics.begin(), topics.end(),
                                  [&](const Topic& topic) { return topic.id == wanted; });
  return found == topics.end() ? nullptr : &*found;
}

const Topic* Model::bare_view(std::string_view wanted) const {
  const auto found = std::find_if(bare_views.begin(), bare_views.end(),
                                  [&](const Topic& view) { return view.base_view == wanted; });
  return found == bare_views.end() ? nullptr : &*found;
}

const View& Model::view(std::string_view wanted) const { return views.at(std::string(wanted)); }

const Dimension* Model::dimension(std::string_view wanted) const {
  const auto [view_name, field] = split(wanted);
  const auto found = views.find(view_name);
  return found == views.end() ? nullptr : found->second.dimension(field);
}

const Measure* Model::measure(std::string_view wanted) const {
  const auto [view_name, field] = split(wanted);
  const auto found = views.find(view_name);
  return found == views.end() ? nullptr : found->second.measure(field);
}

std::vector<Model> load_models(const Json& models, const Json& data_set, const std::string& file) {
  return Loader(models, data_set, file).run();
}

}  // namespace conform::mock
