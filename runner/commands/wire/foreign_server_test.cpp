// `client` and `verify` before servers that mean harm: what reaches the terminal, and when they
// end.
#include "runner/commands/wire/foreign_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <sstream>

#include "clients/http/hostile_server.hpp"
#include "foundation/files/text_file.hpp"
#include "runner/commands/bench/bench_command.hpp"
#include "runner/commands/source_catalog.hpp"
#include "runner/commands/wire/client_command.hpp"
#include "runner/commands/wire/verify_command.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {

using clients::HostileServer;
using clients::say_without_end;

namespace {

using testing::HasSubstr;
using testing::Not;

struct Said {
  int code = 0;
  std::string out;
  std::string err;
};

template <typename Options>
Options with_limits(double first_answer, double time_limit) {
  Options options;
  options.first_answer = first_answer;
  options.time_limit = time_limit;
  return options;
}

Said verified(const HostileServer& server, VerifyCommandOptions options = {}) {
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{.out = out, .err = err};
  options.url = server.url().text();
  options.bearer = "given-b3arer-of-verify";
  const int code = verify_command(options, streams);
  return {code, out.str(), err.str()};
}

Said connected(const HostileServer& server, ClientOptions options = {}) {
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{.out = out, .err = err};
  options.fixtures = source_catalog().folder.string();
  options.url = server.url().text();
  if (options.sign_in.empty()) options.bearer = "given-b3arer-of-client";
  options.calls = {{"getData", "{}"}};
  const int code = client_command(options, streams);
  return {code, out.str(), err.str()};
}

// Accepts, reads, and says nothing.
void say_nothing(const HostileServer::Say& /*say*/) {}

std::string answer_of(const std::string& body, const std::string& type = "application/json",
                      const std::string& status = "200 OK") {
  return fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}", status,
                     type, body.size(), body);
}

// What terminals and CI services obey, and bytes that are no text.
constexpr std::string_view kObeyed =
    "a\x1b]0;pwn\x07\x1b[31m\r\x1b[2K\xc2\x9b"
    "31m\n::error::x\n  ::set-output name=a::b\n"
    "##[error]y ##vso[task.complete]z\xe2\x80\xae\xff\x00!";

void expect_inert(const std::string& text) {
  for (const std::string_view obeyed : {"\x1b", "\x07", "\r", "\xc2\x9b", "\xe2\x80\xae",
                                        "\n::", " ::set", "##vso[", "##[", "\xff"}) {
    EXPECT_THAT(text, Not(HasSubstr(obeyed)));
  }
}

TEST(ForeignServer, VerifyEndsAtOnceWhenNothingIsEverSaid) {
  const HostileServer silent(say_nothing);
  const Said said = verified(silent, with_limits<VerifyCommandOptions>(1, 300));
  EXPECT_EQ(said.code, kNotConformant);
  EXPECT_EQ(said.out, "");
  EXPECT_THAT(said.err, HasSubstr("checks, for at most 300 s."));
  EXPECT_THAT(said.err, HasSubstr("it accepted the connection and sent nothing"));
}

TEST(ForeignServer, VerifyEndsWhenAnAnswerDoesNot) {
  const HostileServer dripping([](const HostileServer::Say& say) { say("HTTP/1.1 200 OK\r\n"); });
  EXPECT_THAT(verified(dripping, with_limits<VerifyCommandOptions>(1, 300)).err,
              HasSubstr("it began to answer and did not end"));
}

TEST(ForeignServer, VerifyTakesNoAnswerWithoutEnd) {
  const HostileServer endless([](const HostileServer::Say& say) {
    say_without_end(say, "HTTP/1.1 200 OK\r\n\r\n", std::string(65536, 'x'));
  });
  EXPECT_THAT(verified(endless).err, HasSubstr("sent a body of more than 64 MiB"));
}

TEST(ForeignServer, DeepAnswersAreNoJson) {
  constexpr std::size_t kLevels = 200'000;
  const HostileServer deep(answer_of(R"({"jsonrpc":"2.0","id":1,"result":)" +
                                     std::string(kLevels, '[') + std::string(kLevels, ']') + "}"));
  EXPECT_EQ(verified(deep).code, kNotConformant);
  EXPECT_EQ(connected(deep).code, kNotConformant);
}

TEST(ForeignServer, VerifyEndsAfterItsTimeLimit) {
  // The first answer comes; then the server falls silent.
  std::atomic<int> asked = 0;
  const HostileServer tiring([&](const HostileServer::Say& say) {
    if (asked++ == 0) say(answer_of("{}"));
  });
  const Said said = verified(tiring, with_limits<VerifyCommandOptions>(10, 2));
  EXPECT_EQ(said.code, kNotConformant);
  EXPECT_THAT(said.out, HasSubstr("the time limit was over"));
  EXPECT_THAT(said.err, HasSubstr("The time limit of 2 s was over; --time-limit sets another."));
}

