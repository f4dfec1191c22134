// The semantic layer: a question or a query over a model's topic becomes SQL over the data set, and
// rows. Thread-safe; the data set is built on first use and never changes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json.hpp"
#include "foundation/time/clock.hpp"
#include "mock_server/query/model.hpp"
#include "mock_server/query/query_error.hpp"

namespace conform::mock {

struct TopicSummary {
  std::string id;
  std::string label;
  std::string description;
  bool for_ai = true;  // among the model's ai_chat_topics
};

struct ModelSummary {
  std::string id;  // a UUID
  std::string name;
  std::vector<TopicSummary> topics;
  std::vector<Branch> branches;
};

// What a caller may query in a model.
struct Reach {
  std::vector<std::string> topics;
  bool views = false;  // without a topic: the views of these topics, and those that no topic has
};

// Who asks, as far as rows depend on it.
struct Asker {
  std::map<std::string, std::string> attributes;  // user attributes; access filters key on them
};

struct QueryResult {
  Json query;  // {table, join_paths_from_topic_name, fields, filters, sorts, limit}: what was
               // understood
  std::string summary;  // the same in one English sentence
  std::string sql;      // what ran, with its parameters filled in for reading
  std::vector<std::string> columns;
  std::vector<std::vector<Json>> rows;
  bool truncated = false;  // there are more rows than the limit that holds when nobody asks for one
  bool understood = true;  // false: nothing in the question has a name in the topic
  std::vector<std::string> missing_fields;  // of a written query: what there is not
};

class QueryEngine {
 public:
  // Reads the models and the data set's description below `folder` (fixtures/data). Errors name
  // file and place.
  explicit QueryEngine(const std::filesystem::path& folder);
  ~QueryEngine();
  QueryEngine(const QueryEngine&) = delete;
  QueryEngine& operator=(const QueryEngine&) = delete;

  // Questions and queries that are answered at a time; further ones wait for their turn.
  static constexpr std::ptrdiff_t kMostAtOnce = 16;
  // To the data, of all partitions.
  [[nodiscard]] std::size_t connections() const;

  [[nodiscard]] const std::vector<ModelSummary>& models() const;
  [[nodiscard]] const ModelSummary* model(std::string_view id) const;

  // The topic of the model that fits the question best: always one (the closest match, as
  // documented). `among` limits the choice when it is not empty.
  [[nodiscard]] TopicSummary pick_topic(std::string_view model_id, std::string_view question,
                                        const std::vector<std::string>& among = {}) const;

  // As pick_topic() among what can be reached; a view is picked only when it fits better than every
  // topic.
  [[nodiscard]] Source pick_source(std::string_view model_id, std::string_view question,
                                   const Reach& reach) const;
  // Throws when the source is out of reach, which reads like one that does not exist.
  void require_source(std::string_view model_id, const Source& source, const Reach& reach) const;

  // How a question would be answered: as answer(), but without rows. Touches no data.
  [[nodiscard]] QueryResult plan(std::string_view model_id, const Source& source,
                                 std::string_view question, const Asker& asker,
                                 TimePoint now) const;

  // Answers a question in words within one topic. `now` gives "last year" its meaning.
  [[nodiscard]] QueryResult answer(std::string_view model_id, const Source& source,
                                   std::string_view question, const Asker& asker,
                                   TimePoint now) const;

  // What `tell` makes of answer(), which is the same for the same question on the same day: `tell`
  // may not be asked again, so it must always be the same one.
  std::shared_ptr<const std::string> told(
      std::string_view model_id, const Source& source, std::string_view question,
      const Asker& asker, TimePoint now,
      const std::function<std::string(const QueryResult&)>& tell) const;

  // plan() and answer() for a query that was written as JSON (query_reader.hpp). Its source must
  // have been required.
  [[nodiscard]] QueryResult plan_query(std::string_view model_id, const Json& query,
                                       const Asker& asker, TimePoint now) const;
  [[nodiscard]] QueryResult run_query(std::string_view model_id, const Json& query,
                                      const Asker& asker, TimePoint now) const;

  // All of a model, for those who describe it; nullptr when there is none.
  [[nodiscard]] const Model* semantic_model(std::string_view id) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::mock
