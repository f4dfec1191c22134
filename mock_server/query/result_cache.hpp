// The rows that queries gave before. The data set never changes, so the same SQL over the same
// partition has the same rows; the oldest are dropped first. Thread-safe.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "mock_server/json.hpp"

namespace conform {

struct SelectedRows {
  std::vector<std::vector<Json>> rows;
  bool more = false;  // than the limit
};

class ResultCache {
 public:
  static constexpr std::size_t kUsualCells = 200'000;

  // Keeps results of at most so many cells together.
  explicit ResultCache(std::size_t cells = kUsualCells) : room_(cells) {}

  // What was kept under the key, or what `select` gives, which is then kept. `select` runs without
  // a lock: two askers at once may both run it. What it throws is thrown, and nothing kept.
  std::shared_ptr<const SelectedRows> get(const std::string& key,
                                          const std::function<SelectedRows()>& select);

 private:
  const std::size_t room_;
  std::mutex mutex_;
  std::size_t cells_ = 0;
  std::unordered_map<std::string, std::shared_ptr<const SelectedRows>> kept_;
  std::deque<std::string> in_order_;
};

}  // namespace conform
