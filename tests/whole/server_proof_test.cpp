// The proof of the server checks, whole: each defect of the mock is caught, each check catches one,
// and without its checks the mock's defects go unnoticed.
#include <gmock/gmock.h>

#include <sstream>

#include "runner/commands/prove_server_command.hpp"
#include "runner/plays/play_setup.hpp"
#include "runner/program/installation.hpp"

namespace conform {

using mock::broken_servers;
using mock::BrokenServer;
using mock::find_broken_server;
using runner::fixtures_folder;
using runner::load_play_setup;
using runner::PlaySetup;
using runner::prove_servers;
using runner::ServerKillTable;
using verify::server_checks;
using verify::ServerCheck;

namespace {

using ::testing::IsEmpty;

const PlaySetup& setup() {
  static const PlaySetup loaded = load_play_setup(fixtures_folder(""), 1);
  return loaded;
}

ServerKillTable proved_by(const std::vector<ServerCheck>& checks,
                          std::span<const BrokenServer> broken) {
  return prove_servers({broken, checks},
                       [&](const BrokenServer* one) { return examine_mock(setup(), checks, one); });
}

TEST(ServerProof, IsComplete) {
  const ServerKillTable table = proved_by(server_checks(), broken_servers());
  std::ostringstream text;
  write_server_table(table, text);
  EXPECT_TRUE(table.complete()) << text.str();
  EXPECT_GE(table.kills.size(), 80U);
  EXPECT_GE(table.checks, 70U);
}

TEST(ServerProof, ADefectWithoutItsCheckSurvives) {
  const BrokenServer* verifier = find_broken_server("any-verifier");
  ASSERT_NE(verifier, nullptr);
  std::vector<ServerCheck> blind = server_checks();
  std::erase_if(blind,
                [](const ServerCheck& check) { return check.id == "wrong-verifier-is-refused"; });
  const ServerKillTable table = proved_by(blind, {verifier, 1});
  ASSERT_EQ(table.kills.size(), 1U);
  EXPECT_THAT(table.kills[0].caught_by, IsEmpty());
  EXPECT_FALSE(table.complete());
}

}  // namespace
}  // namespace conform