TEST(ForeignServer, VerifyShowsATerminalNothingThatItObeys) {
  const std::string obeyed(kObeyed);
  const HostileServer server([&](const HostileServer::Say& say) {
    say(
        fmt::format("HTTP/1.1 418 x\r\nWWW-Authenticate: {0}\r\nContent-Type: "
                    "{1}\r\nContent-Length: 5\r\n\r\n{1}",
                    "Bearer \x1b[31m##[error]", obeyed.substr(0, 5)));
  });
  const Said said = verified(server);
  EXPECT_THAT(said.out, HasSubstr("fail "));
  expect_inert(said.out + said.err);
}

// What a server says stands in what it is asked next: none of it may become a field of its own.
TEST(ForeignServer, VerifySendsNoFieldThatAServerMadeUp) {
  const HostileServer server(answer_of(
      R"({"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25\r\nX-Injected: 1",)"
      R"("capabilities":{},"serverInfo":{"name":"x","version":"1"}}})"));
  const Said said = verified(server);
  EXPECT_THAT(said.out, HasSubstr("a header field would hold what ends it"));
  EXPECT_THAT(server.heard(), Not(HasSubstr("X-Injected")));
}

TEST(ForeignServer, VerifyWritesNoSecretIntoAFile) {
  const HostileServer server(answer_of(R"({"error":"given-b3arer-of-verify is no token"})",
                                       "text/given-b3arer-of-verify", "418 No"));
  VerifyCommandOptions options;
  options.fidelity = testing::TempDir() + "/differences.json";
  verified(server, options);
  const std::string written = text_of_file(options.fidelity);
  EXPECT_THAT(written, HasSubstr("bearer#1"));
  EXPECT_THAT(written, Not(HasSubstr("given-b3arer-of-verify")));
}

TEST(ForeignServer, VerifyTellsProgramsWhatItFound) {
  const HostileServer server(answer_of(R"({"error":"given-b3arer-of-verify is no token"})",
                                       "text/given-b3arer-of-verify", "418 No"));
  VerifyCommandOptions options;
  options.json = true;
  const Said said = verified(server, options);
  EXPECT_EQ(said.code, kNotConformant);
  EXPECT_THAT(said.out, Not(HasSubstr("given-b3arer-of-verify")));
  const Json found = Json::parse(said.out);
  EXPECT_EQ(found.at("findings").size(), verify::server_checks().size());
  EXPECT_GT(found.at("failed"), 0);
  EXPECT_TRUE(found.at("findings").at(0).contains("outcome"));
}

TEST(ForeignServer, ClientEndsWhenNothingIsEverSaid) {
  const HostileServer silent(say_nothing);
  const Said said = connected(silent, with_limits<ClientOptions>(1, 300));
  EXPECT_EQ(said.code, kNotConformant);
  EXPECT_THAT(said.err, HasSubstr("it accepted the connection and sent nothing"));
}

TEST(ForeignServer, ClientEndsAfterItsTimeLimit) {
  const HostileServer silent(say_nothing);
  const Said said = connected(silent, with_limits<ClientOptions>(10, 0.1));
  EXPECT_EQ(said.code, kNotConformant);
  EXPECT_THAT(said.err, HasSubstr("The time limit of 0.1 s was over"));
}

// How long a client is to wait before it comes again, a server says.
TEST(ForeignServer, ClientEndsAfterItsTimeLimitHoweverLongItIsToWait) {
  const std::string stream = "id: 1\nretry: 86400000\ndata: \n\n";
  for (const std::string& answer :
       {answer_of(stream, "text/event-stream"),
        std::string("HTTP/1.1 429 Slow\r\nRetry-After: 100\r\nContent-Length: 0\r\n\r\n")}) {
    const HostileServer server(answer);
    EXPECT_THAT(connected(server, with_limits<ClientOptions>(10, 0.5)).err,
                HasSubstr("The time limit of 0.5 s was over"));
  }
}

