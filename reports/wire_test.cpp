#include "reports/wire.hpp"

#include <gmock/gmock.h>

#include "reports/evidence.hpp"
#include "reports/golden/example_run.hpp"

namespace conform::reports {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Exchange asked(std::string target) {
  Exchange exchange;
  exchange.number = 34;
  exchange.site = "callbacks";
  exchange.endpoint = Endpoint::kMcp;
  exchange.request.method = "POST";
  exchange.request.target = std::move(target);
  return exchange;
}

TEST(Wire, AnExchangeNamesBothLanesTheCallAndTheAnswer) {
  const std::string text = wire_text(example_run().plays.at(2).entries.front(), false);
  EXPECT_THAT(text, StartsWith("#1 client -> acme host: POST /mcp/https tools/call getData\n"));
  EXPECT_THAT(text, HasSubstr("\n       Authorization: Bearer key#1\n"));
  EXPECT_THAT(text, HasSubstr("\n         \"method\": \"tools/call\"\n"));
  EXPECT_THAT(text, HasSubstr("\n     acme host -> client: 403\n"));
}

TEST(Wire, APageIsAskedForByTheBrowser) {
  const std::string text = wire_text(example_run().plays.at(5).entries.front(), false);
  EXPECT_THAT(text, StartsWith("#1 browser -> callbacks host: GET /oauth/authorize\n"));
  EXPECT_THAT(text, HasSubstr("\n       ?response_type=code\n       &client_id=client#1\n"));
  EXPECT_THAT(text, HasSubstr("\n       &redirect_uri=http://127.0.0.1/callback\n"));
  EXPECT_THAT(text, HasSubstr("\n       (the mock's refusal: personal_access_tokens_off)\n"));
  EXPECT_THAT(text, Not(HasSubstr("User-Agent")));
}

TEST(Wire, AFormIsReadAsParameters) {
  Exchange exchange = asked("/oauth/token");
  exchange.request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  exchange.request.body = "grant_type=refresh_token&scope=mcp%3Aaccess";
  EXPECT_THAT(wire_text(exchange, false),
              HasSubstr("\n       grant_type=refresh_token\n       scope=mcp:access\n"));
}

TEST(Wire, TheJsonOfEventsIsLaidOut) {
  Exchange exchange = asked("/callback/mcp");
  exchange.response.headers = {{"Content-Type", "text/event-stream"}};
  exchange.response.body = "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1}\n\n";
  EXPECT_THAT(wire_text(exchange, false),
              HasSubstr("\n       event: message\n       data:\n       {\n"
                        "         \"jsonrpc\": \"2.0\",\n         \"id\": 1\n       }\n"));
}

TEST(Wire, WhatIsLeftOutOfABodyIsSaid) {
  Exchange exchange = asked("/callback/mcp");
  for (std::size_t line = 0; line < kWireBodyLines + 7; ++line) exchange.request.body += "line\n";
  exchange.response.body = std::string(kWireLineBytes + 5, 'x');
  EXPECT_THAT(wire_text(exchange, false),
              AllOf(HasSubstr("... (7 more lines)\n"), HasSubstr("xxx... (5 more bytes)\n")));
}

TEST(Wire, AnAnswerThatNeverCameIsSaid) {
  Exchange exchange = asked("/callback/mcp");
  exchange.response.status = 0;
  EXPECT_THAT(wire_text(exchange, false), HasSubstr("callbacks host -> client: no answer\n"));
}

TEST(Wire, ANoteSaysWhoToldWhom) {
  const auto text = [](Note::Kind kind) { return wire_text(Note{7, {}, kind, "so it is"}, false); };
  EXPECT_EQ(text(Note::Kind::kIntent), "#7 application -> client: so it is\n");
  EXPECT_EQ(text(Note::Kind::kOutcome), "#7 client -> application: so it is\n");
  EXPECT_EQ(text(Note::Kind::kOutput), "#7 client -> application: prints so it is\n");
  EXPECT_EQ(text(Note::Kind::kPerson), "#7 person: so it is\n");
  EXPECT_EQ(text(Note::Kind::kAdmin), "#7 admin: so it is\n");
}

// Neither may a client move the cursor, nor write a line that looks like one of ours.
TEST(Wire, NothingOfAClientActsOnTheTerminal) {
  const std::string evil = "\x1b[2J\a\n#99 admin: all is well";
  Exchange exchange = asked("/callback/mcp?a=%0A%2399+admin:+all+is+well%1B[2J");
  exchange.request.method = evil;
  exchange.site = evil;
  exchange.request.headers = {{evil, evil}};
  exchange.request.body = evil;
  exchange.rpc = RpcSummary{.method = evil, .id = "1", .tool = evil, .batch = false};
  exchange.response.headers = {{"X", evil}};
  exchange.response.body = evil;
  exchange.facts = {{"refusal", evil}};
  const std::string text =
      wire_text(exchange, false) + wire_text(Note{8, {}, Note::Kind::kOutput, evil}, false);
  for (const char character : text) {
    EXPECT_TRUE(static_cast<unsigned char>(character) >= 0x20 || character == '\n');
  }
  EXPECT_THAT(text, Not(HasSubstr("\n#99")));
}

TEST(Wire, VerdictsNameTheEntriesThatTheyRestOn) {
  const std::string text = wire_verdicts(example_run().plays.at(5), false);
  EXPECT_THAT(text, HasSubstr("  FAIL  stops-after-refusal: at most 1 authorization request; #1 "
                              "#2 #4\n        3 authorization requests\n"
                              "        #1, request line\n"));
  EXPECT_THAT(text, HasSubstr("  warn  tells-the-user: "));
  EXPECT_THAT(text, HasSubstr("  ok    invariant/version-header: "));
}

TEST(Wire, VerdictsSayWhatIsMissingWhere) {
  Play play = example_run().plays.at(2);
  play.checks.front().finding.spots = {
      {1, Spot::Part::kRequestHeader, "MCP-Protocol-Version", true}};
  EXPECT_THAT(wire_verdicts(play, false),
              HasSubstr("        #1, request header: MCP-Protocol-Version is missing\n"));
}

TEST(Wire, TheCommandThatPrintsItPlaysTheSameCell) {
  const auto run = example_run();
  EXPECT_EQ(wire_replay_of(run, run.plays.at(5)),
            "omni-conform run forbidden/pats_disabled --wire --profile cursor --seed 1");
  EXPECT_EQ(wire_replay_of({}, run.plays.at(5)), "");
}

}  // namespace
}  // namespace conform::reports
