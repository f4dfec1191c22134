#include "mock_server/redact/secret_index.hpp"

#include <algorithm>
#include <utility>

namespace conform {
namespace {

std::uint64_t start_of(std::string_view text) {
  std::uint64_t key = 0;
  for (std::size_t at = 0; at < SecretIndex::kShortest; ++at) {
    key = key << 8U | static_cast<unsigned char>(text[at]);
  }
  return key;
}

std::size_t first_two(std::string_view text) {
  return static_cast<std::size_t>(static_cast<unsigned char>(text[0])) << 8U |
         static_cast<unsigned char>(text[1]);
}

}  // namespace

void SecretIndex::add(std::string secret, std::size_t number) {
  if (secret.size() < kShortest) return;
  starts_.set(first_two(secret));
  std::vector<Item>& items = by_start_[start_of(secret)];
  const auto shorter = std::ranges::find_if(
      items, [&](const Item& item) { return item.text.size() < secret.size(); });
  items.insert(shorter, {std::move(secret), number});
}

const SecretIndex::Item* SecretIndex::longest_at(std::string_view text, std::size_t at,
                                                 const Accept& accept) const {
  const std::string_view rest = text.substr(at);
  if (!starts_.test(first_two(rest))) return nullptr;
  const auto found = by_start_.find(start_of(rest));
  if (found == by_start_.end()) return nullptr;
  for (const Item& item : found->second) {
    if (rest.starts_with(item.text) && accept({at, at + item.text.size(), item.number})) {
      return &item;
    }
  }
  return nullptr;
}

std::vector<SecretIndex::Found> SecretIndex::find(std::string_view text,
                                                  const Accept& accept) const {
  std::vector<Found> all;
  if (empty()) return all;
  for (std::size_t at = 0; at + kShortest <= text.size();) {
    const Item* item = longest_at(text, at, accept);
    if (item == nullptr) {
      ++at;
      continue;
    }
    all.push_back({at, at + item->text.size(), item->number});
    at += item->text.size();
  }
  return all;
}

}  // namespace conform
