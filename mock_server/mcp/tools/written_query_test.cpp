// runQuery, and the saved queries of dashboards.
#include "mock_server/mcp/tools_fixture.hpp"

namespace conform::mock {
namespace {

class WrittenQueries : public ToolsTest {
 protected:
  ToolResult run_it(const Json& query, const Headers& headers = {}) {
    return call("runQuery", {{"query", query}}, headers);
  }
  static Json orders(Json fields) {
    return {{"table", "order_items"},
            {"join_paths_from_topic_name", "order_items"},
            {"fields", std::move(fields)}};
  }
};

TEST_F(WrittenQueries, WhatGetDataUnderstoodGivesTheSameRows) {
  for (const char* prompt :
       {"orders by status last year", "top 5 products by revenue",
        "revenue by month in 2025 where category is Denim", "users older than 60 by country"}) {
    const Json asked = content(get_data({{"prompt", prompt}}));
    const ToolResult run_again = run_it(asked.at("query"));
    ASSERT_FALSE(run_again.is_error) << prompt << run_again.text;
    EXPECT_EQ(content(run_again).at("rows"), asked.at("rows")) << prompt;
    EXPECT_EQ(content(run_again).at("query"), asked.at("query")) << prompt;
    EXPECT_TRUE(content(run_again).at("summary").at("missing_fields").empty());
  }
}

TEST_F(WrittenQueries, UnknownFieldsAreNamedAndLeftOut) {
  Json query = orders({"order_items.status", "order_items.nope", "ledger_entries.count"});
  query["filters"] = {{"nope.x", {{"type", "string"}}}};
  const Json answer = content(run_it(query));
  EXPECT_EQ(answer.at("summary").at("missing_fields"),
            Json::parse(R"(["order_items.nope","ledger_entries.count","nope.x"])"));
  EXPECT_EQ(answer.at("columns"), Json::parse(R"(["order_items.status"])"));
  EXPECT_EQ(answer.at("row_count"), 5);
  EXPECT_EQ(content(run_it(orders({"x.y"}))).at("row_count"), 0);
}

TEST_F(WrittenQueries, RowsAreLimited) {
  Json query = orders({"order_items.id"});
  const auto rows = [&](const Json& limit) {
    if (limit.is_discarded()) {
      query.erase("limit");
    } else {
      query["limit"] = limit;
    }
    const Json answer = content(run_it(query));
    return std::pair(answer.at("row_count").get<int>(), answer.at("truncated").get<bool>());
  };
  EXPECT_EQ(rows(Json(Json::value_t::discarded)), std::pair(500, true));
  EXPECT_EQ(rows(7), std::pair(7, false));
  EXPECT_EQ(rows(nullptr), std::pair(10'000, true));
  EXPECT_EQ(rows(99'999'999'999), std::pair(10'000, true));
  query["limit"] = 0;
  EXPECT_TRUE(run_it(query).is_error);
}

TEST_F(WrittenQueries, RawSqlIsRefused) {
  for (const char* member : {"userEditedSQL", "user_edited_sql", "sql", "dbtSql"}) {
    Json query = orders({"order_items.status"});
    query[member] = "DROP TABLE users";
    expect_error(run_it(query),
                 std::string("Raw SQL is not allowed: remove \"") + member + "\" from the query");
  }
  Json query = orders({"order_items.status"});
  query["filters"] = {
      {"order_items.status",
       {{"type", "string"}, {"kind", "EQUALS"}, {"values", {"x') OR 1=1; DROP TABLE users; --"}}}}};
  EXPECT_EQ(content(run_it(query)).at("row_count"), 0);
}

TEST_F(WrittenQueries, ViewsNeedThePermissionForTheFullModel) {
  const Json shipments{{"table", "shipments"}, {"fields", {"shipments.count"}}};
  const Json users{{"table", "users"}, {"fields", {"users.count"}}};
  EXPECT_GT(content(run_it(shipments)).at("rows").at(0).at(0), 0);
  EXPECT_EQ(content(run_it(users)).at("rows").at(0).at(0), 1800);
  be("rita");
  expect_forbidden(run_it(shipments), "Permission denied");
  expect_forbidden(run_it(users), "Permission denied");
  EXPECT_FALSE(run_it(orders({"order_items.count"})).is_error);
}

TEST_F(WrittenQueries, TopicsAndViewsOutOfSightLookLikeNone) {
  organization().hidden_topics = {"finance_ledger"};
  const auto about = [](const char* table, const char* topic) {
    Json query{{"table", table}, {"fields", {"ledger_entries.count"}}};
    if (topic != nullptr) query["join_paths_from_topic_name"] = topic;
    return query;
  };
  for (const char* topic : {"finance_ledger", "supplier_terms", "nope"}) {
    expect_error(run_it(about("ledger_entries", topic)),
                 std::string("No such topic \"") + topic + "\" or access not permitted");
  }
  for (const char* view : {"ledger_entries", "nope"}) {
    expect_error(run_it(about(view, nullptr)),
                 std::string("No such view \"") + view + "\" or access not permitted");
  }
}

TEST_F(WrittenQueries, CanTimeOut) {
  world_.mcp.query_times_out = true;
  const ToolResult late = run_it(orders({"order_items.status"}));
  EXPECT_FALSE(late.is_error);
  EXPECT_EQ(content(late).at("timed_out"), true);
  EXPECT_EQ(content(late).at("row_count"), 0);
  EXPECT_EQ(late.refusal_id, "query_timed_out");
}

TEST_F(WrittenQueries, DashboardsAreFoundByTheirWords) {
  const auto found = [&](const Json& arguments) {
    return names(content(call("searchDashboards", arguments)).at("dashboards"));
  };
  EXPECT_EQ(found({{"query", "the returns by brand"}}),
            (std::vector<std::string>{"Returns Watch"}));
  EXPECT_EQ(found(Json::object()).size(), 3U);  // only this organization's
  EXPECT_EQ(found({{"limit", 1}}), (std::vector<std::string>{"Executive Overview"}));
  EXPECT_TRUE(found({{"query", "weather"}}).empty());
  expect_error(call("listDashboardQueries", {{"dashboardId", "d2b00001"}}),
               "Dashboard with id d2b00001 does not exist");  // Globex's
}

TEST_F(WrittenQueries, EverySavedQueryRuns) {
  organization().models = {kAcme, kGlobex};
  int run_so_far = 0;
  for (const Dashboard& dashboard : dashboards().all()) {
    const Json listed =
        content(call("listDashboardQueries", {{"dashboardId", dashboard.id}})).at("queries");
    ASSERT_FALSE(listed.empty());
    for (const Json& saved : listed) {
      const ToolResult result =
          call("runSavedQuery", {{"dashboardId", dashboard.id}, {"queryId", saved.at("id")}});
      ASSERT_FALSE(result.is_error) << saved << result.text;
      EXPECT_EQ(content(result).at("name"), saved.at("name"));
      EXPECT_GT(content(result).at("row_count"), 0) << saved;
      EXPECT_TRUE(content(result).at("summary").at("missing_fields").empty()) << saved;
      ++run_so_far;
    }
  }
  EXPECT_GE(run_so_far, 14);
  expect_error(call("runSavedQuery", {{"dashboardId", "d1b00001"}, {"queryId", "nope"}}),
               "Query with id nope does not exist in this dashboard");
}

TEST_F(WrittenQueries, ViewersFindDashboardsButRunNothing) {
  be("vera");
  EXPECT_FALSE(call("searchDashboards", Json::object()).is_error);
  EXPECT_FALSE(call("listDashboardQueries", {{"dashboardId", "d1b00001"}}).is_error);
  expect_forbidden(call("runSavedQuery", {{"dashboardId", "d1b00001"},
                                          {"queryId", "7ee11002-4c1d-4b5e-9f60-a1b2c3d4e5f2"}}),
                   "Permission denied");
}

}  // namespace
}  // namespace conform::mock
