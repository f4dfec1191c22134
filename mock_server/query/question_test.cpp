// Phrases and the queries that they must become. "Today" is 2026-11-24.
#include "mock_server/query/question.hpp"

#include <gtest/gtest.h>

#include "foundation/json/json_reader.hpp"

namespace conform::mock {
namespace {

const std::string kQuestionFolder = CONFORM_SOURCE_DIR "/fixtures/data";

const std::vector<Model>& models() {
  static const std::vector<Model> loaded =
      load_models(read_json_file(kQuestionFolder + "/models.json"),
                  read_json_file(kQuestionFolder + "/data_set.json"), "models.json");
  return loaded;
}

Understanding read(const std::string& topic, const std::string& question) {
  const Model& model = models().front();
  return understand(model, *model.topic(topic), question, day_from("2026-11-24").value());
}

struct Phrasing {
  const char* topic;
  const char* question;
  const char* fields;   // JSON
  const char* filters;  // JSON
  const char* sort;     // "field", "-field" for descending, or ""
  int limit = 500;
};

// How GoogleTest names a case that failed.
void PrintTo(const Phrasing& phrasing, std::ostream* out) { *out << phrasing.question; }

class Question : public testing::TestWithParam<Phrasing> {};

TEST_P(Question, BecomesTheQuery) {
  const Phrasing& expected = GetParam();
  const Understanding understanding = read(expected.topic, expected.question);
  const Json query = to_json(understanding.query);
  EXPECT_EQ(query["join_paths_from_topic_name"], expected.topic);
  EXPECT_EQ(query["fields"], Json::parse(expected.fields));
  EXPECT_EQ(query["filters"], Json::parse(expected.filters));
  std::string sort;
  for (const Json& one : query["sorts"]) {
    sort += (one["sort_descending"].get<bool>() ? "-" : "") + one["column_name"].get<std::string>();
  }
  EXPECT_EQ(sort, expected.sort);
  EXPECT_EQ(query["limit"], expected.limit);
  EXPECT_EQ(understanding.left_over, std::vector<std::string>());
}

constexpr const char* kOrders = "order_items";
constexpr const char* kStatus = R"(["order_items.status","order_items.order_count"])";
constexpr const char* kRevenue = R"(["order_items.total_revenue"])";
constexpr const char* kNoFilter = "{}";

INSTANTIATE_TEST_SUITE_P(
    Shapes, Question,
    testing::Values(
        Phrasing{kOrders, "Show me last year's orders by status", kStatus,
                 R"({"order_items.created_at":{"type":"date","kind":"TIME_FOR_INTERVAL_DURATION",
                     "left_side":"1 year ago","right_side":"1 year"}})",
                 "-order_items.order_count"},
        Phrasing{kOrders, "orders by status", kStatus, kNoFilter, "-order_items.order_count"},
        Phrasing{kOrders, "What is the total revenue?", kRevenue, kNoFilter, ""},
        Phrasing{kOrders, "Sales", kRevenue, kNoFilter, ""},
        Phrasing{kOrders, "revenue per month",
                 R"(["order_items.created_at[month]","order_items.total_revenue"])", kNoFilter,
                 "order_items.created_at[month]"},
        Phrasing{kOrders, "weekly revenue",
                 R"(["order_items.created_at[week]","order_items.total_revenue"])", kNoFilter,
                 "order_items.created_at[week]"},
        Phrasing{kOrders, "revenue over time",
                 R"(["order_items.created_at[month]","order_items.total_revenue"])", kNoFilter,
                 "order_items.created_at[month]"},
        Phrasing{kOrders, "revenue by order date",
                 R"(["order_items.created_at[day]","order_items.total_revenue"])", kNoFilter,
                 "order_items.created_at[day]"},
        Phrasing{
            kOrders, "orders and revenue by year and brand",
            R"(["order_items.created_at[year]","products.brand","order_items.order_count","order_items.total_revenue"])",
            kNoFilter, "order_items.created_at[year]"},
        Phrasing{kOrders, "Top 5 products by revenue",
                 R"(["products.name","order_items.total_revenue"])", kNoFilter,
                 "-order_items.total_revenue", 5},
        Phrasing{kOrders, "top five brands by number of orders",
                 R"(["products.brand","order_items.order_count"])", kNoFilter,
                 "-order_items.order_count", 5},
        Phrasing{kOrders, "bottom 3 countries by profit",
                 R"(["users.country","order_items.gross_margin"])", kNoFilter,
                 "order_items.gross_margin", 3},
        Phrasing{kOrders, "the 4 best categories by sales",
                 R"(["products.category","order_items.total_revenue"])", kNoFilter,
                 "-order_items.total_revenue", 4},
        Phrasing{kOrders, "Which category has the highest return rate?",
                 R"(["products.category","order_items.return_rate"])", kNoFilter,
                 "-order_items.return_rate", 1},
        Phrasing{kOrders, "Which categories have the lowest return rate?",
                 R"(["products.category","order_items.return_rate"])", kNoFilter,
                 "order_items.return_rate"},
        Phrasing{kOrders, "orders by status sorted by status", kStatus, kNoFilter,
                 "order_items.status"},
        Phrasing{kOrders, "revenue by brand, limit 7",
                 R"(["products.brand","order_items.total_revenue"])", kNoFilter,
                 "-order_items.total_revenue", 7},
        Phrasing{kOrders, "latest 10 orders",
                 R"(["order_items.created_at[day]","order_items.order_id"])", kNoFilter,
                 "-order_items.created_at[day]", 10},
        Phrasing{"users", "list customers with email", R"(["users.full_name","users.email"])",
                 kNoFilter, "users.full_name"},
        Phrasing{"products", "top 5 products by retail price",
                 R"(["products.name","products.retail_price"])", kNoFilter,
                 "-products.retail_price", 5},
        Phrasing{"inventory", "stock by warehouse",
                 R"(["inventory_items.warehouse","inventory_items.in_stock_count"])", kNoFilter,
                 "-inventory_items.in_stock_count"},
        Phrasing{"products", "How many products do we have per department?",
                 R"(["products.department","products.count"])", kNoFilter, "-products.count"},
        Phrasing{"finance_ledger", "ledger balance by account",
                 R"(["ledger_entries.account","ledger_entries.total_amount"])", kNoFilter,
                 "-ledger_entries.total_amount"}));

