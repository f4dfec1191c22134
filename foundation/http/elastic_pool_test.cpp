#include "foundation/http/elastic_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <latch>
#include <system_error>
#include <thread>
#include <utility>

namespace conform {
namespace {

// As a container does that allows only so many threads.
ElasticPool::Start at_most(int threads) {
  return [left = threads](std::function<void()> run) mutable {
    if (left-- <= 0) throw std::system_error(EAGAIN, std::generic_category());
    return std::thread(std::move(run));
  };
}

TEST(ElasticPool, WithoutAThreadTheTaskIsNotTaken) {
  ElasticPool pool(at_most(0));
  bool ran = false;
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(pool.enqueue([&] { ran = true; }));
  pool.shutdown();
  EXPECT_FALSE(ran);
}

TEST(ElasticPool, GoesOnWithTheThreadsThatThereAre) {
  ElasticPool pool(at_most(1));
  std::latch began{1};
  std::latch release{1};
  bool served = false;
  ASSERT_TRUE(pool.enqueue([&] {
    began.count_down();
    release.wait();
  }));
  began.wait();
  EXPECT_FALSE(pool.enqueue([] {})) << "the only thread is taken";
  release.count_down();
  // Tried until the thread is idle again.
  while (!pool.enqueue([&] { served = true; })) std::this_thread::yield();
  pool.shutdown();
  EXPECT_TRUE(served);
}

TEST(ElasticPool, ItsEndWaitsForEveryTask) {
  constexpr int kTasks = 20;
  std::atomic<int> done = 0;
  {
    ElasticPool pool;
    for (int i = 0; i < kTasks; ++i) {
      ASSERT_TRUE(pool.enqueue([&] {
        std::this_thread::yield();
        ++done;
      }));
    }
  }
  EXPECT_EQ(done, kTasks);
}

}  // namespace
}  // namespace conform
