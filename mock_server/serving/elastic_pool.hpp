// A thread for every connection that is open, kept a while for the next one when it closes: an idle
// event stream or keep-alive connection never costs a request its worker, and a burst leaves no
// threads behind. Where no thread can be had (a container's limit), the task is run at once by
// whoever brought it, and is told to refuse. Thread-safe; shutdown() joins all of them.
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
#include <utility>

namespace conform {

class ElasticPool final : public httplib::TaskQueue {
 public:
  // Starts a thread that runs its argument; throws std::system_error when there can be none.
  using Start = std::function<std::thread(std::function<void()>)>;

  ElasticPool();
  explicit ElasticPool(Start start) : start_(std::move(start)) {}

  // For a task: whether there is no thread for it, so that it must not wait for anything.
  static bool refuses();

  void enqueue(std::function<void()> task) override;
  void shutdown() override;

 private:
  using Threads = std::list<std::thread>;
  static constexpr std::chrono::seconds kIdleAtMost{5};

  static void join(Threads& threads);
  void work(Threads::iterator self);

  bool start_thread();

  const Start start_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> tasks_;
  Threads threads_;
  Threads left_;  // ended, or about to
  std::size_t idle_ = 0;
  bool over_ = false;
};

}  // namespace conform
