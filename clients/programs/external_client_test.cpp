#include "clients/programs/external_client.hpp"

#include <gmock/gmock.h>

#include "clients/process/one_processor.hpp"
#include "clients/process/process.hpp"
#include "clients/programs/driven_client_fixture.hpp"

namespace conform::clients {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

// A program that speaks MCP on its standard streams, with answers of its own.
constexpr const char* kStdio = R"sh(
while IFS= read -r line; do
  case $line in
    *'"method":"initialize"'*) echo '{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"fake","version":"1"}}}' ;;
    *'"cursor":"two"'*) echo '{"jsonrpc":"2.0","id":2,"result":{"tools":[]}}' ;;
    *'"method":"tools/list"'*) echo '{"jsonrpc":"2.0","id":1,"result":{"tools":[],"nextCursor":"two"}}' ;;
    *'"method":"tools/call"'*) echo '{"jsonrpc":"2.0","id":3,"result":{"isError":true,"content":[{"type":"text","text":"403 Permission denied"}]}}' ;;
    *'notifications/initialized'*) echo 'ready at last' >&2 ;;
  esac
done
echo 'input is closed' >&2
)sh";

class ExternalClientTest : public DrivenClientTest {
 protected:
  ExternalClientTest() { scenario_.id = "test/scenario"; }
  Client& start(Launch launch, const Patience& patience = {}) {
    client_.reset();
    launch_ = std::move(launch);
    const std::filesystem::path nowhere = std::filesystem::temp_directory_path();
    client_ =
        make_external_client(launch_, scenario_, *mock_, *person_, {nowhere, nowhere}, patience);
    return *client_;
  }
  // For programs that never end by themselves.
  static Patience impatience() {
    Patience patience;
    patience.settle = std::chrono::milliseconds{20};
    return patience;
  }
  // A bash script; the URL is $url, the key $key.
  static Launch bash(const std::string& script, bool stdio = false) {
    Launch launch;
    launch.command = {"bash", "-c", "url=$0; key=$1\n" + script, "{url}", "{api_key}"};
    launch.stdio = stdio;
    return launch;
  }
};

TEST_F(ExternalClientTest, AProgramThatDoesNothingDoesNothing) {
  for (const auto& [program, kind, text] :
       {std::tuple{"true", Outcome::Kind::kGaveUp, "connect: the program ended with exit status 0"},
        std::tuple{"false", Outcome::Kind::kCrashed,
                   "connect: the program ended with exit status 1"}}) {
    Launch launch;
    launch.command = {program};
    Client& client = start(launch);
    const Outcome outcome = client.perform(Connect{});
    EXPECT_EQ(outcome.kind, kind);
    EXPECT_EQ(outcome.text, text);
    EXPECT_EQ(client.perform(ListTools{}).kind, kind);
    EXPECT_EQ(client.perform(CallTool{.tool = "getData"}).kind, kind);
    EXPECT_EQ(client.perform(CallAtOnce{}).kind, kind);
    EXPECT_EQ(client.perform(Disconnect{}).kind, Outcome::Kind::kDone);
    client.finish();
  }
  EXPECT_TRUE(mock_->transcript().exchanges().empty());
}

TEST_F(ExternalClientTest, ASignalIsACrash) {
  EXPECT_EQ(start(bash("kill -KILL $$")).perform(Connect{}).text,
            "connect: the program ended with signal 9 (Killed)");
}

TEST_F(ExternalClientTest, AMissingProgramIsUnavailable) {
  Launch launch;
  launch.command = {"no-such-program-at-all"};
  EXPECT_THROW(start(launch), ClientUnavailable);
}

TEST_F(ExternalClientTest, TellsTheProgramWhereItIs) {
  scenario_.act = {Intent{Connect{}}, Intent{ListTools{}}};
  Client& client =
      start(bash("echo \"$url\"; echo \"$MCP_CONFORMANCE_SCENARIO\"; echo "
                 "\"$MCP_CONFORMANCE_CONTEXT\"; echo \"$HOME\"; pwd"));
  client.perform(Connect{});
  const std::string url = mock_->oauth_url();
  EXPECT_THAT(output(), IsSupersetOf({url, std::string("test/scenario"), std::string("~"),
                                      std::filesystem::current_path().string()}));
  EXPECT_THAT(output(),
              Contains(R"({"name":"test/scenario","title":"","url":")" + url +
                       R"(","start":1,"starts":1,"intents":[{"intent":"connect","with":"oauth"},)"
                       R"({"intent":"list_tools"}]})"));
}