TEST(ForeignServer, ClientTakesNoAnswerWithoutEnd) {
  for (const char* head :
       {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"}) {
    const HostileServer endless([&](const HostileServer::Say& say) {
      say_without_end(say, head, std::string(65536, 'x'));
    });
    EXPECT_THAT(connected(endless).err, HasSubstr("sent a body of more than 64 MiB"));
  }
}

TEST(ForeignServer, ClientPrintsNothingThatATerminalObeysAndNotWithoutEnd) {
  const std::string obeyed(kObeyed);
  const HostileServer server(
      answer_of(obeyed + std::string(1'000'000, 'x'), "text/plain", "403 No"));
  const Said said = connected(server);
  EXPECT_EQ(said.code, kNotConformant);
  expect_inert(said.out + said.err);
  EXPECT_LT(said.out.size() + said.err.size(), 300'000U);
}

TEST(ForeignServer, ClientPrintsNoSecret) {
  const HostileServer server(
      answer_of(R"({"error":"no","password":"s3cret-of-body","t":"given-b3arer-of-client",)"
                R"("again":"s3cret-of-body", "key is":"omni_osk_R3alKey"})",
                "application/json", "403 No"));
  const Said said = connected(server);
  EXPECT_THAT(said.out + said.err, HasSubstr("password#1"));
  for (const char* secret : {"s3cret-of-body", "given-b3arer-of-client", "omni_osk_R3alKey"}) {
    EXPECT_THAT(said.out + said.err, Not(HasSubstr(secret)));
  }
}

TEST(ForeignServer, BenchSaysNoSecret) {
  const HostileServer server(answer_of(
      R"({"jsonrpc":"2.0","id":0,"error":{"code":1,"message":"given-b3arer-of-bench is wrong"}})"));
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{.out = out, .err = err};
  BenchOptions options;
  options.fixtures = source_catalog().folder.string();
  options.operations = {"tools/list"};
  options.target = server.url().text();
  options.key = "given-b3arer-of-bench";
  try {
    bench_command(options, streams);
    ADD_FAILURE() << out.str();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("api_key#1 is wrong"));
  }
}

// It is the server's fault, and no fault of the harness.
TEST(ForeignServer, ClientSaysThatAServerLeadsElsewhere) {
  for (const char* elsewhere : {"https://192.0.2.1/x", "file:///etc/passwd", "http://192.0.2.1/x",
                                "https://127.0.0.1:1/x"}) {
    std::string challenge;
    std::string metadata;
    std::atomic<int> asked = 0;
    const HostileServer server([&](const HostileServer::Say& say) {
      say(asked++ == 0 ? challenge : answer_of(metadata));
    });
    challenge = fmt::format(
        "HTTP/1.1 401 No\r\nContent-Length: 0\r\nWWW-Authenticate: Bearer "
        "resource_metadata=\"{}/.well-known/oauth-protected-resource\"\r\n\r\n",
        server.origin());
    metadata = fmt::format(
        R"({{"resource":"{0}/mcp","authorization_servers":["{0}"],"issuer":"{0}",)"
        R"("authorization_endpoint":"{0}/a","token_endpoint":"{1}","registration_endpoint":"{1}",)"
        R"("response_types_supported":["code"],"code_challenge_methods_supported":["S256"]}})",
        server.origin(), elsewhere);
    ClientOptions options;
    options.sign_in = "quinn@acme.example:omni";
    const Said said = connected(server, std::move(options));
    EXPECT_EQ(said.code, kNotConformant) << elsewhere << said.err;
    EXPECT_THAT(said.err, HasSubstr("the server leads elsewhere: ")) << elsewhere;
  }
}

TEST(ForeignServer, ClientPassesOverToolsThatHaveNoName) {
  std::atomic<int> asked = 0;
  const HostileServer server([&](const HostileServer::Say& say) {
    switch (asked++) {
      case 0:
        return say(
            answer_of(R"({"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25"}})"));
      case 1:  // the notification
        return say(answer_of("", "application/json", "202 Accepted"));
      case 2:  // the stream
        return say(answer_of("", "text/plain", "405 Method Not Allowed"));
      case 3:
        return say(answer_of(R"({"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":7},{},4]}})"));
      default:
        return say(answer_of(R"({"jsonrpc":"2.0","id":2,"result":{"content":[]}})"));
    }
  });
  const Said said = connected(server);
  EXPECT_THAT(said.err, HasSubstr("list the tools: done, listed"));
  EXPECT_THAT(said.out + said.err, Not(HasSubstr("type_error")));
}

TEST(ForeignServer, ClientSaysThatJsonHasAnotherForm) {
  for (
      const char* result :
      {R"({"jsonrpc":"2.0","id":0,"result":{"protocolVersion":7}})",
       R"({"jsonrpc":"2.0","id":0,"result":[]})", R"({"jsonrpc":"2.0","id":0,"error":"x"})",
       R"({"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25","tools":{},"nextCursor":1}})",
       R"([1,2])"}) {
    const HostileServer server{answer_of(result)};
    const Said said = connected(server);
    EXPECT_EQ(said.code, kNotConformant) << result << said.err;
  }
}

}  // namespace
}  // namespace conform::runner
