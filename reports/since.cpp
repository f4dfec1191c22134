#include "reports/since.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace conform::reports {

std::string_view to_string(News news) {
  switch (news) {
    case News::kNew:
      return "new";
    case News::kFixed:
      return "fixed";
    case News::kStill:
      return "still";
  }
  return {};
}

const News* Since::of(const Play& play) const {
  const auto found = plays.find({play.scenario, play.profile});
  return found == plays.end() ? nullptr : &found->second;
}

std::size_t Since::count(News news) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(plays, [news](const auto& one) { return one.second == news; }));
}

std::string Since::counted() const {
  constexpr std::array<std::pair<News, std::string_view>, 3> kWords{
      {{News::kNew, "new"}, {News::kFixed, "fixed"}, {News::kStill, "still red"}}};
  std::string text;
  for (const auto& [news, word] : kWords) {
    if (const std::size_t so_many = count(news); so_many > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", so_many, word);
    }
  }
  return text.empty() ? "nothing was or is red" : text;
}

}  // namespace conform::reports