INSTANTIATE_TEST_SUITE_P(
    Filters, Question,
    testing::Values(
        Phrasing{
            kOrders, "completed orders", R"(["order_items.order_count"])",
            R"({"order_items.status":{"type":"string","kind":"EQUALS","values":["complete"]}})",
            ""},
        Phrasing{
            kOrders, "revenue from cancelled and returned orders", kRevenue,
            R"({"order_items.status":{"type":"string","kind":"EQUALS","values":["cancelled","returned"]}})",
            ""},
        Phrasing{
            kOrders, "revenue excluding cancelled", kRevenue,
            R"({"order_items.status":{"type":"string","kind":"EQUALS","values":["cancelled"],"is_negative":true}})",
            ""},
        Phrasing{
            kOrders, "orders where status is not shipped", R"(["order_items.order_count"])",
            R"({"order_items.status":{"type":"string","kind":"EQUALS","values":["shipped"],"is_negative":true}})",
            ""},
        Phrasing{kOrders, "revenue in the West region", kRevenue,
                 R"({"users.region":{"type":"string","kind":"EQUALS","values":["West"]}})", ""},
        Phrasing{kOrders, "revenue in \"New York\" for Eyewear", kRevenue,
                 R"({"users.city":{"type":"string","kind":"EQUALS","values":["New York"]},
                     "products.category":{"type":"string","kind":"EQUALS","values":["Eyewear"]}})",
                 ""},
        Phrasing{
            kOrders, "revenue in the USA", kRevenue,
            R"({"users.country":{"type":"string","kind":"EQUALS","values":["United States"]}})",
            ""},
        Phrasing{
            kOrders, "items with sale price over $100", R"(["order_items.count"])",
            R"({"order_items.sale_price":{"type":"number","kind":"GREATER_THAN","values":["100"]}})",
            ""},
        Phrasing{
            kOrders, "customers with more than 8 orders",
            R"(["users.full_name","order_items.order_count"])",
            R"({"order_items.order_count":{"type":"number","kind":"GREATER_THAN","values":["8"]}})",
            "-order_items.order_count"},
        Phrasing{
            "users", "users with age at least 65", R"(["users.count"])",
            R"({"users.age":{"type":"number","kind":"GREATER_THAN_OR_EQUAL","values":["65"]}})",
            ""},
        Phrasing{
            "users", "users whose email is \"Ada'; DROP TABLE users; --\"", R"(["users.count"])",
            R"({"users.email":{"type":"string","kind":"EQUALS","values":["Ada'; DROP TABLE users; --"]}})",
            ""}));

