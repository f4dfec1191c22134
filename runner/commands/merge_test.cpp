#include <gmock/gmock.h>

#include "runner/commands/merge_command.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/results/assemble.hpp"

namespace conform::runner {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Play play(std::string scenario, std::string title = "") {
  Play made;
  made.scenario = std::move(scenario);
  made.profile = "cursor";
  made.title = std::move(title);
  made.verdict = Verdict::kPass;
  return made;
}

NamedStream stream(std::size_t index, std::vector<std::size_t> cells, std::vector<Play> plays) {
  NamedStream made;
  made.file = std::to_string(index) + ".jsonl";
  made.stream.head.profiles = {"cursor"};
  made.stream.head.scenarios = {"a", "b", "c", "d"};
  made.stream.head.shard = {index, 2};
  made.stream.head.cells = std::move(cells);
  made.stream.plays = std::move(plays);
  return made;
}

std::vector<std::string> errors_of(Merged whole) {
  const auto run = assembled(whole.head, std::move(whole.plays));
  std::vector<std::string> errors;
  errors.reserve(run.plays.size());
  for (const Play& one : run.plays) errors.push_back(one.error);
  return errors;
}

TEST(Merge, JoinsShards) {
  const Merged whole = merged(
      {stream(2, {1, 3}, {play("b"), play("d")}), stream(1, {0, 2}, {play("c"), play("a")})});
  EXPECT_THAT(whole.remarks, IsEmpty());
  EXPECT_THAT(errors_of(whole), ElementsAre("", "", "", ""));
  EXPECT_TRUE(whole.head.shard.is_whole());
}

TEST(Merge, SaysWhichShardEndsEarly) {
  const Merged whole = merged({stream(1, {0, 2}, {play("a")}), stream(2, {1, 3}, {play("b")})});
  EXPECT_THAT(errors_of(whole),
              ElementsAre("", "", HasSubstr("1.jsonl ends"), HasSubstr("2.jsonl ends")));
  EXPECT_THAT(whole.remarks, SizeIs(2));
}

TEST(Merge, SaysWhichShardIsMissing) {
  const Merged whole = merged({stream(1, {0, 2}, {play("a"), play("c")})});
  EXPECT_THAT(whole.remarks, ElementsAre("2 plays are missing: missing is shard 2/2."));
}

TEST(Merge, SaysWhenShardsWereSplitByDifferentMeasures) {
  const Merged whole = merged(
      {stream(1, {0, 1}, {play("a"), play("b")}), stream(2, {1, 3}, {play("b"), play("d")})});
  EXPECT_THAT(whole.remarks, ElementsAre(HasSubstr("more than once"), HasSubstr("split alike")));
}

TEST(Merge, OfPlaysOfOneCellTheLastCounts) {
  Merged whole =
      merged({stream(1, {0, 1, 2, 3}, {play("a", "first"), play("b"), play("c"), play("d")}),
              stream(1, {0, 1, 2, 3}, {play("a", "second")})});
  EXPECT_EQ(assembled(whole.head, std::move(whole.plays)).plays.at(0).title, "second");
}

TEST(Merge, RefusesPartsOfDifferentRuns) {
  NamedStream other = stream(2, {1, 3}, {});
  other.stream.head.seed = 2;
  EXPECT_THROW(merged({stream(1, {0, 2}, {}), other}), UsageError);
}

}  // namespace
}  // namespace conform::runner
