#include "mock_server/serving/elastic_pool.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <system_error>
#include <vector>

namespace conform {
namespace {

// As a container does that allows only so many threads.
ElasticPool::Start at_most(int threads) {
  return [left = threads](std::function<void()> run) mutable {
    if (left-- <= 0) throw std::system_error(EAGAIN, std::generic_category());
    return std::thread(std::move(run));
  };
}

TEST(ElasticPool, WithoutAThreadTheTaskIsToldToRefuse) {
  ElasticPool pool(at_most(0));
  std::vector<bool> refused;
  for (int i = 0; i < 3; ++i) {
    pool.enqueue([&] { refused.push_back(ElasticPool::refuses()); });
  }
  EXPECT_EQ(refused, (std::vector<bool>{true, true, true}));
  EXPECT_FALSE(ElasticPool::refuses());
  pool.shutdown();
}

TEST(ElasticPool, GoesOnWithTheThreadsThatThereAre) {
  ElasticPool pool(at_most(1));
  std::latch began{1};
  std::latch release{1};
  std::latch served{1};
  bool refused = false;
  pool.enqueue([&] {
    began.count_down();
    release.wait();
  });
  began.wait();
  pool.enqueue([&] { refused = ElasticPool::refuses(); });
  EXPECT_TRUE(refused) << "the only thread is taken";
  release.count_down();
  // Tried until the thread is idle again: until then this one is refused.
  while (!served.try_wait()) {
    pool.enqueue([&] {
      if (!ElasticPool::refuses() && !served.try_wait()) served.count_down();
    });
  }
  pool.shutdown();
}

}  // namespace
}  // namespace conform
