#include "suites/words/spoken_time.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string_view>
#include <utility>

namespace conform {

std::string spoken(Duration time) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  using Unit = std::pair<decltype(ms), std::string_view>;
  for (const auto& [length, name] : {Unit{86'400'000, "day"}, Unit{3'600'000, "hour"},
                                     Unit{60'000, "minute"}, Unit{1000, "second"}}) {
    if (ms == 0 || ms % length != 0) continue;
    const auto count = ms / length;
    return fmt::format("{} {}{}", count, name, count == 1 ? "" : "s");
  }
  return fmt::format("{} ms", ms);
}

}  // namespace conform
