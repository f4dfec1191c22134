// A thread for every connection that is open, kept a while for the next one when it closes: an idle
// event stream or keep-alive connection never costs a request its worker, and a burst leaves no
// threads behind. Thread-safe.
#pragma once

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

class ElasticPool {
 public:
  // Starts a thread that runs its argument; throws std::system_error when there can be none.
  using Start = std::function<std::thread(std::function<void()>)>;

  static std::thread start_thread(std::function<void()> run) { return std::thread(std::move(run)); }

  explicit ElasticPool(Start start = &start_thread) : start_(std::move(start)) {}
  ~ElasticPool() { shutdown(); }
  ElasticPool(const ElasticPool&) = delete;
  ElasticPool& operator=(const ElasticPool&) = delete;

  // Runs `task` on a thread of its own. False, and the task is never run, when no thread can be had
  // for it (a container's limit).
  bool enqueue(std::function<void()> task);
  // Waits for every task. Nothing may be enqueued from then on.
  void shutdown();

 private:
  using Threads = std::list<std::thread>;
  static constexpr std::chrono::seconds kIdleAtMost{5};

  static void join(Threads& threads);
  void work(Threads::iterator self);

  bool add_thread();

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
