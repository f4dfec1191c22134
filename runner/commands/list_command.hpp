// `omni-conform list`: what there is to name on the command line.
#pragma once

#include <string>

#include "runner/program/streams.hpp"

namespace conform::runner {

struct ListOptions {
  std::string fixtures;
  std::string what;  // "scenarios", "profiles", "requirements", "formats", "cases"; empty: all
  bool json = false;
};

int list_command(const ListOptions& options, Streams& streams);  // throws UsageError

}  // namespace conform::runner
