#include "reports/plots.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace conform::reports {

using bench::BenchResult;
using bench::LoadResult;

namespace {

BenchResult measured() {
  LoadResult run;
  for (int us = 1; us <= 1000; ++us) run.latencies.record(std::chrono::microseconds(us));
  run.succeeded = 1000;
  run.cost.round_trips = 3000;
  run.cost.first_byte = std::chrono::milliseconds(100);
  run.errors["</script><script>hit()</script>"] = 2;
  run.took = std::chrono::seconds(1);
  run.slice_length = std::chrono::microseconds(10);
  run.slices = {{1000, 2, 500, 990, 1000}};
  BenchResult result{"1", "<img src=x>", 1, 0, {{"tools/list", {run, run}}}};
  result.sweeps = {{"pickModel", "connections", {{16, 1000, 1, 2, 0, 3}}}};
  return result;
}

TEST(Plots, CurveRisesToTheSlowest) {
  const Json data = plot_data(measured());
  const Json& curve = data.at("operations").at(0).at("curve");
  double percentile = -1;
  std::int64_t us = 0;
  for (const Json& point : curve) {
    EXPECT_GT(point.at(0).get<double>(), percentile);
    EXPECT_GE(point.at(1).get<std::int64_t>(), us);
    percentile = point.at(0);
    us = point.at(1);
  }
  EXPECT_EQ(curve.back(), Json::array({100, 1000}));
  EXPECT_GT(curve.size(), 50U);
}

TEST(Plots, BinsCountEveryOperationAndLeaveNoGap) {
  const Json data = plot_data(measured());
  std::uint64_t count = 0;
  double end = 0;
  for (const Json& bin : data.at("operations").at(0).at("bins")) {
    if (end > 0) {
      EXPECT_DOUBLE_EQ(bin.at(0).get<double>(), end);
    }
    end = bin.at(1);
    count += bin.at(2).get<std::uint64_t>();
  }
  EXPECT_EQ(count, 2000U);
}

TEST(Plots, TimeIsSplitAndWhatIsLeftIsTheClients) {
  const Json time = plot_data(measured()).at("operations").at(0).at("time");
  EXPECT_DOUBLE_EQ(time.at("first_byte").get<double>(), 100);
  EXPECT_NEAR(time.at("own").get<double>(), 400.5, 1);
  EXPECT_EQ(plot_data(measured()).at("operations").at(0).at("trips"), 3.0);
}

TEST(Plots, AnEmptyResultHasAPage) {
  std::ostringstream out;
  write_bench_page({}, out);
  EXPECT_NE(out.str().find("id=\"bench\""), std::string::npos);
}

TEST(Plots, PageIsWholeAndForeignTextIsNoMarkup) {
  std::ostringstream out;
  write_bench_page(measured(), out);
  const std::string page = out.str();
  EXPECT_EQ(page.find("{{"), page.npos) << page.substr(page.find("{{"), 30);
  EXPECT_EQ(page.find("hit()"), page.npos);
  EXPECT_EQ(page.find("<img src=x>"), page.npos);
  EXPECT_NE(page.find("Chart.js v"), page.npos);
}

}  // namespace
}  // namespace conform::reports
