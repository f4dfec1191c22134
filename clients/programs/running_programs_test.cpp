#include "clients/programs/running_programs.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "clients/http/http_connection.hpp"
#include "foundation/http/url.hpp"
#include "mock_server/serving/omni_server.hpp"

namespace conform::clients {

using mock::ConnectionEnds;
using mock::Fixtures;
using mock::load_world;
using mock::MockOmni;
using mock::OmniServer;

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using Sender = RunningPrograms::Sender;

constexpr std::chrono::seconds kLong{60};  // never waited for unless something is broken

constexpr const char* kAsk = R"sh(
ask() {
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 9
  printf 'POST /nowhere HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n' "$1" >&3
  printf 'Content-Length: 2\r\n\r\n{}' >&3
  cat <&3
  exec 3>&-
}
)sh";

// A mock, served, that keeps whom it thought its connections to be from.
class PlayedMock {
 public:
  PlayedMock(RunningPrograms& programs, const std::shared_ptr<const Fixtures>& fixtures)
      : server(load_world(CONFORM_SOURCE_DIR "/fixtures/worlds/acme.json"), fixtures,
               std::make_shared<SystemClock>(), 1) {
    server.listen({.admits = [this, &programs](const ConnectionEnds& ends) {
      const Sender sender = programs.sender(mock, ends);
      const std::scoped_lock lock(mutex_);
      senders_.push_back(sender);
      return programs.admits(mock, ends);
    }});
  }

  [[nodiscard]] std::string port() const { return std::to_string(mock.ports().at("callbacks")); }
  std::vector<Sender> senders() {
    const std::scoped_lock lock(mutex_);
    return senders_;
  }
  [[nodiscard]] std::size_t requests() const { return mock.transcript().exchanges().size(); }
  [[nodiscard]] std::vector<std::string> remarks() const {
    std::vector<std::string> texts;
    for (const Note& note : mock.transcript().notes(Note::Kind::kHarness)) {
      texts.push_back(note.text);
    }
    return texts;
  }

 private:
  std::mutex mutex_;
  std::vector<Sender> senders_;

 public:
  OmniServer server;
  MockOmni& mock = server.mock();
};

class RunningProgramsTest : public testing::Test {
 protected:
  static std::shared_ptr<const Fixtures> fixtures() {
    static const auto loaded = std::make_shared<const Fixtures>(CONFORM_SOURCE_DIR "/fixtures");
    return loaded;
  }
  static ProcessSpec bash(const std::string& script, std::string* output = nullptr) {
    ProcessSpec spec;
    spec.argv = {"bash", "-c", kAsk + script};
    spec.environment = {{"PATH", "/usr/bin:/bin"}};
    if (output != nullptr) {
      spec.on_stdout = [output](std::string_view line) { output->append(line).append("\n"); };
    }
    return spec;
  }
  // What it printed, once it has ended with all that it started.
  std::string run(MockOmni& mock, const std::string& script) {
    std::string output;
    const RunningPrograms::Running program = programs_.start(mock, bash(script, &output));
    EXPECT_TRUE(program->wait(kLong).has_value());
    program->terminate(std::chrono::milliseconds{0});
    return output;
  }
  RunningPrograms::Running idle(MockOmni& mock) {
    ProcessSpec spec;
    spec.argv = {"/bin/cat"};
    return programs_.start(mock, std::move(spec));
  }

  RunningPrograms programs_;
  PlayedMock one_{programs_, fixtures()};
  PlayedMock other_{programs_, fixtures()};
};

TEST_F(RunningProgramsTest, AMockRefusesTheProgramOfAnotherPlay) {
  const auto own = idle(one_.mock);
  const std::string answer = run(other_.mock, "ask " + one_.port());
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 421 Misdirected Request\n"));
  EXPECT_THAT(answer, HasSubstr("\nConnection: close\n"));
  EXPECT_THAT(answer, HasSubstr("\nThis mock belongs to another play.\n"));
  EXPECT_THAT(one_.senders(), ElementsAre(Sender::kAnotherProgram));
  EXPECT_TRUE(one_.mock.transcript().entries().empty());
  EXPECT_THAT(other_.remarks(), ElementsAre("the program asked the mock of another play, at port " +
                                            one_.port() + ": it was refused"));
}

TEST_F(RunningProgramsTest, AMockWhosePlayRunsNoProgramRefusesItToo) {
  EXPECT_THAT(run(other_.mock, "ask " + one_.port()), StartsWith("HTTP/1.1 421 "));
  EXPECT_TRUE(one_.mock.transcript().entries().empty());
}

