#include "bench/measure/sweep.hpp"

#include <gtest/gtest.h>

#include "mock_server/serving/omni_server.hpp"

namespace conform::bench {

using mock::Fixtures;
using mock::load_world;
using mock::OmniServer;

namespace {

class Sweeps : public testing::Test {
 protected:
  Sweeps()
      : fixtures(std::make_shared<const Fixtures>(CONFORM_SOURCE_DIR "/fixtures")),
        server(load_world(fixtures->folder / "worlds" / "acme.json"), fixtures,
               std::make_shared<SystemClock>(), 1) {
    server.listen();
    target = target_of(server.mock());
    sweep_server.fresh = [this]() -> const Target& {
      ++freshened;
      return target;
    };
    sweep_server.resident_bytes = [this] { return memory += 10; };
    plan.warm_up = std::chrono::milliseconds(0);
    plan.duration = std::chrono::hours(1);
  }
  std::shared_ptr<const Fixtures> fixtures;
  OmniServer server;
  Target target;
  SweepServer sweep_server;
  int freshened = 0;
  std::uint64_t memory = 0;
  LoadPlan plan;
  const Measurable& measurable = *find_measurable("refused-key");
};

TEST_F(Sweeps, EachNumberOfConnectionsHasAServerOfItsOwn) {
  plan.most_operations = 50;
  const Sweep sweep = sweep_connections(measurable, sweep_server, {1, 4}, plan, {});
  ASSERT_EQ(sweep.points.size(), 2U);
  EXPECT_EQ(freshened, 2);
  EXPECT_EQ(sweep.points[1].at, 4U);
  EXPECT_GT(sweep.points[1].rate, 0);
  EXPECT_GT(sweep.points[1].p50_us, 0);
  EXPECT_EQ(sweep.points[1].resident_bytes, memory);
}

TEST_F(Sweeps, ExchangesAddUpOnOneServer) {
  const Sweep sweep = sweep_exchanges(measurable, sweep_server, {20, 50, 120}, plan, {});
  ASSERT_EQ(sweep.points.size(), 3U);
  EXPECT_EQ(freshened, 1);
  EXPECT_EQ(server.mock().transcript().exchanges().size(), 120U);
}

TEST_F(Sweeps, AStopLeavesWhatThereIs) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(
      sweep_connections(measurable, sweep_server, {1, 4}, plan, stop.get_token()).points.empty());
}

}  // namespace
}  // namespace conform::bench
