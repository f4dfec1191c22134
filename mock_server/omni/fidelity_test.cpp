#include "mock_server/omni/fidelity.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "mock_server/handling/handler.hpp"
#include "mock_server/mcp/tool.hpp"
#include "mock_server/mock_fixture.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

const std::vector<KnownBehaviour>& facts() {
  static const auto loaded = load_fidelity(kFixturesFolder + "/fidelity.json");
  return loaded;
}

TEST(Fidelity, EveryRefusalIsToldOnce) {
  std::vector<std::string_view> told;
  for (const KnownBehaviour& fact : facts()) {
    for (const Refusal* refusal : fact.refusals) told.push_back(refusal->id);
  }
  std::vector<std::string_view> all;
  for (const Refusal& refusal : all_refusals()) all.push_back(refusal.id);
  EXPECT_THAT(told, testing::UnorderedElementsAreArray(all));
}

TEST(Fidelity, ARefusalThatTheTableDoesNotHaveIsAnError) {
  const std::string file = testing::TempDir() + "/fidelity.json";
  std::ofstream(file) << R"({"facts": [{"id": "a", "statement": "b", "mark": "chosen",
                             "source": "c", "refusals": ["no_such"]}]})";
  EXPECT_THAT([&] { load_fidelity(file); },
              testing::ThrowsMessage<std::runtime_error>(
                  testing::HasSubstr("/facts/0/refusals/0 must be the id of a refusal")));
}

TEST(Fidelity, EveryEndpointIsTold) {
  std::set<std::string> told;
  for (const KnownBehaviour& fact : facts())
    told.insert(fact.endpoints.begin(), fact.endpoints.end());
  const std::vector<std::string> served = all_routes();
  EXPECT_THAT(told, testing::UnorderedElementsAreArray(served));
}

TEST(Fidelity, EveryToolIsTold) {
  std::set<std::string> told;
  for (const KnownBehaviour& fact : facts()) told.insert(fact.tools.begin(), fact.tools.end());
  std::set<std::string> listed;
  const Toolbox toolbox(kFixturesFolder + "/tools");
  for (const auto* described : toolbox.list({})) listed.emplace(described->tool.name);
  EXPECT_EQ(told, listed);
}

TEST(Fidelity, AChoiceThatClientsMayDependOnNamesItsSwitchOrSaysWhy) {
  std::size_t switches = 0;
  for (const KnownBehaviour& fact : facts()) switches += fact.option.empty() ? 0U : 1U;
  EXPECT_GE(switches, 15U);
}

}  // namespace
}  // namespace conform::mock
