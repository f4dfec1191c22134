// What a question costs: reading it, planning it, its SQL over all rows, and asking it again.
#include <benchmark/benchmark.h>

#include <string>

#include "bench/micro/benched_mock.hpp"
#include "foundation/json/json_reader.hpp"
#include "mock_server/query/data_set.hpp"
#include "mock_server/query/query_engine.hpp"
#include "mock_server/query/question.hpp"
#include "mock_server/query/sql_query.hpp"

namespace conform::bench {

using mock::Database;
using mock::Day;
using mock::generate_data_set;
using mock::Model;
using mock::Query;
using mock::QueryEngine;
using mock::SqlQuery;
using mock::SqlValue;
using mock::Statement;
using mock::Topic;

namespace {

struct Question {
  std::string model = grouped_question().at("modelId");
  std::string topic = grouped_question().at("topicName");
  std::string prompt = grouped_question().at("prompt");
  TimePoint now = ManualClock().now();
  Day today = std::chrono::floor<std::chrono::days>(now);
};

const QueryEngine& engine() { return *benched_fixtures()->engine; }

void understand_a_question(benchmark::State& state) {
  const Question asked;
  const Model& model = *engine().semantic_model(asked.model);
  const Topic& topic = *model.topic(asked.topic);
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(understand(model, topic, asked.prompt, asked.today));
  }
}
BENCHMARK(understand_a_question);

void plan_a_question(benchmark::State& state) {
  const Question asked;
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(engine().plan(asked.model, asked.topic, asked.prompt, {}, asked.now));
  }
}
BENCHMARK(plan_a_question);

void write_sql(benchmark::State& state) {
  const Question asked;
  const Model& model = *engine().semantic_model(asked.model);
  const Topic& topic = *model.topic(asked.topic);
  const Query query = understand(model, topic, asked.prompt, asked.today).query;
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(to_sql(model, topic, query, {}, asked.today));
  }
}
BENCHMARK(write_sql);

// Without the rows that the engine keeps.
void run_sql(benchmark::State& state) {
  const Question asked;
  const Model& model = *engine().semantic_model(asked.model);
  const Topic& topic = *model.topic(asked.topic);
  const Query query = understand(model, topic, asked.prompt, asked.today).query;
  const SqlQuery sql = to_sql(model, topic, query, {}, asked.today);
  const Database data = generate_data_set(
      read_json_file(benched_fixtures()->folder / "data/data_set.json"), model.partition);
  int rows = 0;
  while (state.KeepRunning()) {
    rows = 0;
    Statement statement = data.prepare(sql.text);
    int position = 0;
    for (const SqlValue& value : sql.parameters) statement.bind(++position, value);
    while (statement.step()) ++rows;
  }
  if (rows == 0) state.SkipWithError("no rows");
  state.counters["rows"] = rows;
}
BENCHMARK(run_sql);

void ask_again(benchmark::State& state) {
  const Question asked;
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(
        engine().answer(asked.model, asked.topic, asked.prompt, {}, asked.now));
  }
}
BENCHMARK(ask_again);

}  // namespace
}  // namespace conform::bench
