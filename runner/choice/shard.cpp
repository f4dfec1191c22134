#include "runner/choice/shard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// What an engine that runs parts of a job side by side tells each of them.
struct Variables {
  const char* index;
  const char* count;
  std::size_t first;          // the index of the first part, …
  const char* first_in = "";  // … or the variable that has it
  const char* step_in = "";   // the variable with the distance of two indices; without: 1
};
// Kubernetes has no variable for the count of an Indexed Job: the manifest sets one. Jenkins has
// neither: the names of GitLab are the ones that a Jenkinsfile usually sets.
constexpr std::array kVariables = {
    Variables{"JOB_COMPLETION_INDEX", "JOB_COMPLETION_COUNT", 0},
    Variables{"CI_NODE_INDEX", "CI_NODE_TOTAL", 1},
    Variables{"CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0},
    Variables{"BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0},
    Variables{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", 0, "SLURM_ARRAY_TASK_MIN",
              "SLURM_ARRAY_TASK_STEP"},
    Variables{"AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", 0},
    Variables{"CLOUD_RUN_TASK_INDEX", "CLOUD_RUN_TASK_COUNT", 0},
    Variables{"SEMAPHORE_JOB_INDEX", "SEMAPHORE_JOB_COUNT", 1},
    Variables{"SYSTEM_JOBPOSITIONINPHASE", "SYSTEM_TOTALJOBSINPHASE", 1}};

Shard checked(std::optional<std::size_t> index, std::optional<std::size_t> count,
              const std::string& said) {
  const Shard shard{index.value_or(0), count.value_or(0)};
  if (!shard.is_part()) {
    throw UsageError(
        fmt::format("{} is no part of a run: write I/N with 1 <= I <= N <= {}, for example 2/3.",
                    said, kMostShards));
  }
  return shard;
}

// The number of the part, from 1; nullopt where the variables make no sense.
std::optional<std::size_t> part_of(const Variables& names, const std::string& said,
                                   const Environment& environment) {
  const auto number = [&](const char* name, std::size_t without) -> std::optional<std::size_t> {
    const auto value = *name == '\0' ? std::nullopt : environment(name);
    return value ? number_in(*value) : std::optional(without);
  };
  const auto index = number_in(said);
  const auto first = number(names.first_in, names.first);
  const auto step = number(names.step_in, 1);
  if (!index || !first || !step || *step == 0 || *index < *first) return std::nullopt;
  const std::size_t distance = *index - *first;
  if (distance % *step != 0 || distance / *step >= kMostShards) return std::nullopt;
  return distance / *step + 1;
}

Shard from_environment(const Environment& environment) {
  std::string pairs;
  for (const Variables& names : kVariables) {
    const auto index = environment(names.index);
    const auto count = environment(names.count);
    if (index && count) {
      return checked(part_of(names, *index, environment), number_in(*count),
                     fmt::format("{}={} with {}={}", names.index, *index, names.count, *count));
    }
    pairs.append(pairs.empty() ? "" : ", ").append(names.index).append(" and ").append(names.count);
  }
  throw UsageError(
      fmt::format("--shard auto: none of these pairs of variables is set: {}.", pairs));
}

std::chrono::microseconds average(const Costs& costs) {
  if (costs.empty()) return std::chrono::microseconds(1);
  std::chrono::microseconds sum{0};
  for (const auto& [cell, cost] : costs) sum += cost;
  return std::max(sum / static_cast<std::int64_t>(costs.size()), std::chrono::microseconds(1));
}

}  // namespace

std::string Shard::text() const { return fmt::format("{}/{}", index, count); }

Shard parse_shard(const std::string& text, const Environment& environment) {
  if (text.empty()) return {};
  if (text == "auto") return from_environment(environment);
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return checked({}, {}, "--shard " + text);
  return checked(number_in(std::string_view(text).substr(0, slash)),
                 number_in(std::string_view(text).substr(slash + 1)), "--shard " + text);
}

std::vector<std::size_t> split(const std::vector<Cell>& cells, std::size_t shards,
                               const Costs& costs) {
  const std::chrono::microseconds unknown = average(costs);
  std::vector<std::chrono::microseconds> cost(cells.size(), unknown);
  for (std::size_t at = 0; at < cells.size(); ++at) {
    if (const auto known = costs.find(cells[at]); known != costs.end()) cost[at] = known->second;
  }
  std::vector<std::size_t> order(cells.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t at) { return cost[at]; });
  std::vector<std::chrono::microseconds> load(shards, std::chrono::microseconds(0));
  std::vector<std::size_t> shard_of(cells.size());
  for (const std::size_t at : order) {
    const auto least = std::ranges::min_element(load);
    shard_of[at] = static_cast<std::size_t>(least - load.begin()) + 1;
    *least += cost[at];
  }
  return shard_of;
}

}  // namespace conform::runner
