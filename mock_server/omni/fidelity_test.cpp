#include "mock_server/omni/fidelity.hpp"

#include <gmock/gmock.h>

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

TEST(Fidelity, EveryRefusalIsToldAsTheCodeSaysIt) {
  std::map<std::string, KnownBehaviour::Said> told;
  for (const KnownBehaviour& fact : facts()) {
    for (const auto& [id, said] : fact.refusals) {
      EXPECT_TRUE(told.emplace(id, said).second) << id << " is told twice";
    }
  }
  for (const Refusal& refusal : all_refusals()) {
    const auto found = told.find(std::string(refusal.id));
    if (found == told.end()) {
      ADD_FAILURE() << "fixtures/fidelity.json does not tell of the refusal " << refusal.id;
      continue;
    }
    EXPECT_EQ(found->second.status, refusal.status) << refusal.id;
    EXPECT_EQ(found->second.text, refusal.text) << refusal.id;
    told.erase(found);
  }
  for (const auto& [id, said] : told) ADD_FAILURE() << "there is no refusal " << id;
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
