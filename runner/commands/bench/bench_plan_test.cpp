// Nothing here connects to anything: what may be measured is decided before the first request.
#include "runner/commands/bench/bench_plan.hpp"

#include <gmock/gmock.h>

#include "runner/program/exit_code.hpp"

namespace conform::runner {

using bench::BudgetSpent;
using bench::RequestBudget;
using bench::Target;

namespace {

using testing::HasSubstr;

BenchOptions elsewhere() {
  BenchOptions options;
  options.target = "https://acme.omniapp.co/mcp/https";
  options.key = "omni_osk_x";
  options.confirm_host = "acme.omniapp.co";
  options.operations = {"tools/list"};
  return options;
}

std::string refusal_of(const BenchOptions& options) {
  try {
    plan_of(options);
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

TEST(BenchPlanTest, AnotherMachineMustBeConfirmedByName) {
  BenchOptions options = elsewhere();
  options.confirm_host = "";
  EXPECT_THAT(refusal_of(options), HasSubstr("--confirm-host acme.omniapp.co"));
  options.confirm_host = "globex.omniapp.co";
  EXPECT_THAT(refusal_of(options), HasSubstr("--confirm-host acme.omniapp.co"));
}

TEST(BenchPlanTest, AnotherMachineIsHeldBack) {
  BenchOptions options = elsewhere();
  options.concurrency = 3;
  EXPECT_THAT(refusal_of(options), HasSubstr("--concurrency"));
  options = elsewhere();
  options.rate = 5;
  EXPECT_THAT(refusal_of(options), HasSubstr("--rate"));
  options = elsewhere();
  options.connections = {1, 4};
  EXPECT_THAT(refusal_of(options), HasSubstr("sweeps"));
  options = elsewhere();
  options.operations = {};
  EXPECT_THAT(refusal_of(options), HasSubstr("name the operations"));
  options = elsewhere();
  options.target = "http://acme.omniapp.co/mcp/https";
  EXPECT_THAT(refusal_of(options), HasSubstr("https"));
  options = elsewhere();
  options.oauth_url = "https://callbacks.omniapp.co/callback/mcp";
  EXPECT_THAT(refusal_of(options), HasSubstr("loopback"));
}

TEST(BenchPlanTest, AConfirmedMachineIsReachedWithinABudgetAndNoOtherIs) {
  const BenchPlan plan = plan_of(elsewhere());
  const Target& target = plan.elsewhere.value();
  EXPECT_EQ(plan.load.rate, kMostForeignRate) << "an open loop, though none was asked for";
  EXPECT_TRUE(target.allowed_hosts.allows(Url::parse("https://acme.omniapp.co/mcp/https").value()));
  EXPECT_FALSE(target.allowed_hosts.allows(Url::parse("https://globex.omniapp.co/").value()));
  EXPECT_FALSE(target.allowed_hosts.allows(Url::parse("http://acme.omniapp.co/").value()));
  EXPECT_FALSE(target.has_oauth());
  ASSERT_TRUE(target.budget);
  std::uint64_t sent = 0;
  RequestBudget::Time now{std::chrono::hours(1)};
  for (; sent < 10 * kMostForeignRequests; now += std::chrono::milliseconds(100)) {
    try {
      target.budget->take(now);
      ++sent;
    } catch (const BudgetSpent&) {
      break;
    }
  }
  EXPECT_EQ(sent, kMostForeignRequests);
}

TEST(BenchPlanTest, LoopbackIsFree) {
  BenchOptions options;
  options.target = "http://127.0.0.1:8000/mcp/https";
  EXPECT_THAT(refusal_of(options), HasSubstr("--key"));
  options.key = "x";
  options.concurrency = 256;
  const BenchPlan plan = plan_of(options);
  EXPECT_EQ(plan.elsewhere.value().budget, nullptr);
  EXPECT_FALSE(plan.load.rate);
  options.target = "https://127.0.0.1:8000/mcp/https";
  EXPECT_THAT(refusal_of(options), HasSubstr("http URL on loopback"));
  options.tls_authority = "ca.pem";
  EXPECT_EQ(refusal_of(options), "");
  options.target = "nonsense";
  EXPECT_THAT(refusal_of(options), HasSubstr("nonsense"));
}

}  // namespace
}  // namespace conform::runner
