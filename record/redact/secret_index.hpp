// Many secrets, found in a text in one pass, however many there are. Reading is thread-safe.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "record/redact/byte_encodings.hpp"

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
  bool empty() const { return long_.by_start.empty() && short_.by_start.empty(); }
  // None overlaps another; of those that begin at one place the longest.
  std::vector<Found> find(std::string_view text, const Accept& accept) const;
  std::optional<Found> first(std::string_view text, const Accept& accept) const;

 private:
  struct Item {
    std::string text;
    std::size_t number = 0;
  };
  // By a hash of so many characters that they begin with: tokens of one server often begin alike.
  struct Group {
    std::size_t shared = 0;
    std::unordered_map<std::size_t, std::vector<Item>> by_start = {};
  };
  const Item* longest_at(std::string_view text, std::size_t at, const Accept& accept) const;
  std::optional<Found> first_from(std::string_view text, std::size_t at,
                                  const Accept& accept) const;

  Group long_{20};
  Group short_{kShortest};
  std::bitset<kPairs> starts_;  // the first two bytes of some secret: most places are none
};

}  // namespace conform
