// A map that forgets its oldest entries, so that whoever asks for more and more of them does not
// fill the memory. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <utility>

namespace conform::mock {

template <typename Key, typename Value>
class BoundedMap {
  struct Kept {
    Value value;
    typename std::list<Key>::iterator age;
  };
  using Entries = std::map<Key, Kept, std::less<>>;

 public:
  // Of more than `most` entries the oldest are forgotten.
  explicit BoundedMap(std::size_t most) : most_(most) {}
  BoundedMap(const BoundedMap&) = delete;
  BoundedMap& operator=(const BoundedMap&) = delete;

  // In place of one that is there, which then counts as new.
  Value& put(Key key, Value value) {
    erase(key);
    if (entries_.size() >= most_) erase(Key(ages_.front()));
    ages_.push_back(key);
    Kept kept{std::move(value), std::prev(ages_.end())};
    return entries_.emplace(std::move(key), std::move(kept)).first->second.value;
  }

  // nullptr when there is none, or none any more.
  template <typename SomeKey>
  Value* find(const SomeKey& key) {
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : &found->second.value;
  }
  template <typename SomeKey>
  [[nodiscard]] const Value* find(const SomeKey& key) const {
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : &found->second.value;
  }

  template <typename SomeKey>
  bool erase(const SomeKey& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return false;
    ages_.erase(found->second.age);
    entries_.erase(found);
    return true;
  }
  void clear() {
    entries_.clear();
    ages_.clear();
  }

  // By key.
  template <typename Visit>
  void for_each(const Visit& visit) {
    for (auto& [key, kept] : entries_) visit(key, kept.value);
  }
  template <typename Visit>
  void for_each(const Visit& visit) const {
    for (const auto& [key, kept] : entries_) visit(key, kept.value);
  }
  // The newest ones, at most so many, the oldest of them first.
  template <typename Visit>
  void for_newest(std::size_t most, const Visit& visit) const {
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, ages_.size()));
    for (auto age = std::prev(ages_.end(), count); age != ages_.end(); ++age) {
      visit(*age, *find(*age));
    }
  }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  std::size_t most_;
  Entries entries_;
  std::list<Key> ages_;  // the oldest first
};

}  // namespace conform::mock
