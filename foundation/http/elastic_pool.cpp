#include "foundation/http/elastic_pool.hpp"

#include <system_error>
#include <utility>

namespace conform {

bool ElasticPool::enqueue(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  join(left_);
  if (tasks_.size() >= idle_ && !add_thread()) return false;
  tasks_.push_back(std::move(task));
  ready_.notify_one();
  return true;
}

bool ElasticPool::add_thread() {
  const auto thread = threads_.emplace(threads_.end());
  try {
    *thread = start_([this, thread] { work(thread); });
    return true;
  } catch (const std::system_error&) {
    threads_.erase(thread);
    return false;
  }
}

void ElasticPool::shutdown() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  ready_.notify_all();
  // Nobody leaves any more, so that the lists hold still without the lock.
  join(threads_);
  join(left_);
}

void ElasticPool::join(Threads& threads) {
  for (std::thread& thread : threads) thread.join();
  threads.clear();
}

void ElasticPool::work(Threads::iterator self) {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    const bool woken =
        ready_.wait_for(lock, kIdleAtMost, [this] { return over_ || !tasks_.empty(); });
    --idle_;
    if (!woken) {
      left_.splice(left_.end(), threads_, self);
      return;
    }
    if (tasks_.empty()) return;
    const std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

}  // namespace conform
