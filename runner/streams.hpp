// Where a command writes, and whether somebody watches. Commands never touch std::cout.
#pragma once

#include <cstddef>
#include <iosfwd>

namespace conform {

struct Streams {
  std::ostream& out;
  std::ostream& err;
  bool colour = false;    // out is a terminal that wants colour
  bool progress = false;  // err is a terminal: a line there may be overwritten
  std::size_t width = 100;
};

}  // namespace conform
