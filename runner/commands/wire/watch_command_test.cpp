#include "runner/commands/wire/watch_command.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <memory>
#include <sstream>

#include "clients/browser/person.hpp"
#include "clients/profile/setups.hpp"
#include "clients/scripted/scripted_client.hpp"
#include "foundation/http/url.hpp"
#include "mock_server/mock_omni.hpp"
#include "mock_server/serving/omni_server.hpp"
#include "runner/commands/source_catalog.hpp"
#include "runner/plays/play_setup.hpp"

namespace conform::runner {

using clients::ClientSetup;
using clients::load_setups;
using clients::Person;
using clients::ScriptedClient;
using mock::MockOmni;
using mock::OmniServer;

namespace {

using testing::HasSubstr;
using testing::Not;

// What one scripted profile leaves behind when it connects with a key and lists the tools.
std::vector<Entry> record_of(const std::string& profile) {
  const PlaySetup play_setup = load_play_setup(source_catalog().folder, 1);
  OmniServer server(play_setup.world, play_setup.fixtures, std::make_shared<ManualClock>(), 1);
  server.listen();
  MockOmni& mock = server.mock();
  Person person(mock);
  ScriptedClient client(source_catalog().profiles.at(profile), mock, person, 1);
  Connect by_key;
  by_key.url = Connect::Url::kInstance;
  by_key.organization = "acme";
  by_key.key = "acme_querier_key";
  client.perform(by_key);
  client.perform(ListTools{});
  client.finish();
  server.stop();
  return mock.transcript().entries();
}

conform::Run watched(const std::vector<Entry>& record) {
  static const PlaySetup play_setup = load_play_setup(source_catalog().folder, 1);
  return watched_run(play_setup.world, record);
}

TEST(Watch, JudgesEachClientByTheRulesOfEveryScenario) {
  const conform::Run good = watched(record_of("reference"));
  ASSERT_EQ(good.plays.size(), 1U);
  EXPECT_EQ(good.plays[0].profile, "key acme_querier_key");
  EXPECT_EQ(good.plays[0].verdict, Verdict::kPass);
  const conform::Run bad = watched(record_of("no_protocol_version"));
  ASSERT_EQ(bad.plays.size(), 1U);
  EXPECT_EQ(bad.plays[0].verdict, Verdict::kFail);
}

TEST(Watch, ShowsNoSecret) {
  const std::vector<Entry> record = record_of("reference");
  std::string key;
  for (const Entry& entry : record) {
    const auto* exchange = std::get_if<Exchange>(&entry);
    if (exchange != nullptr && key.empty()) key = exchange->request.bearer();
  }
  ASSERT_THAT(key, Not(testing::IsEmpty()));
  const conform::Run run = watched(record);
  std::size_t credentials = 0;
  for (const Entry& entry : run.plays.at(0).entries) {
    const auto* shown = std::get_if<Exchange>(&entry);
    if (shown == nullptr || !shown->request.headers.has("Authorization")) continue;
    EXPECT_THAT(shown->request.headers.get("Authorization"), Not(HasSubstr(key)));
    ++credentials;
  }
  EXPECT_GT(credentials, 0U);
}

TEST(Watch, NobodyCameIsNoPass) { EXPECT_TRUE(watched({}).plays.empty()); }

// A client names itself with what a terminal and a CI service obey.
TEST(Watch, TellsATerminalNothingThatItObeys) {
  const PlaySetup play_setup = load_play_setup(source_catalog().folder, 1);
  MockOmni mock(play_setup.world, play_setup.fixtures, std::make_shared<ManualClock>(), 1);
  for (const char* name : {"\x1b]0;pwn\x07\x1b[31m",
                           "\xc2\x9b"
                           "31m",
                           "a\n::error::x", "##vso[task.setvariable]x", "##[error]x",
                           "\xe2\x80\xae"
                           "desrever",
                           "\r\x1b[2K", "\xff\xfe"}) {
    Request registration;
    registration.method = "POST";
    registration.target = "/oauth/register";
    registration.headers = {{"Host", Url::parse(mock.origin("callbacks"))->authority()},
                            {"Content-Type", "application/json"}};
    registration.body =
        Json{{"client_name", name}, {"redirect_uris", {"http://127.0.0.1:1/cb"}}}.dump(
            -1, ' ', false, Json::error_handler_t::replace);
    mock.handle(registration);
    Request ping = registration;
    ping.target = "/callback/mcp";
    ping.headers.add("User-Agent", name);
    ping.headers.add("Accept", std::string("text/") + name);
    ping.body = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
    mock.handle(ping);
  }
  std::ostringstream out;
  LiveOutput(out).tell(*mock.world(), mock.transcript());
  EXPECT_THAT(out.str(), HasSubstr("FAIL"));
  for (const std::string_view obeyed :
       {"\x1b", "\x07", "\r", "\xc2\x9b", "\xe2\x80\xae", "\n::", "##vso[", "##[", "\xff"}) {
    EXPECT_THAT(out.str(), Not(HasSubstr(obeyed)));
  }
}

TEST(Setups, NameTheMocksUrlsAndAKeyThatWorks) {
  const PlaySetup play_setup = load_play_setup(source_catalog().folder, 1);
  const MockOmni mock(play_setup.world, play_setup.fixtures, std::make_shared<ManualClock>(), 1);
  const std::vector<ClientSetup> setups = load_setups(source_catalog().folder / "setups.json");
  EXPECT_EQ(setups.size(), 6U);
  for (const ClientSetup& setup : setups) {
    std::ostringstream out;
    write_setup(setup, mock, out);
    EXPECT_THAT(out.str(), HasSubstr(mock.oauth_url())) << setup.client;
    EXPECT_THAT(out.str(), HasSubstr("/mcp/https")) << setup.client;
    EXPECT_THAT(out.str(), HasSubstr(mock.world()->keys.front().secret)) << setup.client;
    EXPECT_THAT(out.str(), Not(HasSubstr("{key"))) << setup.client;
  }
}

}  // namespace
}  // namespace conform::runner
