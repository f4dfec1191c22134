// Many secrets, found in a text in one pass, however many there are. Reading is thread-safe.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace conform {

class SecretIndex {
 public:
  static constexpr std::size_t kShortest = 6;  // what is shorter is not found anywhere

  struct Found {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t number = 0;  // as it was added
  };
  // Whether an occurrence counts.
  using Accept = std::function<bool(const Found&)>;

  void add(std::string secret, std::size_t number);
  bool empty() const { return by_start_.empty(); }
  // None overlaps another; of those that begin at one place the longest.
  std::vector<Found> find(std::string_view text, const Accept& accept) const;

 private:
  struct Item {
    std::string text;
    std::size_t number = 0;
  };
  const Item* longest_at(std::string_view text, std::size_t at, const Accept& accept) const;

  std::unordered_map<std::uint64_t, std::vector<Item>> by_start_;
  std::bitset<65536> starts_;  // the first two bytes of some secret: most places are none
};

}  // namespace conform
