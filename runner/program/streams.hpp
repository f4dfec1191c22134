// Where a command writes, and whether somebody watches. Commands never touch std::cout.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace conform::runner {

struct Streams {
  std::ostream& out;
  std::ostream& err;
  bool colour = false;    // out is a terminal that wants colour
  bool progress = false;  // err is a terminal: a line there may be overwritten
  std::size_t width = 100;
  std::string step_summary = {};  // the file of GitHub's job summary, or empty
  // The words of the command line, or none where nobody typed one.
  std::vector<std::string> command = {};
};

}  // namespace conform::runner
