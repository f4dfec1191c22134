#include "mock_server/query/query_reader.hpp"

#include <gtest/gtest.h>

#include "foundation/json/json_reader.hpp"
#include "mock_server/query/query_engine.hpp"

namespace conform::mock {
namespace {

const Model& model() {
  static const QueryEngine engine(CONFORM_SOURCE_DIR "/fixtures/data");
  return *engine.semantic_model("9d9440e5-8522-4507-b092-1ac26ba26673");
}

WrittenQuery read(const std::string& json) {
  return read_query(model(), *model().topic("order_items"), Json::parse(json));
}

std::string problem(const std::string& json) {
  try {
    source_of(Json::parse(json));
    read(json);
  } catch (const QueryError& error) {
    return error.what();
  }
  return "";
}

// A query of one field with one more member.
std::string with(const std::string& member) {
  return R"({"table":"order_items","fields":["order_items.status","order_items.created_at[month]"],)" +
         member + "}";
}
std::string filter(const std::string& field, const std::string& json) {
  return with("\"filters\":{\"" + field + "\":" + json + "}");
}

TEST(QueryReader, FindsTheSource) {
  EXPECT_EQ(source_of(Json::parse(R"({"join_paths_from_topic_name":"users","table":"x"})")),
            Source("users"));
  EXPECT_EQ(source_of(Json::parse(R"({"table":"users","modelId":"m"})")), Source::view("users"));
  EXPECT_THROW(source_of(Json::parse("[]")), QueryError);
  EXPECT_THROW(source_of(Json::parse(R"({"fields":["a.b"]})")), QueryError);
}

TEST(QueryReader, ReadsEveryKindOfFilter) {
  for (
      const auto& [field, json] : std::vector<std::pair<std::string, std::string>>{
          {"order_items.status", R"({"type":"string","kind":"EQUALS","values":["a","b"]})"},
          {"order_items.status",
           R"({"type":"string","kind":"EQUALS","values":["a"],"is_negative":true})"},
          {"users.age", R"({"type":"number","kind":"GREATER_THAN","values":["30"]})"},
          {"users.age",
           R"({"type":"number","kind":"EQUALS","values":["30.5"],"is_negative":true})"},
          {"order_items.count", R"({"type":"number","kind":"LESS_THAN_OR_EQUAL","values":["3"]})"},
          {"order_items.created_at",
           R"({"type":"date","kind":"TIME_FOR_INTERVAL_DURATION","left_side":"12 months ago","right_side":"12 months"})"},
          {"order_items.created_at",
           R"({"type":"date","kind":"BETWEEN","left_side":"2026-02-01","right_side":"2026-03-01"})"},
          {"order_items.created_at",
           R"({"type":"date","kind":"ON_OR_AFTER","left_side":"2026-02-01"})"},
          {"order_items.created_at",
           R"({"type":"date","kind":"BEFORE","right_side":"1 year ago"})"}}) {
    EXPECT_EQ(problem(filter(field, json)), "") << json;
    const Query query = read(filter(field, json)).query;
    // Written again it is the same.
    const Json written = to_json(query).at("filters").at(field);
    const Json given = Json::parse(json);
    for (const auto& [name, value] : given.items()) {
      EXPECT_EQ(written.at(name), value) << json;
    }
  }
}

TEST(QueryReader, SaysWhatIsWrongAndWhere) {
  for (
      const auto& [json, text] : std::vector<std::pair<std::string, std::string>>{
          {R"({"table":"order_items"})", "\"fields\""},
          {R"({"table":"order_items","fields":[]})", "\"fields\""},
          {R"({"table":"order_items","fields":[7]})", "\"fields\""},
          {R"({"table":"order_items","fields":["order_items.created_at[fortnight]"]})", "[month]"},
          {R"({"table":"order_items","fields":["order_items.created_at[month"]})", "[month]"},
          {R"({"table":"order_items","fields":["order_items.status[month]"]})", "only a date"},
          {R"({"table":7,"fields":["a.b"]})", "\"table\""},
          {R"({"table":"users","join_paths_from_topic_name":"order_items","fields":["users.count"]})",
           "\"table\" is \"users\""},
          {with(R"("colour":"red")"), "Unrecognized member \"colour\""},
          {with(R"("pivots":["order_items.status"])"), "\"pivots\" is not supported"},
          {with(R"("userEditedSQL":"")"), "Raw SQL"},
          {with(R"("limit":"7")"), "\"limit\""},
          {with(R"("limit":-1)"), "\"limit\""},
          {with(R"("sorts":{})"), "\"sorts\""},
          {with(R"("sorts":[{"column_name":"order_items.count"}])"), "none of the fields"},
          {with(R"("filters":[])"), "\"filters\""},
          {filter("order_items.status", "7"), "must be an object"},
          {filter("order_items.status", R"({"type":"number","kind":"EQUALS","values":["1"]})"),
           "must have type \"string\""},
          {filter("order_items.status", R"({"type":"string","kind":"LIKE","values":["1"]})"),
           "must have one of EQUALS"},
          {filter("order_items.status", R"({"type":"string","kind":"EQUALS","values":[]})"),
           "1 to 1000 values"},
          {filter("order_items.status", R"({"type":"string","kind":"EQUALS","values":[1]})"),
           "must be strings"},
          {filter("users.age", R"({"type":"number","kind":"EQUALS","values":["old"]})"),
           "one number"},
          {filter("users.age", R"({"type":"number","kind":"EQUALS","values":["1","2"]})"),
           "one number"},
          {filter("order_items.created_at",
                  R"({"type":"date","kind":"BETWEEN","left_side":"yesterday","right_side":"x"})"),
           "must name days"},
          {filter("order_items.created_at",
                  R"({"type":"date","kind":"ON_OR_AFTER","left_side":"99999999 years ago"})"),
           "must name days"}}) {
    EXPECT_NE(problem(json).find(text), std::string::npos) << json << ": " << problem(json);
  }
  // What asks for nothing is fine.
  EXPECT_EQ(problem(with(R"("pivots":[],"calculations":[],"row_totals":{},"version":9)")), "");
}

TEST(QueryReader, GivesAViewEverythingThatCanBeJoined) {
  const Topic* view = model().bare_view("order_items");
  ASSERT_NE(view, nullptr);
  EXPECT_EQ(view->views(),
            (std::vector<std::string>{"order_items", "users", "inventory_items", "products"}));
  EXPECT_EQ(view->access_filters.size(), 1U);
  EXPECT_NE(model().bare_view("shipments"), nullptr);
  EXPECT_EQ(model().bare_view("nope"), nullptr);
}

}  // namespace
}  // namespace conform::mock