TEST_F(ExternalClientTest, AppendsTheUrlWhenNoArgumentNamesIt) {
  Launch launch;
  launch.command = {"echo", "key={api_key}"};
  launch.key_arguments = {"--key", "{api_key}"};
  const std::string secret = mock_->world()->key("acme_modeler_token")->secret;
  start(launch).perform(with_key());
  EXPECT_THAT(output(),
              Contains("key=" + secret + " --key " + secret + " " + mock_->key_url("acme")));
  start(launch).perform(Connect{});
  EXPECT_THAT(output(), Contains("key= " + mock_->oauth_url()));
}

TEST_F(ExternalClientTest, AppendsTheClientIdThatItsUserWasGiven) {
  Launch launch = bash("echo \"given: $2 $3\"");
  Connect given;
  given.client_id = "acme-desk";
  EXPECT_EQ(start(launch).perform(given).text, "there is no way to give it a client ID");
  launch.client_id_arguments = {"--client-id", "{client_id}"};
  start(launch).perform(given);
  EXPECT_THAT(output(), Contains("given: --client-id acme-desk"));
  start(launch).perform(Connect{});
  EXPECT_THAT(output().back(), AllOf(HasSubstr("given:"), Not(HasSubstr("--client-id"))));
}

TEST_F(ExternalClientTest, AnIntentEndsWhenTheRecordShowsItsEnd) {
  scenario_.act = {Intent{with_key()}, Intent{ListTools{}}, Intent{CallTool{.tool = "getData"}}};
  Client& client = start(bash(std::string(kPostingScript) + R"(
    initialize
    post '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
    post '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"getData","arguments":{}}}'
    exec sleep 1000)"),
                         impatience());
  EXPECT_EQ(client.perform(with_key()).kind, Outcome::Kind::kDone);
  EXPECT_EQ(client.perform(ListTools{}).kind, Outcome::Kind::kDone);
  client.perform(CallTool{.tool = "getData"});
  const std::vector<Exchange> exchanges = mock_->transcript().exchanges();
  ASSERT_EQ(exchanges.size(), 3U);
  EXPECT_EQ(exchanges[2].rpc->tool, "getData");
  client.finish();
  EXPECT_THAT(notes(Note::Kind::kHarness),
              Contains("the program ended with signal 15 (Terminated)"));
}

TEST_F(ExternalClientTest, ARefusalIsNoConnection) {
  Client& client = start(bash(std::string(kPostingScript) + "key=wrong; initialize; exit 1"));
  const Outcome outcome = client.perform(with_key());
  EXPECT_EQ(outcome.kind, Outcome::Kind::kRefused);
  EXPECT_THAT(outcome.text, HasSubstr("exit status 1 after POST"));
  EXPECT_THAT(outcome.text, HasSubstr("401"));
}

TEST_F(ExternalClientTest, TheHomeOutlivesARestartAndNothingElse) {
  Client& client = start(bash(std::string(kPostingScript) +
                              "cat \"$HOME/kept\" 2>/dev/null; echo again >\"$HOME/kept\"; "
                              "initialize >/dev/null; exec sleep 1000"),
                         impatience());
  EXPECT_EQ(client.perform(with_key()).kind, Outcome::Kind::kDone);
  EXPECT_THAT(output(), Not(Contains("again")));
  EXPECT_EQ(client.perform(Restart{}).kind, Outcome::Kind::kDone);
  EXPECT_THAT(output(), Contains("again"));
  client.finish();
  EXPECT_EQ(start(bash("test -e \"$HOME/kept\" && echo still there")).perform(Connect{}).kind,
            Outcome::Kind::kCrashed);
  EXPECT_THAT(output(), Not(Contains("still there")));
}

TEST_F(ExternalClientTest, ConnectingAnewFindsAnEmptyHome) {
  Client& client = start(bash(std::string(kPostingScript) +
                              "cat \"$HOME/kept\" 2>/dev/null; echo again >\"$HOME/kept\"; "
                              "initialize >/dev/null; exec sleep 1000"),
                         impatience());
  Connect connect = with_key();
  EXPECT_EQ(client.perform(connect).kind, Outcome::Kind::kDone);
  connect.anew = true;
  EXPECT_EQ(client.perform(connect).kind, Outcome::Kind::kDone);
  EXPECT_THAT(output(), Not(Contains("again")));
}

