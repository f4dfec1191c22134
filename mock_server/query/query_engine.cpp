#include "mock_server/query/query_engine.hpp"

#include <algorithm>
#include <mutex>

#include "mock_server/ascii.hpp"
#include "mock_server/json_reader.hpp"
#include "mock_server/query/data_set.hpp"
#include "mock_server/query/model.hpp"
#include "mock_server/query/question.hpp"
#include "mock_server/query/sql_query.hpp"
#include "mock_server/query/sqlite.hpp"
#include "mock_server/query/vocabulary.hpp"

namespace conform {
namespace {

// One partition of the data: its bytes, made on first use, and connections that read them. A query
// has a connection of its own while it runs, so queries do not wait for each other.
class Partition {
 public:
  explicit Partition(std::string name) : name_(std::move(name)) {}

  std::unique_ptr<Database> take(const Json& description) {
    std::call_once(made_, [&] { bytes_ = generate_data_set(description, name_).serialize(); });
    {
      const std::scoped_lock lock(mutex_);
      if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
      }
    }
    return std::make_unique<Database>(bytes_);
  }

  void give_back(std::unique_ptr<Database> connection) {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(connection));
  }

 private:
  std::string name_;
  std::once_flag made_;
  std::vector<unsigned char> bytes_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Database>> idle_;
};

QueryError no_such_topic(std::string_view id) {
  return QueryError("No such topic \"" + std::string(id) + "\" or access not permitted");
}

// A question that has been read and put into SQL, but not run.
struct Prepared {
  const Model& model;
  Understanding understanding;
  SqlQuery sql;
  QueryResult result;  // without rows
};

}  // namespace

struct QueryEngine::Impl {
  explicit Impl(const std::filesystem::path& folder)
      : data_set(read_json_file(folder / "data_set.json")),
        models(load_models(read_json_file(folder / "models.json"), data_set,
                           (folder / "models.json").string())) {
    for (const Model& model : models) {
      partitions.try_emplace(model.partition, model.partition);
      ModelSummary summary{model.id, model.name, {}};
      for (const Topic& topic : model.topics) {
        summary.topics.push_back({topic.id, topic.label, topic.description});
      }
      summaries.push_back(std::move(summary));
    }
  }

  const Model& model(std::string_view id) const {
    const std::string wanted = lower_case(id);
    const auto found = std::find_if(models.begin(), models.end(),
                                    [&](const Model& model) { return model.id == wanted; });
    if (found == models.end()) {
      throw QueryError("Model with id " + std::string(id) + " does not exist");
    }
    return *found;
  }

  Prepared prepare(std::string_view model_id, std::string_view topic_id, std::string_view question,
                   const Asker& asker, TimePoint now) const {
    const Model& model_asked = model(model_id);
    const Topic* topic = model_asked.topic(topic_id);
    if (topic == nullptr) throw no_such_topic(topic_id);
    const Day today = day_of(now);
    Understanding understanding = understand(model_asked, *topic, question, today);
    const Query& query = understanding.query;
    SqlQuery sql = to_sql(model_asked, *topic, query, asker.attributes, today);
    QueryResult result;
    result.query = to_json(query);
    result.summary = describe(model_asked, *topic, understanding, today);
    result.sql = sql.for_reading();
    for (const Field& field : query.fields) result.columns.push_back(field.text());
    return {model_asked, std::move(understanding), std::move(sql), std::move(result)};
  }

  Json data_set;
  std::vector<Model> models;
  std::vector<ModelSummary> summaries;
  mutable std::map<std::string, Partition> partitions;
};

QueryEngine::QueryEngine(const std::filesystem::path& folder)
    : impl_(std::make_unique<Impl>(folder)) {}
QueryEngine::~QueryEngine() = default;

const std::vector<ModelSummary>& QueryEngine::models() const { return impl_->summaries; }

const ModelSummary* QueryEngine::model(std::string_view id) const {
  const std::string wanted = lower_case(id);
  const auto found =
      std::find_if(impl_->summaries.begin(), impl_->summaries.end(),
                   [&](const ModelSummary& summary) { return summary.id == wanted; });
  return found == impl_->summaries.end() ? nullptr : &*found;
}

TopicSummary QueryEngine::pick_topic(std::string_view model_id, std::string_view question,
                                     const std::vector<std::string>& among) const {
  const Model& model = impl_->model(model_id);
  std::vector<const Topic*> choice;
  for (const std::string& id : among) {
    const Topic* topic = model.topic(id);
    if (topic == nullptr) throw no_such_topic(id);
    choice.push_back(topic);
  }
  if (among.empty()) {
    for (const Topic& topic : model.topics) choice.push_back(&topic);
  }
  if (choice.empty()) throw QueryError("The model has no topic");
  const Topic* best = nullptr;
  int best_fit = -1;
  for (const Topic* topic : choice) {
    const int its_fit = fit(model, *topic, question);
    if (its_fit <= best_fit) continue;
    best = topic;
    best_fit = its_fit;
  }
  return {best->id, best->label, best->description};
}

QueryResult QueryEngine::plan(std::string_view model_id, std::string_view topic_id,
                              std::string_view question, const Asker& asker, TimePoint now) const {
  return impl_->prepare(model_id, topic_id, question, asker, now).result;
}

QueryResult QueryEngine::answer(std::string_view model_id, std::string_view topic_id,
                                std::string_view question, const Asker& asker,
                                TimePoint now) const {
  Prepared prepared = impl_->prepare(model_id, topic_id, question, asker, now);
  const int limit = prepared.understanding.query.limit;
  QueryResult& result = prepared.result;
  Partition& partition = impl_->partitions.at(prepared.model.partition);
  auto connection = partition.take(impl_->data_set);
  {
    Statement statement = connection->prepare(prepared.sql.text);
    int position = 0;
    for (const SqlValue& value : prepared.sql.parameters) statement.bind(++position, value);
    while (statement.step()) {
      if (result.rows.size() == static_cast<std::size_t>(limit)) {
        // Who asked for five rows got what was asked for.
        result.truncated = !prepared.understanding.limit_was_asked || limit == kLargestLimit;
        break;
      }
      std::vector<Json>& row = result.rows.emplace_back();
      for (int i = 0; i < statement.columns(); ++i) row.push_back(statement.column(i));
    }
  }
  partition.give_back(std::move(connection));
  return std::move(result);
}

}  // namespace conform
