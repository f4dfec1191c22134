#include "bench/measure/profile_cost.hpp"

#include <gtest/gtest.h>

namespace conform::bench {

using clients::load_profiles;
using clients::Profile;
using mock::Fixtures;
using mock::load_world;
using mock::World;

namespace {

class ProfileCosts : public testing::Test {
 protected:
  ProfileCost of(const std::string& profile) {
    return profile_cost(profiles.at(profile), world, fixtures);
  }
  std::filesystem::path folder = CONFORM_SOURCE_DIR "/fixtures";
  std::map<std::string, Profile> profiles = load_profiles(folder / "clients");
  World world = load_world(folder / "worlds" / "acme.json");
  std::shared_ptr<const Fixtures> fixtures = std::make_shared<const Fixtures>(folder);
};

TEST_F(ProfileCosts, CountsWhatTheReferenceClientSends) {
  const ProfileCost cost = of("reference");
  EXPECT_EQ(cost.problem, "");
  // 401, two metadata documents, token, initialize, initialized, and the stream that the server may
  // speak on. It has a client ID metadata document, and registers nothing.
  EXPECT_EQ(cost.cold.requests, 7U);
  // The authorization endpoint, the consent page, and its form.
  EXPECT_EQ(cost.cold.pages, 3U);
  // initialize, initialized and the stream, with the grant that it kept.
  EXPECT_EQ(cost.warm.requests, 3U);
  EXPECT_EQ(cost.warm.pages, 0U);
  EXPECT_GT(cost.cold.bytes, cost.warm.bytes);
  EXPECT_GT(cost.warm.bytes, 500U);
}

TEST_F(ProfileCosts, ProductsConnectAndDiffer) {
  const ProfileCost codex = of("codex");
  const ProfileCost claude_code = of("claude_code");
  EXPECT_EQ(codex.problem, "");
  EXPECT_EQ(claude_code.problem, "");
  EXPECT_NE(codex.cold.requests, claude_code.cold.requests);
}

TEST_F(ProfileCosts, SayWhyAClientDidNotConnect) {
  world.organization("acme")->settings.mcp_server = false;
  EXPECT_NE(of("reference").problem, "");
}

}  // namespace
}  // namespace conform::bench
