#include "mock_server/world/known_keys.hpp"

#include <gtest/gtest.h>

namespace conform::mock {
namespace {

TEST(KnownKeys, AreKnownBeforeTheyAreUsed) {
  World world;
  world.keys.resize(2);
  world.keys[0].secret = "first-key-of-2";
  world.keys[1].secret = "second-key-of-2";
  Redactor redact({});
  know_keys(world, redact);
  EXPECT_EQ(redact("second-key-of-2 and first-key-of-2"), "api_key#2 and api_key#1");
}

}  // namespace
}  // namespace conform::mock
