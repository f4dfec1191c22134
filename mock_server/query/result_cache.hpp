// What was found out before and stays true, because the data set never changes: the rows of a
// query, the answer to a question. The oldest are dropped first. Thread-safe.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "foundation/json/json.hpp"

namespace conform::mock {

struct SelectedRows {
  std::vector<std::vector<Json>> rows;
  bool more = false;  // than the limit
};

// The room that a result takes: cells (a result without rows takes room too) or bytes.
inline std::size_t room_of(const SelectedRows& result) {
  return 1 + (result.rows.empty() ? 0 : result.rows.size() * result.rows.front().size());
}
inline std::size_t room_of(const std::string& text) { return text.size(); }

template <typename Result>
class ResultCache {
 public:
  explicit ResultCache(std::size_t room) : room_(room) {}

  // What was kept under the key, or what `find_out` gives, which is then kept. `find_out` runs
  // without a lock: two askers at once may both run it. What it throws is thrown, and nothing kept.
  std::shared_ptr<const Result> get(const std::string& key,
                                    const std::function<Result()>& find_out) {
    {
      const std::scoped_lock lock(mutex_);
      if (const auto found = kept_.find(key); found != kept_.end()) return found->second;
    }
    auto result = std::make_shared<const Result>(find_out());
    const std::size_t room = room_of(*result);
    if (room > room_) return result;
    const std::scoped_lock lock(mutex_);
    if (!kept_.emplace(key, result).second) return result;
    in_order_.push_back(key);
    taken_ += room;
    while (taken_ > room_) {
      const auto oldest = kept_.find(in_order_.front());
      taken_ -= room_of(*oldest->second);
      kept_.erase(oldest);
      in_order_.pop_front();
    }
    return result;
  }

 private:
  const std::size_t room_;
  std::mutex mutex_;
  std::size_t taken_ = 0;
  std::unordered_map<std::string, std::shared_ptr<const Result>> kept_;
  std::deque<std::string> in_order_;
};

}  // namespace conform::mock
