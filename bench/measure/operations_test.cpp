#include "bench/measure/operations.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "mock_server/serving/omni_server.hpp"
#include "mock_server/serving/tls.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::bench {

using mock::Fixtures;
using mock::load_world;
using mock::MockOmni;
using mock::OmniServer;
using mock::TlsIdentity;
using mock::World;

namespace {

class Measured {
 protected:
  Measured()
      : fixtures(std::make_shared<const Fixtures>(CONFORM_SOURCE_DIR "/fixtures")),
        server(load_world(fixtures->folder / "worlds" / "acme.json"), fixtures,
               std::make_shared<SystemClock>(), 1) {
    server.listen();
    target = target_of(mock);
  }
  std::shared_ptr<const Fixtures> fixtures;
  OmniServer server;
  MockOmni& mock = server.mock();
  Target target;
};
class Operations : public Measured, public testing::TestWithParam<std::string> {};
class ColdConnect : public Measured, public testing::Test {};

std::vector<std::string> names() {
  std::vector<std::string> result;
  for (const Measurable& measurable : all_measurables()) result.push_back(measurable.name);
  return result;
}

TEST_P(Operations, CanBePerformedAgainAndAgain) {
  const Measurable& measurable = *find_measurable(GetParam());
  const auto operation = measurable.make(target, measurable.name);
  const Cost first = operation->perform();
  const Cost second = operation->perform();
  EXPECT_GT(first.round_trips, 0U);
  EXPECT_EQ(first.round_trips, second.round_trips);
  EXPECT_GT(first.bytes_received, 0U);
}

TEST_P(Operations, SayWhyTheyFail) {
  mock.live().change({"everything off", [](World& world) {
                        world.organization("acme")->settings.mcp_server = false;
                      }});
  const Measurable& measurable = *find_measurable(GetParam());
  const auto perform = [&] { measurable.make(target, measurable.name)->perform(); };
  // A wrong key is refused either way, and that is what is measured.
  if (measurable.name == "refused-key") return perform();
  EXPECT_THROW(perform(), std::runtime_error);
}

INSTANTIATE_TEST_SUITE_P(All, Operations, testing::ValuesIn(names()), [](const auto& named) {
  std::string name = named.param;
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
});

TEST_F(ColdConnect, NeedsAsManyRequestsAsACorrectClient) {
  const auto operation = find_measurable("connect")->make(target, "connect");
  // 401, resource metadata, server metadata, registration, token, initialize, initialized, list.
  EXPECT_EQ(operation->perform().round_trips, 8U);
}

class OverTls : public testing::Test {
 protected:
  OverTls()
      : folder_(std::filesystem::temp_directory_path() /
                ("operations_test." + std::to_string(::getpid()))),
        identity_(folder_),
        fixtures_(std::make_shared<const Fixtures>(CONFORM_SOURCE_DIR "/fixtures")),
        server_(load_world(fixtures_->folder / "worlds" / "acme.json"), fixtures_,
                std::make_shared<SystemClock>(), 1) {
    server_.listen({.tls = &identity_});
    target_ = target_of(server_.mock());
    target_.allowed_hosts.loopback_authority = identity_.authority_file().string();
  }
  ~OverTls() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  TlsIdentity identity_;
  std::shared_ptr<const Fixtures> fixtures_;
  OmniServer server_;
  Target target_;
};

TEST_F(OverTls, ConnectsByOAuth) {
  const Cost cost = find_measurable("connect")->make(target_, "connect")->perform();
  EXPECT_EQ(cost.round_trips, 8U);
  EXPECT_GT(cost.tls.count(), 0);
}

}  // namespace
}  // namespace conform::bench
