// The members of a JSON object in the order in which they were written, as the JSON library wants
// them (its ObjectType, in place of its ordered_map). That one has constant keys, so each time an
// object grows all its members are copied with what is in them; here they are moved, which halves
// what reading and writing JSON takes. Large objects have an index by name, or reading one would
// take the square of its members. As thread-safe as a vector.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace conform {

// Where each member of a large object stands. A tree, and no hash table: whoever writes the names
// could choose them so that their hashes are equal. Empty until it is built.
class JsonMemberIndex {
 public:
  // Fewer are found faster by looking at each.
  static constexpr std::size_t kBuiltFrom = 64;

  JsonMemberIndex() = default;
  ~JsonMemberIndex() = default;
  JsonMemberIndex(const JsonMemberIndex& other) : places_(copy_of(other)) {}
  JsonMemberIndex(JsonMemberIndex&&) noexcept = default;
  JsonMemberIndex& operator=(const JsonMemberIndex& other) {
    if (this != &other) places_ = copy_of(other);
    return *this;
  }
  JsonMemberIndex& operator=(JsonMemberIndex&&) noexcept = default;

  [[nodiscard]] bool is_built() const { return places_ != nullptr; }
  // `otherwise` when there is no such member.
  [[nodiscard]] std::size_t place_of(std::string_view key, std::size_t otherwise) const {
    const auto found = places_->find(key);
    return found == places_->end() ? otherwise : found->second;
  }

  // To be called after a member was put at the end of these.
  template <typename Members>
  void added_to(const Members& members) {
    if (is_built()) {
      places_->emplace(members.back().first, members.size() - 1);
    } else if (members.size() >= kBuiltFrom) {
      build(members);
    }
  }
  // To be called after members anywhere were taken out.
  template <typename Members>
  void erased_from(const Members& members) {
    places_.reset();
    if (members.size() >= kBuiltFrom) build(members);
  }

 private:
  using Places = std::map<std::string, std::size_t, std::less<>>;

  static std::unique_ptr<Places> copy_of(const JsonMemberIndex& other) {
    return other.is_built() ? std::make_unique<Places>(*other.places_) : nullptr;
  }
  template <typename Members>
  void build(const Members& members) {
    places_ = std::make_unique<Places>();
    for (std::size_t at = 0; at < members.size(); ++at) places_->emplace(members[at].first, at);
  }

  std::unique_ptr<Places> places_;
};

// The last two parameters belong to the library's interface: members are compared for equality and
// allocated as always. What a vector can do besides would leave the index behind, so it is private.
template <typename Key, typename Value, typename Less = void, typename Allocator = void>
class JsonMembers : private std::vector<std::pair<Key, Value>> {
  using Members = std::vector<std::pair<Key, Value>>;

 public:
  using key_type = Key;
  using mapped_type = Value;
  using key_compare = std::equal_to<>;
  using Members::begin;
  using Members::capacity;  // the library tells ordered objects by it
  using Members::cbegin;
  using Members::cend;
  using Members::empty;
  using Members::end;
  using Members::max_size;
  using Members::size;
  using typename Members::const_iterator;
  using typename Members::difference_type;
  using typename Members::iterator;
  using typename Members::size_type;
  using typename Members::value_type;

  JsonMembers() = default;
  template <typename Iterator>
  JsonMembers(Iterator first, Iterator last) {
    insert(first, last);
  }
  JsonMembers(std::initializer_list<value_type> members) { insert(members.begin(), members.end()); }

  bool operator==(const JsonMembers& other) const { return members() == other.members(); }
  std::partial_ordering operator<=>(const JsonMembers& other) const {
    return members() <=> other.members();
  }

  iterator find(std::string_view key) {
    return begin() + static_cast<difference_type>(place_of(key));
  }
  [[nodiscard]] const_iterator find(std::string_view key) const {
    return begin() + static_cast<difference_type>(place_of(key));
  }
  [[nodiscard]] size_type count(std::string_view key) const { return find(key) == end() ? 0 : 1; }

  // Adds nothing when there is such a member.
  template <typename SomeKey>
  std::pair<iterator, bool> emplace(SomeKey&& key, Value&& value) {
    if (const auto at = find(key); at != end()) return {at, false};
    add(std::forward<SomeKey>(key), std::move(value));
    return {std::prev(end()), true};
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
    if (const auto at = find(key); at != end()) return at->second;
    return add(std::forward<SomeKey>(key), Value());
  }
  const Value& operator[](std::string_view key) const { return at(key); }

  Value& at(std::string_view key) {
    if (const auto found = find(key); found != end()) return found->second;
    throw std::out_of_range("key not found");
  }
  [[nodiscard]] const Value& at(std::string_view key) const {
    if (const auto found = find(key); found != end()) return found->second;
    throw std::out_of_range("key not found");
  }

  size_type erase(std::string_view key) {
    const auto at = find(key);
    if (at == end()) return 0;
    erase(at);
    return 1;
  }
  iterator erase(iterator at) { return erase(at, std::next(at)); }
  iterator erase(iterator first, iterator last) {
    const auto next = Members::erase(first, last);
    index_.erased_from(members());
    return next;
  }
  void clear() {
    Members::clear();
    index_ = {};
  }

 private:
  [[nodiscard]] const Members& members() const { return *this; }

  [[nodiscard]] size_type place_of(std::string_view key) const {
    if (index_.is_built()) return index_.place_of(key, size());
    size_type place = 0;
    while (place < size() && members()[place].first != key) ++place;
    return place;
  }
  template <typename SomeKey>
  Value& add(SomeKey&& key, Value&& value) {
    this->emplace_back(std::forward<SomeKey>(key), std::move(value));
    index_.added_to(members());
    return this->back().second;
  }

  JsonMemberIndex index_;
};

}  // namespace conform
