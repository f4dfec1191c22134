#include "mock_server/query/query_engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <latch>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "foundation/json/json_reader.hpp"
#include "mock_server/query/data_set.hpp"

namespace conform::mock {
namespace {

const std::string kFolder = CONFORM_SOURCE_DIR "/fixtures/data";
constexpr const char* kAcme = "9d9440e5-8522-4507-b092-1ac26ba26673";
constexpr const char* kGlobex = "4f1c2d7a-6b3e-4a59-9c18-0d2e7f5a8b64";
constexpr TimePoint kNow =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + std::chrono::hours(12);

const QueryEngine& engine() {
  static const QueryEngine shared{kFolder};
  return shared;
}

using Rows = std::vector<std::vector<Json>>;

// The same data, asked by hand-written SQL.
Rows by_hand(const std::string& partition, const std::string& sql) {
  static std::map<std::string, Database> made;
  auto found = made.find(partition);
  if (found == made.end()) {
    const Json description = read_json_file(kFolder + "/data_set.json");
    found = made.emplace(partition, generate_data_set(description, partition)).first;
  }
  Statement statement = found->second.prepare(sql);
  Rows rows;
  while (statement.step()) {
    auto& row = rows.emplace_back();
    for (int i = 0; i < statement.columns(); ++i) row.push_back(statement.column(i));
  }
  return rows;
}

QueryResult ask(const std::string& question, const Asker& asker = {}, const char* model = kAcme,
                const char* topic = "order_items") {
  return engine().answer(model, topic, question, asker, kNow);
}

TEST(QueryEngine, AnswersTheStorePrompt) {
  const QueryResult result = ask("Show me last year's orders by status");
  EXPECT_EQ(result.columns,
            (std::vector<std::string>{"order_items.status", "order_items.order_count"}));
  EXPECT_EQ(result.rows.size(), 5U);
  EXPECT_EQ(result.rows,
            by_hand("acme",
                    "SELECT status, COUNT(*) AS n FROM orders WHERE created_at LIKE '2025-%' GROUP "
                    "BY status ORDER BY n DESC"));
  EXPECT_FALSE(result.truncated);
}

// A question takes about a megabyte, which the allocator keeps for the thread that asked for it.
TEST(QueryEngine, ManyQuestionsAtOnceAreAnsweredOnFewThreadsThatEnd) {
  const QueryEngine fresh{kFolder};
  constexpr std::size_t kAskers = 64;
  std::latch as_many_as_may_be(QueryEngine::kMostAtOnce);
  std::atomic<std::ptrdiff_t> begun = 0;
  std::atomic<std::ptrdiff_t> at_once = 0;
  std::atomic<std::ptrdiff_t> most_at_once = 0;
  std::vector<std::size_t> rows(kAskers);
  {
    std::vector<std::jthread> threads;
    threads.reserve(kAskers);
    for (std::size_t i = 0; i < kAskers; ++i) {
      threads.emplace_back([&, i] {
        const std::thread::id asker = std::this_thread::get_id();
        const std::string question = "top " + std::to_string(i + 1) + " products by revenue";
        fresh.told(kAcme, "order_items", question, {}, kNow, [&](const QueryResult& result) {
          EXPECT_NE(std::this_thread::get_id(), asker);
          const std::ptrdiff_t now = ++at_once;
          std::ptrdiff_t most = most_at_once;
          while (now > most && !most_at_once.compare_exchange_weak(most, now)) continue;
          if (++begun <= QueryEngine::kMostAtOnce) as_many_as_may_be.arrive_and_wait();
          --at_once;
          rows[i] = result.rows.size();
          return std::string();
        });
      });
    }
  }
  for (std::size_t i = 0; i < kAskers; ++i)
    EXPECT_EQ(rows[i], std::min<std::size_t>(i + 1, rows.back())) << i;
  EXPECT_EQ(most_at_once, QueryEngine::kMostAtOnce);
  EXPECT_LE(fresh.connections(), static_cast<std::size_t>(QueryEngine::kMostAtOnce));
}

TEST(QueryEngine, AddsUpMoneyToTheCent) {
  EXPECT_EQ(ask("total revenue").rows,
            by_hand("acme", "SELECT ROUND(SUM(sale_price_cents) / 100.0, 2) FROM order_items"));
  EXPECT_EQ(ask("completed revenue").rows, ask("revenue of completed orders").rows);
  EXPECT_EQ(ask("average order value").rows,
            by_hand("acme",
                    "SELECT ROUND(SUM(sale_price_cents) / 100.0 / COUNT(DISTINCT order_id), 2) "
                    "FROM order_items"));
  EXPECT_EQ(
      ask("profit").rows,
      by_hand("acme",
              "SELECT ROUND((SELECT SUM(sale_price_cents) FROM order_items) / 100.0 - (SELECT "
              "SUM(cost_cents) FROM inventory_items WHERE id IN (SELECT inventory_item_id FROM "
              "order_items)) / 100.0, 2)"));
}

TEST(QueryEngine, JoinsAndSorts) {
  EXPECT_EQ(ask("top 5 products by revenue").rows,
            by_hand("acme",
                    "SELECT product_name, ROUND(SUM(sale_price_cents) / 100.0, 2) AS r FROM "
                    "order_items i JOIN inventory_items v ON v.id = i.inventory_item_id GROUP BY "
                    "product_name ORDER BY r DESC, product_name LIMIT 5"));
  EXPECT_EQ(
      ask("customers with more than 8 orders").rows,
      by_hand("acme",
              "SELECT first_name || ' ' || last_name AS who, COUNT(*) AS n FROM orders o JOIN "
              "users u ON u.id = o.user_id GROUP BY u.id HAVING n > 8 ORDER BY n DESC, who"));
}

TEST(QueryEngine, CountsJoinedRowsOnce) {
  EXPECT_EQ(ask("customers and orders").rows,
            by_hand("acme",
                    "SELECT COUNT(DISTINCT user_id), COUNT(DISTINCT order_id) FROM "
                    "order_items"));
}

TEST(QueryEngine, CutsTimeIntoGrains) {
  EXPECT_EQ(ask("orders by quarter in 2025").rows,
            by_hand("acme",
                    "SELECT CASE WHEN substr(created_at, 6, 2) <= '03' THEN '2025-Q1' WHEN "
                    "substr(created_at, 6, 2) <= '06' THEN '2025-Q2' WHEN substr(created_at, 6, 2) "
                    "<= '09' THEN '2025-Q3' ELSE '2025-Q4' END AS q, COUNT(*) FROM orders WHERE "
                    "created_at LIKE '2025%' GROUP BY q ORDER BY q"));
  const QueryResult weeks = ask("orders by week in March 2025");
  ASSERT_FALSE(weeks.rows.empty());
  EXPECT_EQ(weeks.rows.front().front(), "2025-02-24");  // the Monday before Saturday, 1 March
  EXPECT_EQ(ask("orders by month").rows.size(), 35U);   // 2024-01 to 2026-11
  EXPECT_EQ(ask("orders by year").rows.size(), 3U);
}

TEST(QueryEngine, GrainsAddUpToTheWhole) {
  std::int64_t total = 0;
  for (const auto& row : ask("orders by month").rows) total += row.at(1).get<std::int64_t>();
  EXPECT_EQ(total, ask("orders").rows.at(0).at(0));
}

TEST(QueryEngine, FiltersValuesAndTheirOpposite) {
  const auto count = [](const char* question) {
    return ask(question).rows.at(0).at(0).get<std::int64_t>();
  };
  EXPECT_GT(count("returned orders"), 0);
  EXPECT_EQ(count("returned orders") + count("orders not returned"), count("orders"));
  EXPECT_EQ(count("orders since 2025") + count("orders before 2025"), count("orders"));
}

TEST(QueryEngine, LimitsRowsByTheUsersRegion) {
  const Asker west{{{"region", "West"}}};
  EXPECT_EQ(
      ask("orders", west).rows,
      by_hand("acme",
              "SELECT COUNT(*) FROM orders o JOIN users u ON u.id = o.user_id WHERE u.region = "
              "'West'"));
  EXPECT_EQ(ask("users by region", west, kAcme, "users").rows,
            by_hand("acme", "SELECT region, COUNT(*) FROM users WHERE region = 'West'"));
  // The query does not tell, and asking for others does not help.
  EXPECT_EQ(ask("orders", west).query, ask("orders").query);
  EXPECT_EQ(ask("orders by region in the South", west).rows.size(), 0U);
  EXPECT_EQ(ask("orders by region", {{{"region", "West, South"}}}).rows.size(), 2U);
  EXPECT_EQ(ask("orders by region", {{{"region", "all"}}}).rows.size(), 5U);
  EXPECT_EQ(ask("orders by region", {{{"region", ""}}}).rows.size(), 0U);
  EXPECT_EQ(ask("orders by region", {{{"shoe_size", "West"}}}).rows.size(), 5U);
}

TEST(QueryEngine, BindsWhatTheQuestionSays) {
  const QueryResult result = ask("orders by status where status is \"x' OR 1=1 --\"");
  EXPECT_TRUE(result.rows.empty());
  EXPECT_NE(result.sql.find("IN ('x'' OR 1=1 --')"), std::string::npos) << result.sql;
  const auto before = ask("orders").rows;
  for (const char* question :
       {"'; DROP TABLE order_items; --", "orders; DELETE FROM users",
        "revenue by \"status\"); DROP TABLE users", "${users.email}", "\"", ""}) {
    EXPECT_NO_THROW(ask(question)) << question;
  }
  EXPECT_EQ(ask("orders").rows, before);
}

TEST(QueryEngine, SaysWhenThereAreMoreRows) {
  const QueryResult days = ask("revenue by day");
  EXPECT_EQ(days.rows.size(), 500U);
  EXPECT_TRUE(days.truncated);
  EXPECT_FALSE(ask("top 5 products by revenue").truncated);
  const QueryResult more = ask("revenue by day limit 2000");
  EXPECT_GT(more.rows.size(), 1000U);
  EXPECT_FALSE(more.truncated);
}

TEST(QueryEngine, KeepsOrganizationsApart) {
  EXPECT_EQ(ask("orders", {}, kGlobex).rows, by_hand("globex", "SELECT COUNT(*) FROM orders"));
  EXPECT_NE(ask("revenue", {}, kGlobex).rows, ask("revenue").rows);
  for (const auto& row : ask("revenue by brand", {}, kGlobex).rows) {
    EXPECT_TRUE(by_hand("acme", "SELECT 1 FROM products WHERE brand = " +
                                    ("'" + row.at(0).get<std::string>() + "'"))
                    .empty());
  }
}

std::string error_of(const char* model, const char* topic) {
  try {
    const QueryResult result = engine().answer(model, topic, "orders", {}, kNow);
    return std::to_string(result.rows.size()) + " rows";
  } catch (const QueryError& error) {
    return error.what();
  }
}

TEST(QueryEngine, NamesWhatDoesNotExist) {
  EXPECT_EQ(error_of("nope", "users"), "Model with id nope does not exist");
  EXPECT_EQ(error_of(kAcme, "nope"), "No such topic \"nope\" or access not permitted");
  EXPECT_EQ(engine().model("nope"), nullptr);
}

TEST(QueryEngine, PicksTheClosestTopic) {
  const std::vector<std::pair<const char*, const char*>> expected{
      {"Show me last year's orders by status", "order_items"},
      {"Top 5 products by revenue", "order_items"},
      {"revenue by category", "order_items"},
      {"How many users signed up per month in 2025?", "users"},
      {"average age by country", "users"},
      {"Number of products by category", "products"},
      {"average list price by brand", "products"},
      {"Stock by warehouse", "inventory"},
      {"inventory value by category", "inventory"},
      {"Ledger amount by account last quarter", "finance_ledger"},
      {"what is the meaning of life", "order_items"}};
  for (const auto& [question, topic] : expected) {
    EXPECT_EQ(engine().pick_topic(kAcme, question).id, topic) << question;
  }
  EXPECT_EQ(engine().pick_topic(kAcme, "revenue", {"users", "products"}).id, "users");
  EXPECT_THROW(static_cast<void>(engine().pick_topic(kAcme, "revenue", {"nope"})), QueryError);
}

TEST(QueryEngine, AnswersItsOwnSampleQuestions) {
  const Json models = read_json_file(kFolder + "/models.json");
  int asked = 0;
  for (const auto& [id, topic] : models.at("topics").items()) {
    for (const auto& [name, sample] : topic.at("sample_queries").items()) {
      const auto prompt = sample.at("prompt").get<std::string>();
      EXPECT_EQ(engine().pick_topic(kAcme, prompt).id, id) << prompt;
      const QueryResult result = engine().answer(kAcme, id, prompt, {}, kNow);
      EXPECT_FALSE(result.rows.empty()) << prompt;
      EXPECT_EQ(result.summary.find("not understood"), std::string::npos) << result.summary;
      ++asked;
    }
  }
  EXPECT_GE(asked, 8);
}

// Every measure and dimension that a topic offers must make valid SQL.
TEST(QueryEngine, RunsEveryFieldOfTheModel) {
  const Json models = read_json_file(kFolder + "/models.json");
  for (const auto& [id, topic] : models.at("topics").items()) {
    const Json& view = models.at("views").at(topic.at("base_view").get<std::string>());
    for (const auto& [name, dimension] : view.at("dimensions").items()) {
      const std::string question =
          "count by " + dimension.at("label").get<std::string>() + " limit 3";
      const QueryResult result = engine().answer(kAcme, id, question, {}, kNow);
      EXPECT_EQ(result.columns.size(), 2U) << question;
      EXPECT_FALSE(result.rows.empty()) << question;
    }
    for (const auto& [name, measure] : view.at("measures").items()) {
      const auto question = measure.at("label").get<std::string>();
      const QueryResult result = engine().answer(kAcme, id, question, {}, kNow);
      EXPECT_EQ(result.columns,
                std::vector<std::string>{topic.at("base_view").get<std::string>() + "." + name});
      EXPECT_TRUE(result.rows.at(0).at(0).is_number()) << question;
    }
  }
}

TEST(QueryEngine, AnswersManyAtOnce) {
  const QueryEngine fresh{kFolder};  // so that the data is made by whoever comes first
  const Rows expected = ask("revenue by brand").rows;
  std::vector<Rows> answers(8);
  {
    std::vector<std::jthread> threads;
    threads.reserve(answers.size());
    for (Rows& answer : answers) {
      threads.emplace_back([&] {
        for (int i = 0; i < 5; ++i) {
          answer = fresh.answer(kAcme, "order_items", "revenue by brand", {}, kNow).rows;
        }
      });
    }
  }
  for (const Rows& answer : answers) EXPECT_EQ(answer, expected);
}

TEST(QueryEngine, PlansWithoutRows) {
  const QueryResult plan = engine().plan(kAcme, "order_items", "orders by status", {}, kNow);
  const QueryResult answer = ask("orders by status");
  EXPECT_TRUE(plan.rows.empty());
  EXPECT_EQ(plan.query, answer.query);
  EXPECT_EQ(plan.summary, answer.summary);
  EXPECT_EQ(plan.columns, answer.columns);
}

TEST(QueryEngine, NamesTheFileThatIsMissing) {
  try {
    const QueryEngine broken{"/nowhere"};
    FAIL() << "must throw";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("/nowhere/data_set.json"), std::string::npos);
  }
}

}  // namespace
}  // namespace conform::mock
