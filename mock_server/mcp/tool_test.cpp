#include "mock_server/mcp/tool.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "mock_server/mcp/tools_fixture.hpp"

namespace conform::mock {
namespace {

TEST_F(ToolsTest, ReportEveryProblemWithItsPlace) {
  EXPECT_EQ(toolbox().problems("getData", Json::parse(R"({"prompt":"orders"})")), "");
  EXPECT_EQ(toolbox().problems("getData", Json::object()),
            "arguments: Missing required property 'prompt'.");
  EXPECT_EQ(toolbox().problems("getData", Json::parse(R"({"prompt":7,"topicName":""})")),
            "/prompt: Value type not permitted by 'type' constraint.; "
            "/topicName: String should be no fewer than 1 characters in length.");
  EXPECT_EQ(toolbox().problems("pickModel", Json::parse(R"({"x/y":1})")),
            "/x~1y: There is no such member.");
  EXPECT_EQ(toolbox().problems(
                "pickTopic",
                Json::parse(R"({"modelId":"m","prompt":"p","potentialTopicNames":["a",2]})")),
            "/potentialTopicNames/1: Value type not permitted by 'type' constraint.");
  EXPECT_NE(toolbox().problems("getData", Json::array()), "");
  EXPECT_NE(toolbox().problems("nothing", Json::object()), "");
}

TEST_F(ToolsTest, PickModelListsOnlyTheOrganizationsModels) {
  EXPECT_EQ(content(call("pickModel", Json::object())), Json::parse(R"({"models":[
              {"id":"9d9440e5-8522-4507-b092-1ac26ba26673","name":"Acme E-commerce"},
              {"id":"4c0f2b7e-6d1a-4f53-9a38-7be2d1c85f10","name":"Acme Supply Chain"}]})"));
  const ToolResult scoped = call("pickModel", Json::object(), {{"x-mcp-model-id", kSupply}});
  EXPECT_EQ(content(scoped).at("models").size(), 1U);
  expect_error(call("pickModel", Json::object(), {{"X-MCP-Model-ID", "nonsense"}}),
               "Model with id nonsense does not exist");
}

TEST_F(ToolsTest, PickTopicAnswersTheClosestMatch) {
  const auto pick = [&](const Json& extra) {
    Json arguments{{"modelId", kAcme}, {"prompt", "Stock by warehouse"}};
    arguments.update(extra);
    return call("pickTopic", arguments);
  };
  const ToolResult result = pick(Json::object());
  EXPECT_EQ(content(result).at("topicId"), "inventory");
  EXPECT_EQ(content(result).at("topics").size(), 5U);
  EXPECT_EQ(content(pick({{"potentialTopicNames", {"users", "products"}}})).at("topicId"), "users");
  EXPECT_EQ(content(pick({{"prompt", "anything"}, {"currentTopicName", "products"}}))["topicId"],
            "products");
  expect_error(pick({{"currentTopicName", "nope"}}),
               "No such topic \"nope\" or access not permitted");
}

TEST_F(ToolsTest, GetDataAnswersInRows) {
  const ToolResult result = get_data(
      {{"modelId", kAcme}, {"topicName", "order_items"}, {"prompt", "orders by status last year"}});
  EXPECT_FALSE(result.is_error);
  const Json& data = content(result);
  EXPECT_EQ(data.at("topic"), "order_items");
  EXPECT_EQ(data.at("columns"), Json::parse(R"(["order_items.status","order_items.order_count"])"));
  EXPECT_EQ(data.at("rows").size(), 5U);
  EXPECT_EQ(data.at("row_count"), 5);
  EXPECT_EQ(data.at("truncated"), false);
  EXPECT_EQ(data.at("timed_out"), false);
  EXPECT_EQ(data.at("query").at("filters").at("order_items.created_at").at("left_side"),
            "1 year ago");
  EXPECT_EQ(result.text, data.dump());
}

TEST_F(ToolsTest, GetDataFindsModelAndTopicByItself) {
  EXPECT_EQ(content(get_data({{"prompt", "users by region"}})).at("topic"), "users");
  const ToolResult scoped =
      get_data({{"prompt", "users by region"}}, {{"X-MCP-Model-ID", kSupply}});
  EXPECT_NE(content(scoped).at("topic"), "users");  // that model has none
}

TEST_F(ToolsTest, GetDataUsesTheUsersAttributes) {
  const Json question{{"prompt", "orders by region"}};
  EXPECT_EQ(content(get_data(question)).at("row_count"), 5);
  be("wes");
  const ToolResult west = get_data(question);
  EXPECT_EQ(content(west).at("row_count"), 1);
  EXPECT_EQ(content(west).at("rows").at(0).at(0), "West");
}

TEST_F(ToolsTest, TopicsThatAreNotForTheAiLookLikeNone) {
  const std::string gone = "No such topic \"supplier_terms\" or access not permitted";
  expect_error(get_data({{"topicName", "supplier_terms"}, {"prompt", "average cost"}}), gone);
  const ToolResult picked = call("pickTopic", {{"modelId", kAcme}, {"prompt", "supplier terms"}});
  EXPECT_EQ(picked.text.find("supplier_terms"), std::string::npos);
}

TEST_F(ToolsTest, HiddenTopicsLookLikeNone) {
  world_.organizations.front().hidden_topics = {"finance_ledger"};
  const std::string gone = "No such topic \"finance_ledger\" or access not permitted";
  expect_error(get_data({{"topicName", "finance_ledger"}, {"prompt", "amount"}}), gone);
  expect_error(get_data({{"prompt", "amount"}}, {{"X-MCP-Topic-Name", "finance_ledger"}}), gone);
  expect_error(
      call("pickTopic",
           {{"modelId", kAcme}, {"prompt", "amount"}, {"potentialTopicNames", {"finance_ledger"}}}),
      gone);
  const ToolResult picked = call("pickTopic", {{"modelId", kAcme}, {"prompt", "ledger amount"}});
  EXPECT_NE(content(picked).at("topicId"), "finance_ledger");
  EXPECT_EQ(picked.text.find("finance_ledger"), std::string::npos);
  EXPECT_NE(content(get_data({{"prompt", "ledger amount"}})).at("topic"), "finance_ledger");
}

TEST_F(ToolsTest, ModelsOfOthersLookLikeNone) {
  const std::string gone = std::string("Model with id ") + kGlobex + " does not exist";
  expect_error(get_data({{"modelId", kGlobex}, {"prompt", "orders"}}), gone);
  expect_error(get_data({{"prompt", "orders"}}, {{"X-MCP-Model-ID", kGlobex}}), gone);
  expect_error(call("pickTopic", {{"modelId", kGlobex}, {"prompt", "orders"}}), gone);
  expect_error(get_data({{"modelId", "x"}, {"prompt", "orders"}}),
               "Model with id x does not exist");
}

TEST_F(ToolsTest, SlowQueriesSayThatTheyTimedOut) {
  world_.mcp.query_times_out = true;
  const ToolResult result = get_data({{"prompt", "orders by status"}});
  EXPECT_FALSE(result.is_error);
  EXPECT_EQ(content(result).at("timed_out"), true);
  EXPECT_EQ(content(result).at("rows"), Json::array());
  EXPECT_EQ(content(result).at("row_count"), 0);
}

TEST(Toolbox, NamesTheFileThatIsWrong) {
  const auto folder =
      std::filesystem::path(testing::TempDir()) / ("conform_tools_" + std::to_string(getpid()));
  std::filesystem::copy(kFixtures / "tools", folder, std::filesystem::copy_options::recursive);
  EXPECT_NO_THROW(Toolbox{folder});
  std::ofstream(folder / "pickTopic.json") << R"({"name":"pickTopic","inputSchema":{"type":7}})";
  try {
    const Toolbox broken(folder);
    ADD_FAILURE() << "must throw";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("pickTopic.json"), std::string::npos) << error.what();
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace conform::mock
