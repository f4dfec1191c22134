#include "runner/plays/wire_printer.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "clients/scripted/scripted_client.hpp"
#include "reports/evidence.hpp"
#include "reports/wire.hpp"
#include "runner/commands/source_catalog.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/play_setup.hpp"

namespace conform::runner {

using clients::Profile;
using mock::ApiKey;
using mock::MockOmni;
using reports::wire_text;

namespace {

using testing::HasSubstr;
using testing::Not;

// What is printed while the reference client plays the scenario, and the play.
struct Shown {
  Play play;
  std::string text;
};

Shown shown(const char* scenario) {
  PlaySetup setup = load_play_setup(source_catalog().folder, 1);
  std::ostringstream out;
  setup.onlooker = [&](const Scenario&, const Profile&, const MockOmni& mock,
                       const std::stop_token& stop) {
    WirePrinter(setup.world, mock, out, false).follow(stop);
  };
  Play play =
      play_scripted(*find_scenario(scenario), source_catalog().profiles.at("reference"), setup);
  return {std::move(play), out.str()};
}

// A number in a finding is the number of an entry that was printed, with the same pseudonyms.
TEST(PrintsTheWire, AsTheReportsHaveIt) {
  for (const char* scenario : {"api_key/happy_path", "oauth/happy_path"}) {
    const auto [play, text] = shown(scenario);
    ASSERT_FALSE(play.entries.empty());
    std::string expected;
    for (const Entry& entry : play.entries) expected += wire_text(entry, false);
    EXPECT_EQ(text, expected) << scenario;
  }
}

TEST(PrintsTheWire, WithoutSecrets) {
  const auto [play, text] = shown("api_key/happy_path");
  EXPECT_THAT(text, HasSubstr("Authorization: Bearer api_key#"));
  const PlaySetup setup = load_play_setup(source_catalog().folder, 1);
  for (const ApiKey& key : setup.world.keys) EXPECT_THAT(text, Not(HasSubstr(key.secret)));
}

}  // namespace
}  // namespace conform::runner
