#include "mock_server/query/result_cache.hpp"

#include <utility>

namespace conform {
namespace {

// A result without rows takes room too.
std::size_t cells_of(const SelectedRows& result) {
  return 1 + (result.rows.empty() ? 0 : result.rows.size() * result.rows.front().size());
}

}  // namespace

std::shared_ptr<const SelectedRows> ResultCache::get(const std::string& key,
                                                     const std::function<SelectedRows()>& select) {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = kept_.find(key); found != kept_.end()) return found->second;
  }
  auto result = std::make_shared<const SelectedRows>(select());
  const std::size_t cells = cells_of(*result);
  if (cells > room_) return result;
  const std::scoped_lock lock(mutex_);
  if (!kept_.emplace(key, result).second) return result;
  in_order_.push_back(key);
  cells_ += cells;
  while (cells_ > room_) {
    const auto oldest = kept_.find(in_order_.front());
    cells_ -= cells_of(*oldest->second);
    kept_.erase(oldest);
    in_order_.pop_front();
  }
  return result;
}

}  // namespace conform
