#include "mock_server/query/result_cache.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace conform::mock {
namespace {

using std::string_literals::operator""s;

SelectedRows rows(std::size_t count) {
  SelectedRows result;
  for (std::size_t i = 0; i < count; ++i) result.rows.push_back({Json(i)});
  return result;
}

// How often a query ran, and how many rows it gave.
struct CountedQuery {
  ResultCache<SelectedRows>& cache;
  int ran = 0;

  std::size_t ask(const std::string& key, std::size_t count) {
    return cache
        .get(key,
             [&] {
               ++ran;
               return rows(count);
             })
        ->rows.size();
  }
};

TEST(ResultCache, RunsAQueryOnce) {
  ResultCache<SelectedRows> cache(1000);
  CountedQuery query{cache};
  EXPECT_EQ(query.ask("a", 3), 3U);
  EXPECT_EQ(query.ask("a", 99), 3U);
  EXPECT_EQ(query.ask("b", 2), 2U);
  EXPECT_EQ(query.ran, 2);
}

TEST(ResultCache, DropsTheOldestWhenThereIsNoRoom) {
  ResultCache<SelectedRows> cache(12);
  CountedQuery query{cache};
  query.ask("a", 4);
  query.ask("b", 4);
  query.ask("c", 4);  // 15 cells, so "a" goes
  EXPECT_EQ(query.ran, 3);
  query.ask("b", 4);
  query.ask("c", 4);
  EXPECT_EQ(query.ran, 3);
  query.ask("a", 4);
  EXPECT_EQ(query.ran, 4);
}

TEST(ResultCache, DoesNotKeepWhatIsLargerThanItself) {
  ResultCache<SelectedRows> cache(3);
  CountedQuery query{cache};
  EXPECT_EQ(query.ask("a", 10), 10U);
  query.ask("a", 10);
  EXPECT_EQ(query.ran, 2);
}

TEST(ResultCache, CountsTheBytesOfTexts) {
  ResultCache<std::string> cache(10);
  int ran = 0;
  const auto ask = [&](const std::string& key) {
    return *cache.get(key, [&] {
      ++ran;
      return "sixsix"s;
    });
  };
  EXPECT_EQ(ask("a") + ask("b") + ask("a"), "sixsixsixsixsixsix");
  EXPECT_EQ(ran, 3);  // there is room for one
}

TEST(ResultCache, ForgetsAFailure) {
  ResultCache<SelectedRows> cache(1000);
  EXPECT_THROW(cache.get("a", []() -> SelectedRows { throw std::runtime_error("no"); }),
               std::runtime_error);
  CountedQuery query{cache};
  EXPECT_EQ(query.ask("a", 1), 1U);
}

}  // namespace
}  // namespace conform::mock
