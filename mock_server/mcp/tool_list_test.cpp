// What tools/list shows for every combination of the settings, and what the descriptions promise.
#include <gmock/gmock.h>

#include "mock_server/mcp/tools_fixture.hpp"

namespace conform::mock {
namespace {

using testing::ElementsAreArray;

std::vector<std::string> shown(const Settings& settings) {
  std::vector<std::string> result;
  for (const Toolbox::Described* described : ToolsTest::toolbox().list(settings)) {
    result.emplace_back(described->tool.name);
  }
  return result;
}

TEST_F(ToolsTest, AreListedAsTheSettingsSay) {
  // Golden: the order of the documentation, and which settings show a tool (any of these).
  struct Expected {
    std::string name;
    std::vector<bool Settings::*> shown_by;
  };
  const std::vector<Expected> golden{{"pickModel", {&Settings::agentic, &Settings::single_shot}},
                                     {"pickTopic", {&Settings::agentic, &Settings::single_shot}},
                                     {"getData", {&Settings::single_shot}},
                                     {"runQuery", {&Settings::single_shot}},
                                     {"askOmni", {&Settings::agentic}},
                                     {"checkStatus", {&Settings::agentic}},
                                     {"listBranches", {&Settings::agentic}},
                                     {"searchOmniDocs", {&Settings::docs_search}},
                                     {"searchDashboards", {&Settings::content_access}},
                                     {"listDashboardQueries", {&Settings::content_access}},
                                     {"runSavedQuery", {&Settings::content_access}}};
  const std::vector<bool Settings::*> switches{&Settings::agentic, &Settings::single_shot,
                                               &Settings::docs_search, &Settings::content_access};
  for (unsigned combination = 0; combination < 16; ++combination) {
    Settings settings;
    for (unsigned i = 0; i < switches.size(); ++i) {
      settings.*switches[i] = ((combination >> i) & 1U) != 0;
    }
    std::vector<std::string> expected;
    for (const Expected& tool : golden) {
      const bool shown =
          std::ranges::any_of(tool.shown_by, [&](bool Settings::* flag) { return settings.*flag; });
      if (shown) expected.push_back(tool.name);
      EXPECT_EQ(toolbox().find(tool.name, settings) != nullptr, shown) << tool.name;
    }
    EXPECT_THAT(shown(settings), ElementsAreArray(expected)) << combination;
    settings.omni_agent = false;  // "they still appear in the client but calls return 403"
    EXPECT_THAT(shown(settings), ElementsAreArray(expected)) << combination;
  }
}

TEST_F(ToolsTest, DescribeThemselves) {
  const auto list = toolbox().list(Settings());
  ASSERT_EQ(list.size(), 11U);
  for (const Toolbox::Described* described : list) {
    const Json& tool = described->description;
    EXPECT_EQ(described->text, tool.dump());
    const std::string name = tool.at("name");
    EXPECT_FALSE(tool.at("description").get<std::string>().empty()) << name;
    EXPECT_FALSE(tool.at("title").get<std::string>().empty()) << name;
    for (const char* schema : {"inputSchema", "outputSchema"}) {
      EXPECT_EQ(tool.at(schema).at("type"), "object") << name;
      EXPECT_EQ(tool.at(schema).at("additionalProperties"), false) << name;
      EXPECT_NO_THROW(JsonSchema(tool.at(schema), name)) << name;
    }
    EXPECT_EQ(tool.at("annotations").at("readOnlyHint"), name != "askOmni") << name;
    EXPECT_EQ(tool.at("annotations").at("title"), tool.at("title")) << name;
  }
}

// Each tool with arguments that work for a Querier.
std::vector<std::pair<std::string, Json>> calls_that_work(const std::string& job) {
  return {{"pickModel", Json::object()},
          {"pickTopic", {{"modelId", kAcme}, {"prompt", "orders"}}},
          {"getData", {{"prompt", "orders by status"}}},
          {"runQuery",
           {{"query",
             {{"table", "users"},
              {"join_paths_from_topic_name", "users"},
              {"fields", {"users.count"}}}}}},
          {"askOmni", {{"prompt", "orders by status"}}},
          {"checkStatus", {{"jobId", job}}},
          {"listBranches", Json::object()},
          {"searchOmniDocs", {{"question", "roles"}}},
          {"searchDashboards", Json::object()},
          {"listDashboardQueries", {{"dashboardId", "d1b00001"}}},
          {"runSavedQuery",
           {{"dashboardId", "d1b00001"}, {"queryId", "7ee11002-4c1d-4b5e-9f60-a1b2c3d4e5f2"}}}};
}

TEST_F(ToolsTest, OnlyPickModelWorksWithoutTheOmniAgent) {
  const std::string job = content(call("askOmni", {{"prompt", "orders"}})).at("jobId");
  for (const auto& [name, arguments] : calls_that_work(job)) {
    settings().omni_agent = true;
    EXPECT_FALSE(call(name, arguments).is_error) << name;
    settings().omni_agent = false;
    const ToolResult result = call(name, arguments);
    if (name == "pickModel") {
      EXPECT_FALSE(result.is_error);
    } else {
      expect_forbidden(result, "Feature is not enabled");
      EXPECT_EQ(result.refusal_id, "feature_off") << name;
    }
  }
}

TEST_F(ToolsTest, EachToolNeedsItsRole) {
  const std::string job = content(call("askOmni", {{"prompt", "orders"}})).at("jobId");
  const std::map<std::string, Role> least{{"pickModel", Role::kViewer},
                                          {"pickTopic", Role::kRestrictedQuerier},
                                          {"getData", Role::kRestrictedQuerier},
                                          {"runQuery", Role::kRestrictedQuerier},
                                          {"askOmni", Role::kRestrictedQuerier},
                                          {"checkStatus", Role::kRestrictedQuerier},
                                          {"listBranches", Role::kQuerier},
                                          {"searchOmniDocs", Role::kNoAccess},
                                          {"searchDashboards", Role::kViewer},
                                          {"listDashboardQueries", Role::kViewer},
                                          {"runSavedQuery", Role::kRestrictedQuerier}};
  for (const auto& [name, arguments] : calls_that_work(job)) {
    for (const Role role : {Role::kNoAccess, Role::kViewer, Role::kRestrictedQuerier,
                            Role::kQuerier, Role::kModeler, Role::kConnectionAdmin}) {
      principal_.membership.role = role;
      const ToolResult result = call(name, arguments);
      if (role >= least.at(name)) {
        EXPECT_FALSE(result.is_error) << name << " as " << to_string(role) << result.text;
      } else {
        expect_forbidden(result, "Permission denied");
        EXPECT_EQ(result.refusal_id, "viewer_cannot_query");
      }
    }
  }
}

}  // namespace
}  // namespace conform::mock
