// A report format: a name and a function from a Run to text. Formats register themselves, one file each.
#pragma once

#include <iosfwd>
#include <string_view>
#include <vector>

#include "suites/verdict.hpp"

namespace conform {

struct Format {
  std::string_view name;       // "junit"
  std::string_view describes;  // one line for --help
  void (*write)(const Run& run, std::ostream& out);
};

const std::vector<Format>& all_formats();  // sorted by name
const Format* find_format(std::string_view name);

struct RegisterFormat {
  explicit RegisterFormat(const Format& format);
};

}  // namespace conform
