// A thread for every connection that is open, kept a while for the next one when it closes: an idle
// event stream or keep-alive connection never costs a request its worker, and a burst leaves no
// threads behind. Thread-safe; shutdown() joins all of them.
#pragma once

#include <httplib.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace conform {

class ElasticPool final : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override;
  void shutdown() override;

 private:
  using Threads = std::list<std::thread>;
  static constexpr std::chrono::seconds kIdleAtMost{5};

  static void join(Threads& threads);
  void work(Threads::iterator self);

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> tasks_;
  Threads threads_;
  Threads left_;  // ended, or about to
  std::size_t idle_ = 0;
  bool over_ = false;
};

}  // namespace conform
