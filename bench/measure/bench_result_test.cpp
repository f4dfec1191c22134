#include "bench/measure/bench_result.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace conform::bench {
namespace {

LoadResult measured(std::int64_t us) {
  LoadResult result;
  for (int i = 0; i < 100; ++i) result.latencies.record(std::chrono::microseconds(us));
  result.succeeded = 100;
  result.cost.round_trips = 300;
  result.took = std::chrono::milliseconds(10);
  return result;
}

BenchResult result_of(std::int64_t us) {
  return {"1", "embedded", 4, 0, {{"tools/list", {measured(us), measured(us + 10), measured(us)}}}};
}

TEST(BenchRow, TakesTheMedianOfItsRepetitionsAndSaysTheSpread) {
  const BenchRow row = result_of(100).rows.front();
  EXPECT_EQ(row.median_us(99), 100);
  EXPECT_EQ(row.spread_us(99), 10);
  EXPECT_DOUBLE_EQ(row.median_rate(), 10'000);
  EXPECT_EQ(row.total().cost.round_trips, 900U);
}

TEST(BenchResult, SurvivesItsFile) {
  const auto file = std::filesystem::path(testing::TempDir()) / "bench_result.json";
  BenchResult result = result_of(123);
  result.rows.front().repetitions.front().slice_length = std::chrono::microseconds(10);
  result.rows.front().repetitions.front().slices = {{3, 1, 100, 110, 120}, {}};
  result.sweeps = {{"pickModel", "connections", {{16, 1234.5, 100, 200, 2, 30'000'000}}}};
  result.profiles = {{"codex", "Codex", {11, 3, 9000}, {4, 0, 4000}, ""},
                     {"none", "None", {1, 0, 100}, {}, "refused"}};
  const Json json = to_json(result);
  std::ofstream(file) << json;
  EXPECT_EQ(to_json(read_bench_result(file)), json);
  Json broken = json;
  broken["operations"][0]["repetitions"][0]["latencies"]["unit"] = "s";
  std::ofstream(file) << broken;
  try {
    read_bench_result(file);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("/operations/0/repetitions/0/latencies"),
              std::string::npos)
        << error.what();
  }
}

TEST(Tolerance, IsReadOrItsFormIsSaid) {
  EXPECT_EQ(read_tolerance("p99.9>+7.5%").metric, "p99.9");
  EXPECT_EQ(read_tolerance("p99.9>+7.5%").percent, 7.5);
  for (const char* text : {"p99", "p98>+5%", "p99>5%", "p99>+%", "p99>+x%", "p99>+5", ""}) {
    EXPECT_THROW(read_tolerance(text), std::runtime_error) << text;
  }
}

TEST(Compare, WorseIsSlowerOrFewer) {
  const auto exceeds = [](std::int64_t before, std::int64_t now, const char* tolerance) {
    return compare(result_of(before), result_of(now), {read_tolerance(tolerance)}).front().exceeds;
  };
  EXPECT_TRUE(exceeds(100, 125, "p99>+20%"));
  EXPECT_FALSE(exceeds(100, 115, "p99>+20%"));
  EXPECT_FALSE(exceeds(125, 100, "p50>+0%"));
  BenchResult slow = result_of(100);
  for (LoadResult& one : slow.rows.front().repetitions) one.took *= 2;
  EXPECT_TRUE(compare(result_of(100), slow, {read_tolerance("rate>+20%")}).front().exceeds);
  EXPECT_FALSE(compare(slow, result_of(100), {read_tolerance("rate>+20%")}).front().exceeds);
}

TEST(Compare, LeavesOutWhatOnlyOneSideHas) {
  BenchResult other = result_of(100);
  other.rows.front().operation = "getData";
  EXPECT_TRUE(compare(other, result_of(100), {read_tolerance("p50>+1%")}).empty());
}

}  // namespace
}  // namespace conform::bench
