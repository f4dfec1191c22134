#include "record/redact/secret_index.hpp"

#include <algorithm>
#include <utility>

namespace conform {
namespace {

std::size_t start_of(std::string_view text, std::size_t shared) {
  return std::hash<std::string_view>()(text.substr(0, shared));
}

std::size_t first_two(std::string_view text) {
  return static_cast<std::size_t>(static_cast<unsigned char>(text[0])) << 8U |
         static_cast<unsigned char>(text[1]);
}

}  // namespace

void SecretIndex::add(std::string secret, std::size_t number) {
  if (secret.size() < kShortest) return;
  starts_.set(first_two(secret));
  Group& group = secret.size() >= long_.shared ? long_ : short_;
  std::vector<Item>& items = group.by_start[start_of(secret, group.shared)];
  const auto shorter = std::ranges::find_if(
      items, [&](const Item& item) { return item.text.size() < secret.size(); });
  items.insert(shorter, {std::move(secret), number});
}

const SecretIndex::Item* SecretIndex::longest_at(std::string_view text, std::size_t at,
                                                 const Accept& accept) const {
  const std::string_view rest = text.substr(at);
  if (!starts_.test(first_two(rest))) return nullptr;
  for (const Group* group : {&long_, &short_}) {
    if (rest.size() < group->shared) continue;
    const auto found = group->by_start.find(start_of(rest, group->shared));
    if (found == group->by_start.end()) continue;
    for (const Item& item : found->second) {
      const bool is_there = rest.starts_with(item.text);
      if (is_there && accept({at, at + item.text.size(), item.number})) return &item;
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