TEST_F(ExternalClientTest, APersonLeftWithAPageEndsTheWait) {
  // A page that leads nowhere; the program would wait for minutes.
  Client& client =
      start(bash("xdg-open \"${url%/callback/mcp}/callback/mcp/oauth/authorize\"; exec sleep 1000"),
            impatience());
  const Outcome outcome = client.perform(Connect{});
  EXPECT_EQ(outcome.kind, Outcome::Kind::kGaveUp);
  EXPECT_EQ(outcome.text, "connect: the person was left with a page");
  const auto exchanges = mock_->transcript().exchanges();
  ASSERT_FALSE(exchanges.empty());
  EXPECT_EQ(exchanges[0].endpoint, Endpoint::kAuthorize);
}

TEST_F(ExternalClientTest, AProgramThatHangsIsGivenUp) {
  Patience patience;
  patience.quiet = std::chrono::milliseconds{20};
  EXPECT_EQ(start(bash("exec sleep 1000"), patience).perform(Connect{}).text,
            "connect: nothing came any more");
}

// It shares one processor with eight others, and needs about two seconds for a fifth of a second's
// work.
TEST_F(ExternalClientTest, AProgramThatDoesNotGetItsTurnIsGivenLonger) {
  Patience patience = impatience();
  patience.intent = patience.quiet = std::chrono::seconds{1};
  const std::string busy = std::string(kOnOneProcessor) +
                           "for one in 1 2 3 4 5 6 7 8; do (while :; do :; done) & done\n"
                           "for ((i = 0; i < 150000; ++i)); do :; done\n"
                           "kill $(jobs -p)\n";
  Client& client =
      start(bash(std::string(kPostingScript) + busy + "initialize >/dev/null; exec sleep 1000"),
            patience);
  const Outcome outcome = client.perform(with_key());
  EXPECT_EQ(outcome.kind, Outcome::Kind::kDone) << outcome.text;
}

TEST_F(ExternalClientTest, SpeaksOnStandardStreams) {
  Client& client = start(bash(kStdio, true));
  EXPECT_EQ(client.perform(Connect{}).kind, Outcome::Kind::kDone);
  EXPECT_EQ(client.perform(ListTools{}).kind, Outcome::Kind::kDone);
  const Outcome outcome = client.perform(CallTool{.tool = "getData"});
  EXPECT_EQ(outcome.kind, Outcome::Kind::kRefused);
  EXPECT_EQ(outcome.text, "403 Permission denied");
  EXPECT_THAT(output(), Contains("403 Permission denied"));
  EXPECT_EQ(client.perform(CallTool{.tool = "getData", .cancelled_after = Duration(0)}).kind,
            Outcome::Kind::kCannot);
  EXPECT_EQ(client.perform(Disconnect{}).kind, Outcome::Kind::kDone);
  EXPECT_THAT(output(), IsSupersetOf({"ready at last", "input is closed"}));
  EXPECT_THAT(output(), Not(Contains(HasSubstr("jsonrpc"))));
  // Its host starts it again when it is needed.
  EXPECT_EQ(client.perform(ListTools{}).kind, Outcome::Kind::kDone);
}

TEST_F(ExternalClientTest, ARequestEndsWithItsProgram) {
  Client& client = start(bash("read -r line; echo 'fatal: no way' >&2; exit 1", true));
  const Outcome outcome = client.perform(Connect{});
  EXPECT_EQ(outcome.kind, Outcome::Kind::kCrashed);
  EXPECT_EQ(outcome.text, "initialize: the program ended with exit status 1");
  EXPECT_THAT(output(), Contains("fatal: no way"));
}

TEST_F(ExternalClientTest, OutputIsBounded) {
  constexpr std::size_t kLine = 60'000;
  constexpr std::size_t kMost = (std::size_t{4} << 20) / kLine;
  start(bash("i=0; while [ $i -lt 80 ]; do printf '%060000d\\n' $i; i=$((i+1)); done"))
      .perform(Connect{});
  EXPECT_EQ(output().size(), kMost);
  EXPECT_EQ(output().back().size(), kLine);
  EXPECT_THAT(notes(Note::Kind::kHarness), Contains("the program's further output is not kept"));
}

}  // namespace
}  // namespace conform::clients
