#include "runner/choice/shard.hpp"

#include <gmock/gmock.h>

#include <array>
#include <numeric>

#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

using std::chrono::microseconds;
using testing::ElementsAre;
using testing::HasSubstr;

Environment of(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

std::string error_of(const std::string& text, std::map<std::string, std::string> variables = {}) {
  try {
    return "no error: " + parse_shard(text, of(std::move(variables))).text();
  } catch (const UsageError& error) {
    return error.what();
  }
}

TEST(Shards, AreNumberedFromOne) {
  EXPECT_EQ(parse_shard("2/3", of({})).text(), "2/3");
  EXPECT_TRUE(parse_shard("", of({})).is_whole());
  EXPECT_TRUE(parse_shard("1/1", of({})).is_whole());
}

TEST(Shards, ThatDoNotExistAreAnError) {
  for (const char* text : {"0/3", "4/3", "1", "1/", "/3", "1/0", "a/b", "-1/3", "1/3/5"}) {
    EXPECT_THAT(error_of(text), HasSubstr("I/N")) << text;
  }
}

TEST(Shards, ComeFromTheEnvironmentWhenAsked) {
  const auto shard = [](std::map<std::string, std::string> variables) {
    return parse_shard("auto", of(std::move(variables))).text();
  };
  EXPECT_EQ(shard({{"JOB_COMPLETION_INDEX", "0"}, {"JOB_COMPLETION_COUNT", "4"}}), "1/4");
  EXPECT_EQ(shard({{"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "2"}}), "2/2");
  EXPECT_EQ(shard({{"CIRCLE_NODE_INDEX", "1"}, {"CIRCLE_NODE_TOTAL", "2"}}), "2/2");
  EXPECT_EQ(shard({{"BUILDKITE_PARALLEL_JOB", "0"}, {"BUILDKITE_PARALLEL_JOB_COUNT", "3"}}), "1/3");
  EXPECT_EQ(shard({{"AWS_BATCH_JOB_ARRAY_INDEX", "9"}, {"AWS_BATCH_JOB_ARRAY_SIZE", "10"}}),
            "10/10");
  EXPECT_EQ(shard({{"CLOUD_RUN_TASK_INDEX", "1"}, {"CLOUD_RUN_TASK_COUNT", "2"}}), "2/2");
  EXPECT_EQ(shard({{"SEMAPHORE_JOB_INDEX", "1"}, {"SEMAPHORE_JOB_COUNT", "2"}}), "1/2");
  EXPECT_EQ(shard({{"SYSTEM_JOBPOSITIONINPHASE", "2"}, {"SYSTEM_TOTALJOBSINPHASE", "2"}}), "2/2");
  EXPECT_THAT(error_of("auto"), HasSubstr("CI_NODE_TOTAL"));
  EXPECT_THAT(error_of("auto", {{"CI_NODE_INDEX", "3"}, {"CI_NODE_TOTAL", "2"}}),
              HasSubstr("CI_NODE_INDEX=3"));
  // An environment that nobody asked about splits nothing.
  EXPECT_TRUE(parse_shard("", of({{"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "2"}})).is_whole());
}

// sbatch --array begins anywhere and may leave indices out.
TEST(Shards, OfASlurmArrayAreCountedFromItsFirst) {
  const auto part = [](const char* id, const char* min, const char* step) {
    std::map<std::string, std::string> variables = {{"SLURM_ARRAY_TASK_ID", id},
                                                    {"SLURM_ARRAY_TASK_COUNT", "3"}};
    if (*min != '\0') variables["SLURM_ARRAY_TASK_MIN"] = min;
    if (*step != '\0') variables["SLURM_ARRAY_TASK_STEP"] = step;
    return of(std::move(variables));
  };
  EXPECT_EQ(parse_shard("auto", part("0", "0", "1")).text(), "1/3");
  EXPECT_EQ(parse_shard("auto", part("3", "1", "1")).text(), "3/3");
  EXPECT_EQ(parse_shard("auto", part("11", "7", "2")).text(), "3/3");
  EXPECT_EQ(parse_shard("auto", part("2", "", "")).text(), "3/3");
  for (const auto& [id, min, step] :
       {std::array{"6", "7", "1"}, std::array{"8", "7", "2"}, std::array{"8", "7", "0"},
        std::array{"10", "7", "1"}, std::array{"1", "x", "1"}, std::array{"-1", "0", "1"}}) {
    EXPECT_THROW(parse_shard("auto", part(id, min, step)), UsageError) << id << min << step;
  }
}

std::vector<Cell> cells(std::size_t count) {
  std::vector<Cell> made;
  made.reserve(count);
  for (std::size_t at = 0; at < count; ++at) made.push_back({std::to_string(at), "a"});
  return made;
}

TEST(Split, ByCountWithoutCosts) {
  EXPECT_THAT(split(cells(5), 2, {}), ElementsAre(1, 2, 1, 2, 1));
  EXPECT_THAT(split(cells(2), 5, {}), ElementsAre(1, 2));
  EXPECT_THAT(split({}, 3, {}), ElementsAre());
}

TEST(Split, GivesEachShardAsMuchToDo) {
  const Costs costs = {{{"0", "a"}, microseconds(100)},
                       {{"1", "a"}, microseconds(10)},
                       {{"2", "a"}, microseconds(60)},
                       {{"3", "a"}, microseconds(50)},
                       {{"4", "a"}, microseconds(20)}};
  EXPECT_THAT(split(cells(5), 2, costs), ElementsAre(1, 2, 2, 2, 1));
}

TEST(Split, TakesTheAverageForWhatIsNotKnown) {
  const Costs costs = {{{"0", "a"}, microseconds(100)}, {{"1", "a"}, microseconds(200)}};
  // 200, then 150 for the unknown one, then 100 beside it.
  EXPECT_THAT(split(cells(3), 2, costs), ElementsAre(2, 1, 2));
}

}  // namespace
}  // namespace conform::runner
