// What became of plays since an earlier run: for people who look for what they broke.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "suites/verdict.hpp"

namespace conform::reports {

enum class News {
  kNew,    // something in it is red that was not, or was not played
  kFixed,  // it was red and is not
  kStill,  // it was red and is, by nothing new
};
std::string_view to_string(News news);  // "new", "fixed", "still"

// Pure.
struct Since {
  std::string file;  // the earlier run, as the user named it
  // (scenario, profile) of this run's plays; what was red in neither run is not here.
  std::map<std::pair<std::string, std::string>, News> plays = {};

  // nullptr: red in neither run.
  [[nodiscard]] const News* of(const Play& play) const;
  [[nodiscard]] std::size_t count(News news) const;
  // "2 new, 1 fixed, 3 still red"; "nothing was or is red".
  [[nodiscard]] std::string counted() const;
};

}  // namespace conform::reports
