#include "mock_server/mcp/tool.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace conform {
namespace {

const std::filesystem::path kFixtures = CONFORM_SOURCE_DIR "/fixtures";
constexpr const char* kAcme = "9d9440e5-8522-4507-b092-1ac26ba26673";
constexpr const char* kSupply = "4c0f2b7e-6d1a-4f53-9a38-7be2d1c85f10";
constexpr const char* kGlobex = "4f1c2d7a-6b3e-4a59-9c18-0d2e7f5a8b64";

class ToolsTest : public testing::Test {
 protected:
  ToolsTest() {
    Organization acme;
    acme.id = "acme";
    acme.models = {kAcme, kSupply};
    world_.organizations.push_back(acme);
    User quinn;
    quinn.id = "quinn";
    quinn.memberships["acme"] = {"member-quinn", Role::kQuerier, false, true, {}};
    User wes;
    wes.id = "wes";
    wes.memberships["acme"] = {"member-wes", Role::kQuerier, false, true, {{"region", "West"}}};
    User vera;
    vera.id = "vera";
    vera.memberships["acme"] = {"member-vera", Role::kViewer, false, true, {}};
    world_.users = {quinn, wes, vera};
    be("quinn");
  }

  void be(const std::string& user) {
    principal_.organization = "acme";
    principal_.user = user;
    principal_.membership = world_.user(user)->memberships.at("acme");
  }

  Settings& settings() { return world_.organizations.front().settings; }

  ToolResult call(std::string_view name, Json arguments, const Headers& headers = {}) {
    const Tool* tool = toolbox().find(name, Settings());
    EXPECT_NE(tool, nullptr);
    EXPECT_EQ(toolbox().problems(name, arguments), "");
    return tool->call({world_, world_.organizations.front(), principal_, engine(), headers, kNow,
                       std::move(arguments)});
  }

  ToolResult get_data(Json arguments, const Headers& headers = {}) {
    return call("getData", std::move(arguments), headers);
  }

  static const Toolbox& toolbox() {
    static const Toolbox shared(kFixtures / "tools");
    return shared;
  }
  static const QueryEngine& engine() {
    static const QueryEngine shared(kFixtures / "data");
    return shared;
  }

  static constexpr TimePoint kNow =
      std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + std::chrono::hours(12);
  World world_;
  Principal principal_;
};

void expect_error(const ToolResult& result, const std::string& text) {
  EXPECT_TRUE(result.is_error);
  EXPECT_EQ(result.text, text);
  EXPECT_TRUE(result.structured.is_null());
  EXPECT_EQ(result.refusal, "");
}

std::vector<std::string> names(const Json& list) {
  std::vector<std::string> result;
  for (const Json& tool : list) result.push_back(tool.at("name"));
  return result;
}

TEST_F(ToolsTest, AreListedAsTheSettingsSay) {
  Settings on;
  EXPECT_EQ(names(toolbox().list(on)),
            (std::vector<std::string>{"pickModel", "pickTopic", "getData"}));
  Settings agentic_only;
  agentic_only.single_shot = false;
  EXPECT_EQ(names(toolbox().list(agentic_only)),
            (std::vector<std::string>{"pickModel", "pickTopic"}));
  EXPECT_EQ(toolbox().find("getData", agentic_only), nullptr);
  Settings none;
  none.agentic = none.single_shot = false;
  EXPECT_TRUE(toolbox().list(none).empty());
  Settings no_agent;
  no_agent.omni_agent = false;  // "they still appear in the client but calls return 403"
  EXPECT_EQ(toolbox().list(no_agent).size(), 3U);
}

TEST_F(ToolsTest, DescribeThemselves) {
  for (const Json& tool : toolbox().list(Settings())) {
    EXPECT_FALSE(tool.at("description").get<std::string>().empty());
    EXPECT_EQ(tool.at("inputSchema").at("type"), "object");
    EXPECT_EQ(tool.at("inputSchema").at("additionalProperties"), false);
    EXPECT_EQ(tool.at("annotations").at("readOnlyHint"), true);
  }
}

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

TEST_F(ToolsTest, KeepTheirOutputSchemas) {
  const std::vector<std::pair<std::string, Json>> calls{
      {"pickModel", Json::object()},
      {"pickTopic", {{"modelId", kAcme}, {"prompt", "orders"}}},
      {"getData", {{"prompt", "returned order items by return date limit 3"}}},
      {"getData", {{"prompt", "orders by status where status is \"none\""}}}};
  for (const auto& [name, arguments] : calls) {
    const ToolResult result = call(name, arguments);
    ASSERT_FALSE(result.is_error) << result.text;
    EXPECT_EQ(Json::parse(result.text), result.structured);
    for (const Json& tool : toolbox().list(Settings())) {
      if (tool.at("name") != name) continue;
      const JsonSchema schema(tool.at("outputSchema"), "outputSchema");
      EXPECT_EQ(schema.problems(result.structured, "answer"), "") << result.text;
    }
  }
}

TEST_F(ToolsTest, PickModelListsOnlyTheOrganizationsModels) {
  EXPECT_EQ(call("pickModel", Json::object()).structured, Json::parse(R"({"models":[
              {"id":"9d9440e5-8522-4507-b092-1ac26ba26673","name":"Acme E-commerce"},
              {"id":"4c0f2b7e-6d1a-4f53-9a38-7be2d1c85f10","name":"Acme Supply Chain"}]})"));
  const ToolResult scoped = call("pickModel", Json::object(), {{"x-mcp-model-id", kSupply}});
  EXPECT_EQ(scoped.structured.at("models").size(), 1U);
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
  EXPECT_EQ(result.structured.at("topicId"), "inventory");
  EXPECT_EQ(result.structured.at("topics").size(), 5U);
  EXPECT_EQ(pick({{"potentialTopicNames", {"users", "products"}}}).structured.at("topicId"),
            "users");
  EXPECT_EQ(pick({{"prompt", "anything"}, {"currentTopicName", "products"}}).structured["topicId"],
            "products");
  expect_error(pick({{"currentTopicName", "nope"}}),
               "No such topic \"nope\" or access not permitted");
}

