// What a run is, before anything is played: the head of its stream, and what its reports begin
// with.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "runner/choice/select.hpp"
#include "runner/choice/shard.hpp"

namespace conform::runner {

// Two streams belong together when they differ in the shard at most.
struct RunHead {
  std::string version;
  std::uint64_t seed = 0;
  std::vector<std::string> profiles;
  std::vector<std::string> scenarios;
  std::map<std::string, std::string> replays;  // see Run
  CheckFilter checks;
  Shard shard;
  std::vector<std::size_t> cells;  // the shard's, by their place in cells_of()

  bool operator==(const RunHead&) const = default;
};
std::vector<Cell> cells_of(const RunHead& head);  // scenario-major

}  // namespace conform::runner
