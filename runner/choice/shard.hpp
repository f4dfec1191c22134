// A run split among machines: which part is ours, and which plays belong to it. Pure functions.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace conform::runner {

// Plays of a run and parts of it; far more than there are (docs/limits.md).
inline constexpr std::size_t kMostPlays = 200'000;
inline constexpr std::size_t kMostShards = 10'000;

struct Shard {
  std::size_t index = 1;  // from 1
  std::size_t count = 1;
  [[nodiscard]] bool is_whole() const { return count == 1; }
  [[nodiscard]] bool is_part() const {
    return index >= 1 && index <= count && count <= kMostShards;
  }
  [[nodiscard]] std::string text() const;  // "2/3"
  bool operator==(const Shard&) const = default;
};

// The value of a variable of the environment, or nullopt.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// "2/3"; "auto" takes both numbers from what an engine sets for the parts of a job: a Kubernetes
// Indexed Job, GitLab, CircleCI, Buildkite, a Slurm array, AWS Batch, Cloud Run, Semaphore or Azure
// Pipelines, the first that is there; empty is the whole. Throws UsageError.
Shard parse_shard(const std::string& text, const Environment& environment);

struct Cell {
  std::string scenario;
  std::string profile;
  auto operator<=>(const Cell&) const = default;
};

using Costs = std::map<Cell, std::chrono::microseconds>;

// The shard of each cell, from 1. Cells are dealt out by their cost, the largest first, each to the
// shard with the least work. A cell of unknown cost counts as the average of the known ones. The
// same input makes the same split on every machine.
std::vector<std::size_t> split(const std::vector<Cell>& cells, std::size_t shards,
                               const Costs& costs);

}  // namespace conform::runner
