// What a check remembers of a record that may never end: the newest of each kind, so that memory
// does not grow with the record. No play comes near these numbers. Not thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <variant>

#include "mock_server/state/bounded_map.hpp"
#include "record/redact/secret_index.hpp"

namespace conform {

inline constexpr std::size_t kRemembered = 10'000;

template <typename Value>
class RememberedMap : public mock::BoundedMap<std::string, Value> {
 public:
  RememberedMap() : mock::BoundedMap<std::string, Value>(kRemembered) {}
  Value& operator[](const std::string& key) {
    Value* found = this->find(key);
    return found == nullptr ? this->put(key, Value()) : *found;
  }
  [[nodiscard]] bool contains(std::string_view key) const { return this->find(key) != nullptr; }
};

class RememberedSet {
 public:
  void add(const std::string& text);
  [[nodiscard]] bool contains(std::string_view text) const { return texts_.contains(text); }
  void erase(std::string_view text) { texts_.erase(text); }
  [[nodiscard]] bool empty() const { return texts_.size() == 0; }
  // Some of what was added is forgotten: what is not there may have been.
  [[nodiscard]] bool is_full() const { return texts_.size() >= kRemembered; }

 private:
  RememberedMap<std::monostate> texts_;
};

// Texts that are looked for within others, in one pass however many there are.
class RememberedTexts {
 public:
  void add(const std::string& text);
  bool contains(std::string_view text) const;  // one of them is this text
  bool stand_in(std::string_view text) const;  // one of them is a part of it
  bool empty() const { return known_.empty(); }

 private:
  // Two at a time; the older one is given up when the newer one is full.
  static constexpr std::size_t kOfAnIndex = kRemembered / 2;

  RememberedSet known_;
  std::array<SecretIndex, 2> indexes_;
  std::size_t in_newer_ = 0;
  std::deque<std::string> short_;  // those that an index does not find
};

}  // namespace conform
