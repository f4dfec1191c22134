#include "clients/programs/command_client.hpp"

#include <gmock/gmock.h>

#include "clients/programs/driven_client_fixture.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::clients {

using mock::World;

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kCall = R"sh(
call() {
  post '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"getData","arguments":{"modelId":"9d9440e5-8522-4507-b092-1ac26ba26673","topicName":"order_items","prompt":"Total revenue by month last year"}}}'
}
)sh";

class CommandClientTest : public DrivenClientTest {
 protected:
  // Scripts by intent.
  Client& start(const std::map<std::string, std::string>& scripts) {
    for (const auto& [intent, script] : scripts) {
      launch_.intents[intent] = {{"bash", "-c",
                                  "url=$0; key=$1\n" + std::string(kPostingScript) + kCall + script,
                                  "{url}", "{api_key}"}};
    }
    client_ =
        std::make_unique<CommandClient>(launch_, scenario_, *mock_, *person_, Values{}, Patience{});
    return *client_;
  }
};

TEST_F(CommandClientTest, RunsACommandForEachIntent) {
  Client& client = start({{"connect_with_key", "echo kept >\"$HOME/file\"; initialize >/dev/null"},
                          {"reconnect", "cat \"$HOME/file\"; initialize >/dev/null"},
                          {"call_tool", "echo called; call >/dev/null"}});
  EXPECT_EQ(client.perform(with_key()).text, "connect");
  EXPECT_EQ(client.perform(with_key()).kind, Outcome::Kind::kDone);
  EXPECT_EQ(client.perform(CallTool{.tool = "getData"}).text, "call getData");
  EXPECT_THAT(output(), ElementsAre("kept", "called"));
  EXPECT_EQ(client.perform(CallAtOnce{}).kind, Outcome::Kind::kCannot);
  EXPECT_EQ(client.perform(Connect{}).text, "there is no command to connect");
}

TEST_F(CommandClientTest, AConnectionThatFailedIsMadeFromTheStart) {
  Client& client = start({{"connect_with_key",
                           "cat \"$HOME/file\"; echo kept >\"$HOME/file\"; key=wrong; "
                           "initialize >/dev/null; exit 1"},
                          {"reconnect", "echo reconnects"}});
  EXPECT_EQ(client.perform(with_key()).kind, Outcome::Kind::kRefused);
  EXPECT_EQ(client.perform(with_key()).kind, Outcome::Kind::kRefused);
  EXPECT_THAT(output(), Not(Contains("kept")));
  EXPECT_THAT(output(), Not(Contains("reconnects")));
}

TEST_F(CommandClientTest, BelievesAProgramThatClaimsSuccess) {
  mock_->live().change(
      {"queries time out", [](World& world) { world.mcp.query_times_out = true; }});
  Client& client = start({{"connect_with_key", "initialize >/dev/null"},
                          {"call_tool", "call >/dev/null; echo 'All is well.'"}});
  client.perform(with_key());
  EXPECT_EQ(client.perform(CallTool{.tool = "getData"}).kind, Outcome::Kind::kDone);
}

TEST_F(CommandClientTest, ARefusalThatIsPassedOnWordForWordIsOne) {
  mock_->live().change(
      {"queries time out", [](World& world) { world.mcp.query_times_out = true; }});
  Client& client = start({{"connect_with_key", "initialize >/dev/null"}, {"call_tool", "call"}});
  client.perform(with_key());
  const Outcome outcome = client.perform(CallTool{.tool = "getData"});
  EXPECT_EQ(outcome.kind, Outcome::Kind::kRefused);
  EXPECT_THAT(outcome.text, HasSubstr("timed_out"));
}

}  // namespace
}  // namespace conform::clients