struct Time {
  const char* question;
  const char* filter;  // JSON without "type"
};

void PrintTo(const Time& time, std::ostream* out) { *out << time.question; }

class TimePhrase : public testing::TestWithParam<Time> {};

TEST_P(TimePhrase, BecomesAFilterOfTheOrderDate) {
  const Understanding understanding = read(kOrders, GetParam().question);
  const Json query = to_json(understanding.query);
  Json expected{{"type", "date"}};
  expected.update(Json::parse(GetParam().filter));
  ASSERT_TRUE(query["filters"].contains("order_items.created_at")) << query.dump();
  EXPECT_EQ(query["filters"]["order_items.created_at"], expected);
  EXPECT_EQ(query["fields"], Json::parse(kRevenue));
  EXPECT_EQ(understanding.left_over, std::vector<std::string>());
}

#define SPAN(left, right) \
  R"({"kind":"TIME_FOR_INTERVAL_DURATION","left_side":")" left R"(","right_side":")" right R"("})"
#define SINCE(left) R"({"kind":"ON_OR_AFTER","left_side":")" left R"("})"
#define BEFORE(right) R"({"kind":"BEFORE","right_side":")" right R"("})"

INSTANTIATE_TEST_SUITE_P(
    All, TimePhrase,
    testing::Values(Time{"revenue this year", SPAN("0 years ago", "1 year")},
                    Time{"revenue year to date", SPAN("0 years ago", "1 year")},
                    Time{"last month's revenue", SPAN("1 month ago", "1 month")},
                    Time{"revenue in the past year", SPAN("12 months ago", "12 months")},
                    Time{"revenue in the last 12 months", SPAN("12 months ago", "12 months")},
                    Time{"revenue over the last 90 days", SPAN("90 days ago", "90 days")},
                    Time{"revenue for the previous quarter", SPAN("1 quarter ago", "1 quarter")},
                    Time{"revenue 2 years ago", SPAN("2 years ago", "1 year")},
                    Time{"revenue yesterday", SPAN("1 day ago", "1 day")},
                    Time{"revenue today", SPAN("0 days ago", "1 day")},
                    Time{"revenue in 2025", SPAN("2025-01-01", "1 year")},
                    Time{"revenue in the year 2025", SPAN("2025-01-01", "1 year")},
                    Time{"revenue in Q3 2025", SPAN("2025-07-01", "1 quarter")},
                    Time{"revenue in 2025 Q1", SPAN("2025-01-01", "1 quarter")},
                    Time{"Q4 revenue", SPAN("2026-10-01", "1 quarter")},
                    Time{"revenue in March 2025", SPAN("2025-03-01", "1 month")},
                    Time{"revenue in December", SPAN("2025-12-01", "1 month")},
                    Time{"revenue in May", SPAN("2026-05-01", "1 month")},
                    Time{"revenue on March 4, 2025", SPAN("2025-03-04", "1 day")},
                    Time{"revenue in 2026-02", SPAN("2026-02-01", "1 month")},
                    Time{"revenue on 2026-02-03", SPAN("2026-02-03", "1 day")},
                    Time{"revenue between 2025-01-01 and 2025-03-31",
                         SPAN("2025-01-01", "90 days")},
                    Time{"revenue from January to June 2025", SPAN("2025-01-01", "181 days")},
                    Time{"revenue from last year", SPAN("1 year ago", "1 year")},
                    Time{"revenue since 2026-01-01", SINCE("2026-01-01")},
                    Time{"revenue since last month", SINCE("1 month ago")},
                    Time{"revenue after 2024", SINCE("2025-01-01")},
                    Time{"revenue from 2025 onwards", SINCE("2025-01-01")},
                    Time{"revenue before 2025", BEFORE("2025-01-01")},
                    Time{"revenue until March 2025", BEFORE("2025-04-01")}));

TEST(Question, TakesTheDateThatItNames) {
  const Json query = to_json(read(kOrders, "order items delivered last month by status").query);
  EXPECT_TRUE(query["filters"].contains("order_items.delivered_at")) << query.dump();
  EXPECT_FALSE(query["filters"].contains("order_items.created_at"));
  EXPECT_EQ(query["fields"], Json::parse(R"(["order_items.status","order_items.count"])"));
}

TEST(Question, DoesNotTakeANumberForAYear) {
  const Understanding understanding = read(kOrders, "items with sale price over 2000");
  EXPECT_NE(understanding.query.filter("order_items.sale_price"), nullptr);
  EXPECT_EQ(understanding.query.filter("order_items.created_at"), nullptr);
}

std::string sentence(const std::string& topic, const std::string& question) {
  const Model& model = models().front();
  const Day today = day_from("2026-11-24").value();
  return describe(model, *model.topic(topic), read(topic, question), today);
}

TEST(Summary, SaysWhatWasUnderstood) {
  EXPECT_EQ(sentence(kOrders, "Show me last year's orders by status"),
            "Order Count by Status in Orders where Order Date is from 2025-01-01 to 2025-12-31, "
            "sorted by Order Count with the highest at the top.");
  EXPECT_EQ(sentence(kOrders, "top 3 brands by revenue, not cancelled or returned"),
            "Total Revenue by Brand in Orders where Status is not cancelled or returned, sorted by "
            "Total Revenue with the highest at the top, at most 3 rows.");
}

TEST(Summary, SaysWhatWasNot) {
  EXPECT_EQ(sentence(kOrders, "Hello"),
            "Nothing in the question named a measure; this is Order Count in Orders.");
  EXPECT_EQ(sentence(kOrders, "revenue by fiscal quux"),
            "Total Revenue in Orders; not understood: fiscal and quux.");
  EXPECT_EQ(sentence("products", "products last year"),
            "Product Count in Products; Products has no date, so the time in the question was not "
            "used.");
}

TEST(Question, NeverAsksForMoreThanTheLargestLimit) {
  EXPECT_EQ(read(kOrders, "top 999999 brands by revenue").query.limit, kLargestLimit);
}

TEST(Models, RefuseWhatTheyDoNotKnow) {
  const Json data_set = read_json_file(kQuestionFolder + "/data_set.json");
  const auto error = [&](const Json& broken) -> std::string {
    try {
      load_models(broken, data_set, "models.json");
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return "";
  };
  Json broken = read_json_file(kQuestionFolder + "/models.json");
  broken["topics"]["users"]["default_measure"] = "users.nothing";
  EXPECT_EQ(error(broken), "models.json: /topics/users/default_measure names no measure");
  broken = read_json_file(kQuestionFolder + "/models.json");
  broken["views"]["users"]["colour"] = 1;
  EXPECT_NE(error(broken).find("/views/users/colour"), std::string::npos);
}

}  // namespace
}  // namespace conform::mock
