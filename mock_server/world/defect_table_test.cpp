#include "mock_server/world/defect_table.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace conform::mock {
namespace {

TEST(BrokenServers, AreNamedOnceAndDescribed) {
  std::set<std::string_view> names;
  for (const BrokenServer& broken : broken_servers()) {
    EXPECT_TRUE(names.insert(broken.name).second) << broken.name;
    EXPECT_TRUE(broken.sentence.ends_with('.')) << broken.name;
  }
}

TEST(BrokenServers, HoldEachDefectOnce) {
  std::map<Defect, int> count;
  for (const BrokenServer& broken : broken_servers()) {
    if (const auto* defect = std::get_if<Defect>(&broken.how)) ++count[*defect];
  }
  for (std::size_t at = 0; at < static_cast<std::size_t>(Defect::kCount); ++at) {
    EXPECT_EQ(count[static_cast<Defect>(at)], 1) << at;
  }
}

TEST(BrokenServers, CanBeMade) {
  for (const BrokenServer& broken : broken_servers()) {
    World world;
    EXPECT_NO_THROW(break_world(world, broken)) << broken.name;
    const bool is_fault = std::holds_alternative<std::string_view>(broken.how);
    EXPECT_EQ(world.faults.size(), is_fault ? 1U : 0U) << broken.name;
    if (const auto* defect = std::get_if<Defect>(&broken.how)) {
      EXPECT_TRUE(world.defects.has(*defect));
    }
  }
}

TEST(BrokenServers, AreFoundByName) {
  ASSERT_NE(find_broken_server("any-verifier"), nullptr);
  EXPECT_EQ(std::get<Defect>(find_broken_server("any-verifier")->how), Defect::kAnyVerifier);
  EXPECT_EQ(find_broken_server("well"), nullptr);
}

TEST(Defects, AreNoneByDefault) {
  const World world;
  for (std::size_t at = 0; at < static_cast<std::size_t>(Defect::kCount); ++at) {
    EXPECT_FALSE(world.defects.has(static_cast<Defect>(at)));
  }
}

}  // namespace
}  // namespace conform::mock
