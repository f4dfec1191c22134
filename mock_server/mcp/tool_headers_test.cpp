// The X-MCP-… header fields, for every tool to which they matter.
#include "mock_server/mcp/tools_fixture.hpp"

namespace conform::mock {
namespace {

const Json kUsers{{"query",
                   {{"table", "users"},
                    {"join_paths_from_topic_name", "users"},
                    {"fields", {"users.region", "users.count"}}}}};
const Json kShipments{{"query", {{"table", "shipments"}, {"fields", {"shipments.count"}}}}};
const Json kOverview{{"dashboardId", "d1b00001"}};

TEST_F(ToolsTest, TheModelHeaderLimitsToOneModel) {
  const std::string gone = std::string("Model with id ") + kAcme + " does not exist";
  const Headers supply{{"X-MCP-Model-ID", kSupply}};
  expect_error(get_data({{"modelId", kAcme}, {"prompt", "stock"}}, supply), gone);
  expect_error(call("pickTopic", {{"modelId", kAcme}, {"prompt", "stock"}}, supply), gone);
  expect_error(call("askOmni", {{"modelId", kAcme}, {"prompt", "stock"}}, supply), gone);
  expect_error(call("listBranches", {{"modelId", kAcme}}, supply), gone);
  expect_error(call("runQuery", {{"modelId", kAcme}, {"query", kUsers.at("query")}}, supply), gone);
  EXPECT_EQ(content(call("listBranches", Json::object(), supply)).at("modelId"), kSupply);
  // That model has neither the topic nor a dashboard.
  expect_error(call("runQuery", kUsers, supply), "No such topic \"users\" or access not permitted");
  EXPECT_TRUE(content(call("searchDashboards", Json::object(), supply)).at("dashboards").empty());
  expect_error(call("listDashboardQueries", kOverview, supply),
               "Dashboard with id d1b00001 does not exist");
}

TEST_F(ToolsTest, AnUnknownModelInTheHeaderFailsEveryTool) {
  const Headers headers{{"x-mcp-model-id", "nope"}};
  for (const auto& [name, arguments] : std::vector<std::pair<std::string, Json>>{
           {"pickModel", Json::object()},
           {"pickTopic", {{"modelId", kAcme}, {"prompt", "stock"}}},
           {"getData", {{"prompt", "stock"}}},
           {"runQuery", kUsers},
           {"askOmni", {{"prompt", "stock"}}},
           {"listBranches", Json::object()},
           {"searchDashboards", Json::object()},
           {"listDashboardQueries", kOverview}}) {
    const ToolResult result = call(name, arguments, headers);
    EXPECT_TRUE(result.is_error) << name;
    EXPECT_EQ(result.refusal_id, "model_not_found") << name;
    EXPECT_TRUE(result.text.ends_with("does not exist")) << result.text;
  }
  EXPECT_FALSE(call("searchOmniDocs", {{"question", "roles"}}, headers).is_error);
}

TEST_F(ToolsTest, TheTopicHeaderLimitsToOneTopic) {
  const Headers products{{"X-MCP-Topic-Name", "products"}};
  const std::string gone = "No such topic \"users\" or access not permitted";
  expect_error(get_data({{"topicName", "users"}, {"prompt", "users"}}, products), gone);
  expect_error(call("askOmni", {{"topicName", "users"}, {"prompt", "users"}}, products), gone);
  expect_error(call("runQuery", kUsers, products), gone);
  expect_error(
      call("runSavedQuery",
           {{"dashboardId", "d1b00001"}, {"queryId", "7ee11003-4c1d-4b5e-9f60-a1b2c3d4e5f3"}},
           products),
      gone);
  EXPECT_EQ(content(get_data({{"prompt", "users"}}, products)).at("topic"), "products");
  EXPECT_EQ(content(call("pickTopic", {{"modelId", kAcme}, {"prompt", "users"}}, products))
                .at("topics")
                .size(),
            1U);
  // A view is outside of every topic.
  expect_error(call("runQuery", kShipments, products),
               "No such view \"shipments\" or access not permitted");
  expect_error(get_data({{"prompt", "users"}}, {{"X-MCP-Topic-Name", "nope"}}),
               "No such topic \"nope\" or access not permitted");
}

TEST_F(ToolsTest, OrganizationKeysMayActForAMember) {
  const Json question{{"prompt", "orders by region"}};
  const Headers as_wes{{"X-MCP-User-ID", "member-wes"}};
  expect_error(get_data(question, as_wes),
               "User-scoped API keys can only be used to act on behalf of the authenticated user.");
  principal_.credential = Principal::Credential::kOrganizationKey;
  EXPECT_EQ(content(get_data(question, as_wes)).at("row_count"), 1);
  EXPECT_EQ(content(call("runQuery", kUsers, as_wes)).at("row_count"), 1);
  const Headers as_vera{{"X-MCP-User-ID", "member-vera"}};
  for (const auto& [name, arguments] :
       std::vector<std::pair<std::string, Json>>{{"getData", question},
                                                 {"askOmni", question},
                                                 {"runQuery", kUsers},
                                                 {"listBranches", Json::object()}}) {
    expect_forbidden(call(name, arguments, as_vera), "Permission denied");
  }
  EXPECT_FALSE(call("pickModel", Json::object(), as_vera).is_error);
  EXPECT_FALSE(call("searchDashboards", Json::object(), as_vera).is_error);
}

TEST_F(ToolsTest, AMemberMustExistWhenOneIsNamed) {
  principal_.credential = Principal::Credential::kOrganizationKey;
  const Headers nobody{{"X-MCP-User-ID", "nobody"}};
  const Headers required{{"X-MCP-User-Required", "true"}};
  for (const auto& [name, arguments] : std::vector<std::pair<std::string, Json>>{
           {"pickModel", Json::object()},
           {"pickTopic", {{"modelId", kAcme}, {"prompt", "orders"}}},
           {"getData", {{"prompt", "orders"}}},
           {"runQuery", kUsers},
           {"askOmni", {{"prompt", "orders"}}},
           {"checkStatus", {{"jobId", "x"}}},
           {"listBranches", Json::object()},
           {"searchDashboards", Json::object()},
           {"listDashboardQueries", kOverview}}) {
    expect_error(call(name, arguments, nobody), "User with id nobody does not exist");
    expect_error(call(name, arguments, required), "A user ID is required: send X-MCP-User-ID");
    EXPECT_EQ(call(name, arguments, {{"X-MCP-User-Required", "maybe"}}).text,
              "X-MCP-User-Required must be true or false");
  }
  world_.user("wes")->memberships.at("acme").active = false;
  expect_error(get_data({{"prompt", "orders"}}, {{"X-MCP-User-ID", "member-wes"}}),
               "User with id member-wes does not exist");
  EXPECT_FALSE(get_data({{"prompt", "orders"}}, {{"X-MCP-User-Required", "FALSE"}}).is_error);
}

TEST_F(ToolsTest, AllViewsCanBeAskedByQueriers) {
  const Json question{{"prompt", "average transit days"}};
  const Headers all{{"X-MCP-Query-All-Views", "true"}};
  EXPECT_EQ(content(get_data(question)).at("topic"), "order_items");  // the closest topic
  const ToolResult view = get_data(question, all);
  EXPECT_TRUE(content(view).at("topic").is_null());
  EXPECT_EQ(content(view).at("query").at("table"), "shipments");
  EXPECT_FALSE(content(view).at("query").contains("join_paths_from_topic_name"));
  EXPECT_GT(content(view).at("rows").at(0).at(0), 0.0);
  // What a topic answers as well, the topic answers.
  EXPECT_EQ(content(get_data({{"prompt", "users by region"}}, all)).at("topic"), "users");
  // A topic that is asked for, and the scope of one topic, are kept to.
  EXPECT_EQ(content(get_data({{"prompt", "average transit days"}, {"topicName", "products"}}, all))
                .at("topic"),
            "products");
  EXPECT_EQ(content(get_data(question,
                             {{"X-MCP-Query-All-Views", "true"}, {"X-MCP-Topic-Name", "users"}}))
                .at("topic"),
            "users");
  EXPECT_EQ(content(get_data(question, {{"X-MCP-Query-All-Views", "false"}})).at("topic"),
            "order_items");
  expect_error(get_data(question, {{"X-MCP-Query-All-Views", "yes"}}),
               "X-MCP-Query-All-Views must be true or false");
  be("rita");  // a Restricted Querier stays within topics
  EXPECT_EQ(content(get_data(question, all)).at("topic"), "order_items");
}

TEST_F(ToolsTest, AViewHidesWhatItsTopicsHide) {
  organization().hidden_topics = {"finance_ledger"};
  const Headers all{{"X-MCP-Query-All-Views", "true"}};
  const ToolResult answer = get_data({{"prompt", "ledger amount"}}, all);
  EXPECT_EQ(answer.text.find("ledger_entries"), std::string::npos) << answer.text;
  be("wes");
  const ToolResult west = call(
      "runQuery", {{"query", {{"table", "users"}, {"fields", {"users.region", "users.count"}}}}});
  ASSERT_EQ(content(west).at("row_count"), 1) << west.text;
  EXPECT_EQ(content(west).at("rows").at(0).at(0), "West");
}

}  // namespace
}  // namespace conform::mock
