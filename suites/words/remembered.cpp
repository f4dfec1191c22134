#include "suites/words/remembered.hpp"

#include <algorithm>
#include <utility>

namespace conform {

void RememberedSet::add(const std::string& text) {
  if (!texts_.contains(text)) texts_.put(text, {});
}

void RememberedTexts::add(const std::string& text) {
  constexpr std::size_t kShortTexts = 16;
  if (text.empty() || known_.contains(text)) return;
  known_.add(text);
  if (text.size() < SecretIndex::kShortest) {
    short_.push_back(text);
    if (short_.size() > kShortTexts) short_.pop_front();
    return;
  }
  if (in_newer_ == kOfAnIndex) {
    indexes_[0] = std::exchange(indexes_[1], SecretIndex());
    in_newer_ = 0;
  }
  indexes_[1].add(text, in_newer_++);
}

bool RememberedTexts::contains(std::string_view text) const { return known_.contains(text); }

bool RememberedTexts::stand_in(std::string_view text) const {
  const auto any = [](const SecretIndex::Found&) { return true; };
  const auto in_text = [&](const SecretIndex& index) { return index.first(text, any).has_value(); };
  return std::ranges::any_of(indexes_, in_text) ||
         std::ranges::any_of(short_, [&](const std::string& one) { return text.contains(one); });
}

}  // namespace conform
