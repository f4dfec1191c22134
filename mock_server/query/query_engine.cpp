#include "mock_server/query/query_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <system_error>
#include <type_traits>

#include "foundation/json/json_reader.hpp"
#include "foundation/text/ascii.hpp"
#include "mock_server/query/data_set.hpp"
#include "mock_server/query/model.hpp"
#include "mock_server/query/query_reader.hpp"
#include "mock_server/query/question.hpp"
#include "mock_server/query/result_cache.hpp"
#include "mock_server/query/sql_query.hpp"
#include "mock_server/query/sqlite.hpp"
#include "mock_server/query/vocabulary.hpp"

namespace conform::mock {
namespace {

// One partition of the data: its bytes, made on first use, and connections that read them. A query
// has a connection of its own while it runs; there are as many as there were queries at once.
class Partition {
 public:
  explicit Partition(std::string name) : name_(std::move(name)) {}

  std::unique_ptr<Database> take(const Json& description) {
    std::call_once(made_, [&] { bytes_ = generate_data_set(description, name_).serialize(); });
    const std::scoped_lock lock(mutex_);
    if (idle_.empty()) {
      idle_.push_back(std::make_unique<Database>(bytes_));
      ++open_;
    }
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }

  void give_back(std::unique_ptr<Database> connection) {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(connection));
  }

  std::size_t connections() const {
    const std::scoped_lock lock(mutex_);
    return open_;
  }

 private:
  std::string name_;
  std::once_flag made_;
  std::vector<unsigned char> bytes_;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Database>> idle_;
  std::size_t open_ = 0;
};

// A connection of a partition, back in its place when the query is over, however it ends.
class Borrowed {
 public:
  Borrowed(Partition& from, const Json& description)
      : from_(from), connection_(from.take(description)) {}
  ~Borrowed() { from_.give_back(std::move(connection_)); }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  const Database* operator->() const { return connection_.get(); }

 private:
  Partition& from_;
  std::unique_ptr<Database> connection_;
};

// Where questions are answered. An allocator keeps for each thread what that thread once used, and
// a question uses about a megabyte: were it answered on the thread of whoever asks, a thousand open
// connections would hold a gigabyte. So each has a thread that ends with it, few at a time: more
// would make none of them quicker.
class AnsweringThreads {
 public:
  // Waits for its turn, and for the end of `work`. What that throws is thrown. Inside other work it
  // has its turn and its thread already.
  template <typename Work>
  std::invoke_result_t<Work> run(const Work& work) {
    if (Answering::here) return work();
    const Turn turn(*this);
    const auto answering = [&work] {
      const Answering mark;
      return work();
    };
    std::future<std::invoke_result_t<Work>> done;
    try {
      done = std::async(std::launch::async, answering);
    } catch (const std::system_error&) {
      return answering();  // no thread can be had
    }
    return done.get();
  }

 private:
  struct Answering {
    static inline thread_local bool here = false;
    Answering() { here = true; }
    ~Answering() { here = false; }
    Answering(const Answering&) = delete;
    Answering& operator=(const Answering&) = delete;
  };

  class Turn {
   public:
    explicit Turn(AnsweringThreads& of) : of_(of) {
      std::unique_lock lock(of.mutex_);
      of.free_again_.wait(lock, [&of] { return of.free_ > 0; });
      --of.free_;
    }
    ~Turn() {
      {
        const std::scoped_lock lock(of_.mutex_);
        ++of_.free_;
      }
      of_.free_again_.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    AnsweringThreads& of_;
  };

