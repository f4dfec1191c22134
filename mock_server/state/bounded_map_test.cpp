#include "mock_server/state/bounded_map.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace conform::mock {
namespace {

TEST(BoundedMap, ForgetsTheOldestWhenItIsFull) {
  BoundedMap<std::string, int> map(3);
  for (const char* key : {"c", "a", "b", "d"}) map.put(key, 1);
  EXPECT_EQ(map.size(), 3U);
  EXPECT_EQ(map.find("c"), nullptr);
  for (const char* key : {"a", "b", "d"}) EXPECT_NE(map.find(key), nullptr) << key;
}

TEST(BoundedMap, WhatIsPutAgainIsNew) {
  BoundedMap<std::string, int> map(2);
  map.put("a", 1);
  map.put("b", 2);
  map.put("a", 3);
  map.put("c", 4);
  EXPECT_EQ(*map.find("a"), 3);
  EXPECT_EQ(map.find("b"), nullptr);
}

TEST(BoundedMap, ShowsTheNewestInTheirOrder) {
  BoundedMap<std::string, int> map(4);
  for (const char* key : {"gone", "c", "a", "d", "b"}) map.put(key, 1);
  const auto newest = [&map](std::size_t most) {
    std::vector<std::string> keys;
    map.for_newest(most, [&](const std::string& key, int) { keys.push_back(key); });
    return keys;
  };
  EXPECT_EQ(newest(2), (std::vector<std::string>{"d", "b"}));
  EXPECT_EQ(newest(9), (std::vector<std::string>{"c", "a", "d", "b"}));
  EXPECT_TRUE(newest(0).empty());
}

TEST(BoundedMap, WhatIsErasedTakesNoRoom) {
  BoundedMap<std::string, int> map(2);
  for (int i = 0; i < 100; ++i) {
    map.put("gone", i);
    EXPECT_TRUE(map.erase("gone"));
  }
  EXPECT_FALSE(map.erase("gone"));
  map.put("a", 1);
  map.put("b", 2);
  std::vector<std::string> keys;
  map.for_each([&](const std::string& key, int) { keys.push_back(key); });
  EXPECT_EQ(keys, (std::vector<std::string>{"a", "b"}));
  map.clear();
  EXPECT_EQ(map.size(), 0U);
  EXPECT_EQ(map.find("a"), nullptr);
}

}  // namespace
}  // namespace conform::mock
