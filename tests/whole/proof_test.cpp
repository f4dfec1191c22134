// The proof of the whole: the reference passes, every check kills its catcher, and a client that
// does nothing passes nothing.
#include <gtest/gtest.h>

#include <sstream>

#include "runner/commands/prove_command.hpp"
#include "runner/commands/run_command.hpp"
#include "runner/commands/source_catalog.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/play_setup.hpp"

namespace conform {

using clients::Client;
using clients::Outcome;
using clients::Person;
using clients::Profile;
using mock::MockOmni;
using runner::KillTable;
using runner::load_play_setup;
using runner::PlaySetup;
using runner::source_catalog;
using runner::TimeKind;

namespace {

std::string told(const Play& play) {
  std::string text = play.scenario + " x " + play.profile + ": " +
                     std::string(to_string(play.verdict)) + " " + play.error + "\n";
  for (const CheckResult& check : play.checks) {
    if (check.verdict == Verdict::kPass) continue;
    text += "  " + std::string(to_string(check.verdict)) + " " + check.id + ": " +
            check.finding.seen + "\n";
  }
  return text;
}

// Scenarios are linked in by registration; a floor shows when they are lost.
TEST(Whole, HoldsTheScenariosOfThePage) { EXPECT_GE(all_scenarios().size(), 32U); }

TEST(Whole, EveryCheckIsKilledByItsCatcherAndTheReferencePasses) {
  const KillTable table = prove_catalog(source_catalog(), {}, {});
  std::ostringstream text;
  write_kill_table(table, text);
  EXPECT_TRUE(table.complete()) << text.str();
  EXPECT_TRUE(table.idle.empty()) << "broken profiles that no check needs:\n" << text.str();
}

class IdleClient final : public Client {
 public:
  explicit IdleClient(Outcome::Kind kind) : kind_(kind) {}
  Outcome perform(const Intent&) override { return {kind_, ""}; }
  void finish() override {}

 private:
  Outcome::Kind kind_;
};

// However it ends, and even if it says that it did what it was asked for.
TEST(Whole, AClientThatDoesNothingPassesNothing) {
  const PlaySetup setup = load_play_setup(source_catalog().folder, 1);
  Profile profile;
  profile.id = "idle";
  for (const Outcome::Kind kind :
       {Outcome::Kind::kDone, Outcome::Kind::kRefused, Outcome::Kind::kGaveUp,
        Outcome::Kind::kCannot, Outcome::Kind::kCrashed}) {
    for (const Scenario& scenario : all_scenarios()) {
      const Play result = play(
          scenario, profile, setup,
          [kind](const Scenario&, const Profile&, MockOmni&, Person&, std::uint64_t) {
            return std::make_unique<IdleClient>(kind);
          },
          TimeKind::kManual);
      EXPECT_TRUE(is_red(result.verdict)) << told(result);
      EXPECT_NE(result.verdict, Verdict::kHarnessError) << told(result);
    }
  }
}

}  // namespace
}  // namespace conform