  std::mutex mutex_;
  std::condition_variable free_again_;
  std::ptrdiff_t free_ = QueryEngine::kMostAtOnce;
};

QueryError no_such_topic(std::string_view id) {
  return QueryError("No such topic \"" + std::string(id) + "\" or access not permitted");
}

QueryError no_such_view(std::string_view name) {
  return QueryError("No such view \"" + std::string(name) + "\" or access not permitted");
}

constexpr std::size_t kCellsKept = 200'000;
constexpr std::size_t kAnswerBytesKept = 4'000'000;

// A question or a query that has been read and put into SQL, but not run.
struct Prepared {
  const Model& model;
  SqlQuery sql;  // empty when there is nothing to select
  int limit = 0;
  bool limit_was_asked = false;
  QueryResult result;  // without rows
};

const Topic& find_source(const Model& model, const Source& source) {
  const Topic* found = source.is_view ? model.bare_view(source.name) : model.topic(source.name);
  if (found == nullptr)
    throw source.is_view ? no_such_view(source.name) : no_such_topic(source.name);
  return *found;
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// The first of those that fit the question best; there must be one.
const Topic& best_fit(const Model& model, std::string_view question,
                      const std::vector<const Topic*>& choice) {
  const Topic* best = choice.front();
  int best_so_far = -1;
  for (const Topic* topic : choice) {
    const int its_fit = fit(model, *topic, question);
    if (its_fit <= best_so_far) continue;
    best = topic;
    best_so_far = its_fit;
  }
  return *best;
}

bool is_in_reach(const Model& model, const Source& source, const Reach& reach) {
  if (!source.is_view) return contains(reach.topics, source.name);
  if (!reach.views || model.bare_view(source.name) == nullptr) return false;
  if (contains(model.views_without_topic, source.name)) return true;
  return std::any_of(reach.topics.begin(), reach.topics.end(), [&](const std::string& id) {
    const Topic* topic = model.topic(id);
    return topic != nullptr && contains(topic->views(), source.name);
  });
}

}  // namespace

struct QueryEngine::Impl {
  explicit Impl(const std::filesystem::path& folder)
      : data_set(read_json_file(folder / "data_set.json")),
        models(load_models(read_json_file(folder / "models.json"), data_set,
                           (folder / "models.json").string())) {
    for (const Model& model : models) {
      partitions.try_emplace(model.partition, model.partition);
      ModelSummary summary{model.id, model.name, {}, model.branches};
      for (const Topic& topic : model.topics) {
        summary.topics.push_back({topic.id, topic.label, topic.description, topic.for_ai});
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

  Prepared prepare(std::string_view model_id, const Source& source, std::string_view question,
                   const Asker& asker, TimePoint now) const {
    const Model& model_asked = model(model_id);
    const Topic& topic = find_source(model_asked, source);
    const Day today = day_of(now);
    const Understanding understanding = understand(model_asked, topic, question, today);
    Prepared prepared = prepare(model_asked, topic, understanding.query, asker, today);
    prepared.limit_was_asked = understanding.limit_was_asked;
    prepared.result.summary = describe(model_asked, topic, understanding, today);
    prepared.result.understood = understanding.measure_was_named ||
                                 understanding.query.fields.size() > 1 ||
                                 !understanding.query.filters.empty();
    return prepared;
  }

  Prepared prepare_query(std::string_view model_id, const Json& json, const Asker& asker,
                         TimePoint now) const {
    const Model& model_asked = model(model_id);
    const Source source = source_of(json);
    const Topic& topic = find_source(model_asked, source);
    WrittenQuery written = read_query(model_asked, topic, json);
    Prepared prepared = prepare(model_asked, topic, written.query, asker, day_of(now));
    prepared.limit_was_asked = written.limit_was_asked;
    prepared.result.missing_fields = std::move(written.missing_fields);
    return prepared;
  }

  static Prepared prepare(const Model& model, const Topic& topic, const Query& query,
                          const Asker& asker, Day today) {
    Prepared prepared{model, {}, query.limit, false, {}};
    QueryResult& result = prepared.result;
    result.query = to_json(query);
    for (const Field& field : query.fields) result.columns.push_back(field.text());
    if (query.fields.empty()) return prepared;  // every field was missing
    prepared.sql = to_sql(model, topic, query, asker.attributes, today);
    result.sql = prepared.sql.for_reading();
    return prepared;
  }

  QueryResult run(Prepared prepared) const {
    QueryResult& result = prepared.result;
    if (prepared.sql.text.empty()) return std::move(result);
    const std::string key = prepared.model.partition + '\n' + result.sql;
    const auto selected =
        selected_before.get(key, [&] { return answering.run([&] { return select(prepared); }); });
    result.rows = selected->rows;
    // Who asked for five rows got what was asked for.
    result.truncated =
        selected->more && (!prepared.limit_was_asked || prepared.limit == kLargestLimit);
    return std::move(result);
  }

  SelectedRows select(const Prepared& prepared) const {
    SelectedRows selected;
    const Borrowed connection(partitions.at(prepared.model.partition), data_set);
    {
      Statement statement = connection->prepare(prepared.sql.text);
      int position = 0;
      for (const SqlValue& value : prepared.sql.parameters) statement.bind(++position, value);
      while (statement.step()) {
        if (selected.rows.size() == static_cast<std::size_t>(prepared.limit)) {
          selected.more = true;
          break;
        }
        std::vector<Json>& row = selected.rows.emplace_back();
        for (int i = 0; i < statement.columns(); ++i) row.push_back(statement.column(i));
      }
    }
    return selected;
  }

  Json data_set;
  std::vector<Model> models;
  std::vector<ModelSummary> summaries;
  mutable std::map<std::string, Partition> partitions;
  mutable AnsweringThreads answering;
  mutable ResultCache<SelectedRows> selected_before{kCellsKept};
  mutable ResultCache<std::string> answered_before{kAnswerBytesKept};
};

QueryEngine::QueryEngine(const std::filesystem::path& folder)
    : impl_(std::make_unique<Impl>(folder)) {}
QueryEngine::~QueryEngine() = default;

std::size_t QueryEngine::connections() const {
  std::size_t count = 0;
  for (const auto& [name, partition] : impl_->partitions) count += partition.connections();
  return count;
}

const std::vector<ModelSummary>& QueryEngine::models() const { return impl_->summaries; }

const ModelSummary* QueryEngine::model(std::string_view id) const {
  const std::string wanted = lower_case(id);
  const auto found =
      std::find_if(impl_->summaries.begin(), impl_->summaries.end(),
                   [&](const ModelSummary& summary) { return summary.id == wanted; });
  return found == impl_->summaries.end() ? nullptr : &*found;
}

const Model* QueryEngine::semantic_model(std::string_view id) const {
  return model(id) == nullptr ? nullptr : &impl_->model(id);
}

TopicSummary QueryEngine::pick_topic(std::string_view model_id, std::string_view question,
                                     const std::vector<std::string>& among) const {
  const Model& model = impl_->model(model_id);
  std::vector<const Topic*> choice;
  choice.reserve(among.size());
  for (const std::string& id : among) choice.push_back(&find_source(model, id));
  if (among.empty()) {
    for (const Topic& topic : model.topics) {
      if (topic.for_ai) choice.push_back(&topic);
    }
  }
  if (choice.empty()) throw QueryError("The model has no topic");
  const Topic& best = best_fit(model, question, choice);
  return {best.id, best.label, best.description, best.for_ai};
}

Source QueryEngine::pick_source(std::string_view model_id, std::string_view question,
                                const Reach& reach) const {
  const Model& model = impl_->model(model_id);
  std::vector<const Topic*> choice;
  choice.reserve(reach.topics.size() + model.bare_views.size());
  for (const std::string& id : reach.topics) choice.push_back(&find_source(model, id));
  for (const Topic& view : model.bare_views) {
    if (is_in_reach(model, Source::view(view.base_view), reach)) choice.push_back(&view);
  }
  if (choice.empty()) throw QueryError("The model has no topic");
  const Topic& best = best_fit(model, question, choice);
  return best.id.empty() ? Source::view(best.base_view) : Source(best.id);
}

void QueryEngine::require_source(std::string_view model_id, const Source& source,
                                 const Reach& reach) const {
  if (is_in_reach(impl_->model(model_id), source, reach)) return;
  throw source.is_view ? no_such_view(source.name) : no_such_topic(source.name);
}

QueryResult QueryEngine::plan(std::string_view model_id, const Source& source,
                              std::string_view question, const Asker& asker, TimePoint now) const {
  return impl_->prepare(model_id, source, question, asker, now).result;
}

QueryResult QueryEngine::answer(std::string_view model_id, const Source& source,
                                std::string_view question, const Asker& asker,
                                TimePoint now) const {
  return impl_->run(impl_->prepare(model_id, source, question, asker, now));
}

std::shared_ptr<const std::string> QueryEngine::told(
    std::string_view model_id, const Source& source, std::string_view question, const Asker& asker,
    TimePoint now, const std::function<std::string(const QueryResult&)>& tell) const {
  // Everything that an answer depends on; only the day is told of the time.
  std::string key =
      fmt::format("{}\n{}{}\n{}\n", lower_case(model_id), source.is_view ? "view " : "topic ",
                  source.name, day_of(now).time_since_epoch().count());
  for (const auto& [name, value] : asker.attributes) {
    key += fmt::format("{}:{}{}:{}", name.size(), name, value.size(), value);
  }
  key += '\n';
  key += question;
  return impl_->answered_before.get(key, [&] {
    return impl_->answering.run(
        [&] { return tell(answer(model_id, source, question, asker, now)); });
  });
}

QueryResult QueryEngine::plan_query(std::string_view model_id, const Json& query,
                                    const Asker& asker, TimePoint now) const {
  return impl_->prepare_query(model_id, query, asker, now).result;
}

QueryResult QueryEngine::run_query(std::string_view model_id, const Json& query, const Asker& asker,
                                   TimePoint now) const {
  return impl_->run(impl_->prepare_query(model_id, query, asker, now));
}

}  // namespace conform::mock
