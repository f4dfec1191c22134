#include "record/redact/secret_index.hpp"

#include <algorithm>
#include <utility>

#include "record/redact/byte_encodings.hpp"

namespace conform {
namespace {

std::size_t start_of(std::string_view text, std::size_t shared) {
  return std::hash<std::string_view>()(text.substr(0, shared));
}

}  // namespace

void SecretIndex::add(std::string secret, std::size_t number) {
  if (secret.size() < kShortest) return;
  starts_.set(first_pair(secret));
  Group& group = secret.size() >= long_.shared ? long_ : short_;
  std::vector<Item>& items = group.by_start[start_of(secret, group.shared)];
  const auto shorter = std::ranges::find_if(
      items, [&](const Item& item) { return item.text.size() < secret.size(); });
  items.insert(shorter, {std::move(secret), number});
}

const SecretIndex::Item* SecretIndex::longest_at(std::string_view text, std::size_t at,
                                                 const Accept& accept) const {
  const std::string_view rest = text.substr(at);
  if (!starts_.test(first_pair(rest))) return nullptr;
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

std::optional<SecretIndex::Found> SecretIndex::first_from(std::string_view text, std::size_t at,
                                                          const Accept& accept) const {
  for (; at + kShortest <= text.size(); ++at) {
    if (const Item* item = longest_at(text, at, accept)) {
      return Found{at, at + item->text.size(), item->number};
    }
  }
  return std::nullopt;
}

std::optional<SecretIndex::Found> SecretIndex::first(std::string_view text,
                                                     const Accept& accept) const {
  return empty() ? std::nullopt : first_from(text, 0, accept);
}

std::vector<SecretIndex::Found> SecretIndex::find(std::string_view text,
                                                  const Accept& accept) const {
  std::vector<Found> all;
  for (auto found = first(text, accept); found; found = first_from(text, found->end, accept)) {
    all.push_back(*found);
  }
  return all;
}

}  // namespace conform