// What follows on the connection is not read.
TEST_F(RunningProgramsTest, OneAnswerEndsTheConnection) {
  const auto own = idle(one_.mock);
  const std::string next = "GET /next HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\n\\r\\n";
  const std::string answer =
      run(other_.mock, "exec 3<>/dev/tcp/127.0.0.1/" + one_.port() + "; printf '" + next + next +
                           next + "' >&3; cat <&3");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 421 "));
  EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << answer;
  EXPECT_EQ(one_.requests(), 0U);
}

TEST_F(RunningProgramsTest, WhoeverAsksAgainAndAgainIsNotedOnce) {
  const auto own = idle(one_.mock);
  run(other_.mock, "ask " + one_.port() + "; ask " + one_.port() + "; ask " + one_.port());
  EXPECT_EQ(one_.senders().size(), 3U);
  EXPECT_EQ(other_.remarks().size(), 1U);
}

TEST_F(RunningProgramsTest, ItsOwnMockServesIt) {
  const auto foreign = idle(other_.mock);
  const std::string ask = "ask " + one_.port() + "; ";
  EXPECT_THAT(run(one_.mock, ask + ask), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(one_.senders(), ElementsAre(Sender::kOwnProgram, Sender::kOwnProgram));
  EXPECT_EQ(one_.requests(), 2U);
  EXPECT_THAT(one_.remarks(), IsEmpty());
}

// Forked twice, in a session of its own, its parents gone.
TEST_F(RunningProgramsTest, ItsOwnMockServesWhatItLeftBehind) {
  const auto foreign = idle(other_.mock);
  const auto program = programs_.start(
      one_.mock, bash("export -f ask; parent=$$; export parent\n"
                      "(setsid bash -c 'while kill -0 $parent 2>/dev/null; do sleep 0.01; done; "
                      "ask " +
                      one_.port() + "' &)\nexit 0"));
  ASSERT_TRUE(program->wait(kLong).has_value());
  ASSERT_TRUE(one_.mock.transcript().wait_beyond(0, {}, kLong));
  EXPECT_THAT(one_.senders(), ElementsAre(Sender::kOwnProgram));
  EXPECT_EQ(one_.requests(), 1U);
}

TEST_F(RunningProgramsTest, OurOwnConnectionsAreServed) {
  const auto own = idle(one_.mock);
  const auto foreign = idle(other_.mock);
  const Url url = Url::parse(one_.mock.origin("callbacks") + "/nowhere").value();
  Request request;
  request.target = url.target();
  EXPECT_EQ(HttpConnection().send(url, request).status, 404);
  EXPECT_THAT(one_.senders(), ElementsAre(Sender::kUnknown));
  EXPECT_EQ(one_.requests(), 1U);
}

// Each program begins as a copy of us, with all that we have open.
TEST_F(RunningProgramsTest, OurOwnConnectionsAreServedWhileProgramsStart) {
  const auto own = idle(one_.mock);
  std::atomic<bool> started = false;
  std::jthread starting([&] {
    for (int time = 0; time < 50; ++time) idle(other_.mock).reset();
    started = true;
  });
  const Url url = Url::parse(one_.mock.origin("callbacks") + "/nowhere").value();
  Request request;
  request.target = url.target();
  while (!started) EXPECT_EQ(HttpConnection().send(url, request).status, 404);
  EXPECT_THAT(other_.remarks(), IsEmpty());
}

TEST_F(RunningProgramsTest, SomebodyUnknownIsServed) {
  const auto own = idle(one_.mock);
  const auto foreign = idle(other_.mock);
  const Completed stranger = run_to_end(bash("ask " + one_.port()), kLong);
  EXPECT_THAT(stranger.out, StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(one_.senders(), ElementsAre(Sender::kUnknown));
  EXPECT_EQ(one_.requests(), 1U);
}

TEST_F(RunningProgramsTest, WhereOnePlayRunsNobodyIsLookedFor) {
  idle(other_.mock).reset();
  for (const char* program : {"/no/such/file", "/bin/cat"}) {
    ProcessSpec missing;
    missing.argv = {program};
    missing.directory = "/no/such/folder";  // found out after the keeper's start
    EXPECT_THROW(static_cast<void>(programs_.start(other_.mock, std::move(missing))), ProcessError);
  }
  EXPECT_THAT(run(one_.mock, "ask " + one_.port()), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(one_.senders(), ElementsAre(Sender::kUnknown));
  EXPECT_EQ(one_.requests(), 1U);
}

}  // namespace
}  // namespace conform::clients
