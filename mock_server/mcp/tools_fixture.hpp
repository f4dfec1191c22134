// For tests of tools: an organization with a few members, and calls without an endpoint around
// them.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "mock_server/mcp/tool.hpp"

namespace conform::mock {

inline const std::filesystem::path kFixtures = CONFORM_SOURCE_DIR "/fixtures";
inline constexpr const char* kAcme = "9d9440e5-8522-4507-b092-1ac26ba26673";
inline constexpr const char* kSupply = "4c0f2b7e-6d1a-4f53-9a38-7be2d1c85f10";
inline constexpr const char* kGlobex = "4f1c2d7a-6b3e-4a59-9c18-0d2e7f5a8b64";

// What an answer has as its structuredContent.
inline Json content(const ToolResult& result) { return Json::parse(result.text); }

class ToolsTest : public testing::Test {
 public:
  static const Toolbox& toolbox() {
    static const Toolbox shared(kFixtures / "tools");
    return shared;
  }

 protected:
  ToolsTest() {
    Organization acme;
    acme.id = "acme";
    acme.models = {kAcme, kSupply};
    world_.organizations.push_back(acme);
    add_member("quinn", Role::kQuerier);
    add_member("wes", Role::kQuerier, {{"region", "West"}});
    add_member("rita", Role::kRestrictedQuerier);
    add_member("vera", Role::kViewer);
    add_member("nora", Role::kNoAccess);
    be("quinn");
  }

  void add_member(const std::string& id, Role role,
                  const std::map<std::string, std::string>& attributes = {}) {
    User user;
    user.id = id;
    user.memberships["acme"] = {"member-" + id, role, false, true, attributes};
    world_.users.push_back(user);
  }

  void be(const std::string& user) {
    principal_.organization = "acme";
    principal_.user = user;
    principal_.membership = world_.user(user)->memberships.at("acme");
  }

  Organization& organization() { return world_.organizations.front(); }
  Settings& settings() { return organization().settings; }

  // Arguments must fit the tool's input schema, and an answer its output schema.
  ToolResult call(std::string_view name, const Json& arguments, const Headers& headers = {}) {
    const Tool* tool = toolbox().find(name, Settings());
    EXPECT_NE(tool, nullptr) << name;
    EXPECT_EQ(toolbox().problems(name, arguments), "") << name;
    ToolResult result = run(*tool, {.world = world_,
                                    .organization = organization(),
                                    .principal = principal_,
                                    .engine = engine(),
                                    .help_texts = help_texts(),
                                    .dashboards = dashboards(),
                                    .jobs = jobs_,
                                    .origin = "http://acme.test",
                                    .headers = headers,
                                    .now = clock_.now(),
                                    .arguments = arguments});
    if (!result.is_error) {
      const JsonSchema schema(toolbox().description(name)->at("outputSchema"), "outputSchema");
      EXPECT_TRUE(result.structured);
      EXPECT_EQ(schema.problems(content(result), "answer"), "") << result.text;
    }
    return result;
  }

  ToolResult get_data(const Json& arguments, const Headers& headers = {}) {
    return call("getData", arguments, headers);
  }

  static const QueryEngine& engine() {
    static const QueryEngine shared(kFixtures / "data");
    return shared;
  }
  static const HelpTexts& help_texts() {
    static const HelpTexts shared(kFixtures / "docs");
    return shared;
  }
  static const Dashboards& dashboards() {
    static const Dashboards shared(kFixtures / "data/dashboards.json");
    return shared;
  }

  ManualClock clock_;
  Ids ids_{1};
  Jobs jobs_{clock_, ids_};
  World world_;
  Principal principal_;
};

inline void expect_error(const ToolResult& result, const std::string& text) {
  EXPECT_TRUE(result.is_error);
  EXPECT_EQ(result.text, text);
  EXPECT_FALSE(result.structured);
  EXPECT_EQ(result.refusal, "");
}

// "Permission denied", "Feature is not enabled": what becomes "403 …".
inline void expect_forbidden(const ToolResult& result, const std::string& text) {
  EXPECT_TRUE(result.is_error);
  EXPECT_EQ(result.refusal, text);
  EXPECT_FALSE(result.structured);
}

inline std::vector<std::string> names(const Json& list) {
  std::vector<std::string> result;
  for (const Json& item : list) result.push_back(item.at("name"));
  return result;
}

}  // namespace conform::mock
