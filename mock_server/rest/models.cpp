#include <algorithm>
#include <array>

#include "mock_server/query/query_engine.hpp"
#include "mock_server/rest/endpoints.hpp"
#include "mock_server/rest/model_identity.hpp"
#include "mock_server/rest/serve.hpp"

namespace conform::mock {
namespace {

constexpr std::array<std::string_view, 5> kParameters{"modelId", "name", "modelKind", "pageSize",
                                                      "cursor"};

Json record_of(const Model& model, const std::string& id, const std::string& name,
               std::string_view kind, const std::string& base) {
  const std::string created = to_iso8601(kFixturesCreated);
  return {{"id", id},
          {"name", name},
          {"modelKind", kind},
          {"connectionId", connection_id(model)},
          {"baseModelId", base},
          {"createdAt", created},
          {"updatedAt", created},
          {"deletedAt", nullptr}};
}

std::vector<Json> all_records(const Context& context, const Principal& principal) {
  std::vector<Json> records;
  if (!may(principal.membership.role, Permission::kListModels)) return records;
  for (const std::string& id : context.organization().models) {
    const Model* model = context.fixtures.engine->semantic_model(id);
    if (model == nullptr) continue;
    records.push_back(record_of(*model, model->id, model->name, "SHARED", schema_model_id(*model)));
    if (!may(principal.membership.role, Permission::kQueryFullModel)) continue;
    for (const Branch& branch : model->branches) {
      records.push_back(record_of(*model, branch.id, branch.name, "BRANCH", model->id));
    }
  }
  return records;
}

void require_known_parameters(const Parameters& query) {
  for (const auto& [name, value] : query) {
    if (std::ranges::find(kParameters, name) == kParameters.end()) {
      throw RestRefusal("unknown_parameter", {name});
    }
  }
}

bool is_asked_for(const Parameters& query, const Json& record) {
  if (query.has("modelId") && record.at("id") != query.get("modelId")) return false;
  if (query.has("modelKind") && record.at("modelKind") != query.get("modelKind")) return false;
  const std::string part = lower_case(query.get("name"));
  return lower_case(record.at("name").get<std::string>()).find(part) != std::string::npos;
}

const Model& asked_model(const Context& context, const Principal& principal) {
  const std::string id = context.parameters.at(0);
  const auto& models = context.organization().models;
  const bool reachable = std::ranges::find(models, id) != models.end() &&
                         may(principal.membership.role, Permission::kListModels);
  const Model* model = reachable ? context.fixtures.engine->semantic_model(id) : nullptr;
  if (model == nullptr) throw RestRefusal("model_not_found", {id});
  return *model;
}

Json summary_of(const Topic& topic) {
  return {{"name", topic.id},
          {"label", topic.label},
          {"description", topic.description},
          {"base_view_name", topic.base_view},
          {"hidden", false}};
}

std::string_view data_type(FieldType type) {
  switch (type) {
    case FieldType::kString:
      return "STRING";
    case FieldType::kNumber:
      return "NUMBER";
    case FieldType::kTime:
      return "TIMESTAMP";
  }
  return "";
}

std::string_view aggregate_type(Measure::Aggregate aggregate) {
  using Aggregate = Measure::Aggregate;
  switch (aggregate) {
    case Aggregate::kNone:
      return "custom";
    case Aggregate::kCount:
      return "count";
    case Aggregate::kCountDistinct:
      return "count_distinct";
    case Aggregate::kSum:
      return "sum";
    case Aggregate::kAverage:
      return "average";
    case Aggregate::kMinimum:
      return "min";
    case Aggregate::kMaximum:
      return "max";
  }
  return "";
}

template <typename Kind>
Json field_of(const Kind& field, std::string_view type, const Json& aggregate) {
  return {{"field_name", field.name},
          {"view_name", field.view},
          {"fully_qualified_name", field.id()},
          {"label", field.label},
          {"data_type", type},
          {"is_dimension", aggregate.is_null()},
          {"aggregate_type", aggregate}};
}

Json view_of(const View& view) {
  Json dimensions = Json::array();
  for (const Dimension& dimension : view.dimensions) {
    dimensions.push_back(field_of(dimension, data_type(dimension.type), nullptr));
  }
  Json measures = Json::array();
  for (const Measure& measure : view.measures) {
    measures.push_back(field_of(measure, "NUMBER", aggregate_type(measure.aggregate)));
  }
  return {{"name", view.name},
          {"label", view.label},
          {"dimensions", std::move(dimensions)},
          {"measures", std::move(measures)}};
}

Json detail_of(const Model& model, const Topic& topic) {
  Json views = Json::array();
  for (const std::string& name : topic.views()) views.push_back(view_of(model.view(name)));
  Json relationships = Json::array();
  for (const Relationship& join : topic.joins) {
    relationships.push_back({{"left_view_name", join.from},
                             {"right_view_name", join.to},
                             {"join_type", "always_left"},
                             {"sql", join.on}});
  }
  Json detail = summary_of(topic);
  detail["views"] = std::move(views);
  detail["relationships"] = std::move(relationships);
  return detail;
}

}  // namespace

Response list_models(Context& context) {
  return serve_rest(context, [&](const Principal& principal) {
    const Parameters query = context.request.query();
    require_known_parameters(query);
    std::vector<Json> records = all_records(context, principal);
    std::erase_if(records, [&](const Json& record) { return !is_asked_for(query, record); });
    return page_of(query, std::move(records));
  });
}

Response list_topics(Context& context) {
  return serve_rest(context, [&](const Principal& principal) {
    Json topics = Json::array();
    for (const Topic& topic : asked_model(context, principal).topics) {
      topics.push_back(summary_of(topic));
    }
    return Json{{"success", true}, {"topics", std::move(topics)}};
  });
}

Response get_topic(Context& context) {
  return serve_rest(context, [&](const Principal& principal) {
    const Model& model = asked_model(context, principal);
    const std::string name = context.parameters.at(1);
    const Topic* topic = model.topic(name);
    if (topic == nullptr) throw RestRefusal("topic_not_found", {name});
    return Json{{"success", true}, {"topic", detail_of(model, *topic)}};
  });
}

}  // namespace conform::mock