TEST_F(ToolsTest, GetDataAnswersInRows) {
  const ToolResult result = get_data(
      {{"modelId", kAcme}, {"topicName", "order_items"}, {"prompt", "orders by status last year"}});
  EXPECT_FALSE(result.is_error);
  const Json& data = result.structured;
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
  EXPECT_EQ(get_data({{"prompt", "users by region"}}).structured.at("topic"), "users");
  const ToolResult scoped =
      get_data({{"prompt", "users by region"}}, {{"X-MCP-Model-ID", kSupply}});
  EXPECT_NE(scoped.structured.at("topic"), "users");  // that model has none
}

TEST_F(ToolsTest, GetDataUsesTheUsersAttributes) {
  const Json question{{"prompt", "orders by region"}};
  EXPECT_EQ(get_data(question).structured.at("row_count"), 5);
  be("wes");
  const ToolResult west = get_data(question);
  EXPECT_EQ(west.structured.at("row_count"), 1);
  EXPECT_EQ(west.structured.at("rows").at(0).at(0), "West");
}

TEST_F(ToolsTest, ViewersCannotQuery) {
  be("vera");
  for (const auto& [name, arguments] :
       {std::pair<std::string, Json>{"getData", {{"prompt", "orders"}}},
        std::pair<std::string, Json>{"pickTopic", {{"modelId", kAcme}, {"prompt", "orders"}}}}) {
    const ToolResult result = call(name, arguments);
    EXPECT_EQ(result.refusal, "Permission denied");
    EXPECT_TRUE(result.is_error);
    EXPECT_TRUE(result.structured.is_null());
  }
  EXPECT_FALSE(call("pickModel", Json::object()).is_error);
}

TEST_F(ToolsTest, OnlyPickModelWorksWithoutTheOmniAgent) {
  settings().omni_agent = false;
  EXPECT_EQ(get_data({{"prompt", "orders"}}).refusal, "Feature is not enabled");
  EXPECT_EQ(call("pickTopic", {{"modelId", kAcme}, {"prompt", "orders"}}).refusal,
            "Feature is not enabled");
  EXPECT_EQ(call("pickModel", Json::object()).refusal, "");
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
  EXPECT_NE(picked.structured.at("topicId"), "finance_ledger");
  EXPECT_EQ(picked.text.find("finance_ledger"), std::string::npos);
  EXPECT_NE(get_data({{"prompt", "ledger amount"}}).structured.at("topic"), "finance_ledger");
}

TEST_F(ToolsTest, ModelsOfOthersLookLikeNone) {
  const std::string gone = std::string("Model with id ") + kGlobex + " does not exist";
  expect_error(get_data({{"modelId", kGlobex}, {"prompt", "orders"}}), gone);
  expect_error(get_data({{"prompt", "orders"}}, {{"X-MCP-Model-ID", kGlobex}}), gone);
  expect_error(call("pickTopic", {{"modelId", kGlobex}, {"prompt", "orders"}}), gone);
  expect_error(get_data({{"modelId", "x"}, {"prompt", "orders"}}),
               "Model with id x does not exist");
}

TEST_F(ToolsTest, HeadersScopeTheCall) {
  expect_error(get_data({{"modelId", kAcme}, {"prompt", "stock"}}, {{"X-MCP-Model-ID", kSupply}}),
               std::string("Model with id ") + kAcme + " does not exist");
  expect_error(
      get_data({{"topicName", "users"}, {"prompt", "users"}}, {{"X-MCP-Topic-Name", "products"}}),
      "No such topic \"users\" or access not permitted");
  EXPECT_EQ(
      get_data({{"prompt", "users"}}, {{"X-MCP-Topic-Name", "products"}}).structured.at("topic"),
      "products");
}

TEST_F(ToolsTest, OrganizationKeysMayActForAMember) {
  const Json question{{"prompt", "orders by region"}};
  const Headers as_wes{{"X-MCP-User-ID", "member-wes"}};
  expect_error(get_data(question, as_wes),
               "User-scoped API keys can only be used to act on behalf of the authenticated user.");
  principal_.credential = Principal::Credential::kOrganizationKey;
  EXPECT_EQ(get_data(question, as_wes).structured.at("row_count"), 1);
  EXPECT_EQ(get_data(question, {{"X-MCP-User-ID", "member-vera"}}).refusal, "Permission denied");
  expect_error(get_data(question, {{"X-MCP-User-ID", "nobody"}}),
               "User with id nobody does not exist");
  EXPECT_TRUE(get_data(question, {{"X-MCP-User-Required", "true"}}).is_error);
}

TEST_F(ToolsTest, SlowQueriesSayThatTheyTimedOut) {
  world_.mcp.query_times_out = true;
  const ToolResult result = get_data({{"prompt", "orders by status"}});
  EXPECT_FALSE(result.is_error);
  EXPECT_EQ(result.structured.at("timed_out"), true);
  EXPECT_EQ(result.structured.at("rows"), Json::array());
  EXPECT_EQ(result.structured.at("row_count"), 0);
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
}  // namespace conform
