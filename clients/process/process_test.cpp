#include "clients/process/process.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

namespace conform::clients {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

constexpr seconds kLong{60};  // never waited for unless something is broken

ProcessSpec shell(std::string script) {
  ProcessSpec spec;
  spec.argv = {"/bin/sh", "-c", std::move(script)};
  spec.environment = {{"PATH", "/usr/bin:/bin"}};
  return spec;
}

// Lines as they come, for a test to wait on.
class Lines {
 public:
  std::function<void(std::string_view)> sink() {
    return [this](std::string_view line) {
      const std::scoped_lock lock(mutex_);
      lines_.emplace_back(line);
      changed_.notify_all();
    };
  }
  std::string wait_for(std::size_t index) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kLong, [&] { return lines_.size() > index; });
    return lines_.size() > index ? lines_[index] : "(nothing)";
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
};

// A zombie is dead; so is what has no entry any more.
bool is_alive(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  return std::getline(file, text) && text.find(") Z ") == std::string::npos &&
         text.find(") X ") == std::string::npos;
}

TEST(Process, TellsExitStatusAndOutput) {
  const Completed completed = run_to_end(shell("echo out; echo err >&2; exit 7"), kLong);
  EXPECT_EQ(completed.end.exit_status, 7);
  EXPECT_FALSE(completed.end.success());
  EXPECT_EQ(completed.out, "out\n");
  EXPECT_EQ(completed.err, "err\n");
  EXPECT_FALSE(completed.timed_out);
}

TEST(Process, KnowsTheProgramsOwnId) {
  Lines lines;
  ProcessSpec spec = shell("echo $$; cat");
  spec.on_stdout = lines.sink();
  const Process process(std::move(spec));
  EXPECT_EQ(lines.wait_for(0), std::to_string(process.id()));
}

TEST(Process, ASignalIsNoExitStatus) {
  const Completed completed = run_to_end(shell("kill -SEGV $$"), kLong);
  EXPECT_EQ(completed.end.exit_status, std::nullopt);
  EXPECT_EQ(completed.end.signal, SIGSEGV);
  EXPECT_FALSE(completed.end.success());
  EXPECT_THAT(completed.end.text(), HasSubstr("signal 11"));
}

TEST(Process, PassesArgumentsUntouchedAndOnlyTheGivenEnvironment) {
  ProcessSpec spec;
  spec.argv = {"env"};
  spec.environment = {{"PATH", "/usr/bin:/bin"}, {"ONE", "a b"}};
  EXPECT_EQ(run_to_end(spec, kLong).out, "ONE=a b\nPATH=/usr/bin:/bin\n");

  spec.argv = {"printf", "[%s]", "a b", "$HOME", "*", ""};
  EXPECT_EQ(run_to_end(spec, kLong).out, "[a b][$HOME][*][]\n");
}

TEST(Process, SaysWhatIsMissing) {
  ProcessSpec spec;
  spec.environment = {{"PATH", "/usr/bin:/bin"}};
  const auto message = [&spec] {
    try {
      const Process process(spec);
    } catch (const ProcessError& error) {
      return std::string(error.what());
    }
    return std::string("it started");
  };
  spec.argv = {"no-such-program-at-all"};
  EXPECT_EQ(message(), "can't start \"no-such-program-at-all\": there is no such program on PATH");
  spec.argv = {"/no/such/file"};
  EXPECT_EQ(message(), "can't start \"/no/such/file\": there is no such file");
  spec.argv = {"/etc/passwd"};
  EXPECT_EQ(message(), "can't start \"/etc/passwd\": it is not executable");
  spec.argv = {};
  EXPECT_EQ(message(), "an empty command can't be started");
  spec.argv = {"true"};
  spec.directory = "/no/such/folder";
  EXPECT_THAT(message(), HasSubstr("No such file or directory"));
}

TEST(Process, ReadsMuchOutputOfBothStreamsWithoutDeadlock) {
  const Completed completed = run_to_end(
      shell("i=0; while [ $i -lt 20000 ]; do echo 0123456789012345678901234567890123456789; "
            "echo abcdefghijabcdefghijabcdefghijabcdefghij >&2; i=$((i+1)); done"),
      kLong);
  EXPECT_TRUE(completed.end.success());
  EXPECT_EQ(completed.out.size(), 20'000U * 41U);
  EXPECT_EQ(completed.err.size(), 20'000U * 41U);
}

TEST(Process, KeepsALineThatIsNotEnded) {
  EXPECT_EQ(run_to_end(shell("printf 'a\\r\\nb'"), kLong).out, "a\nb\n");
}

TEST(Process, WritesToStandardInputUntilItIsClosed) {
  Lines lines;
  ProcessSpec spec;
  spec.argv = {"/bin/cat"};
  spec.on_stdout = lines.sink();
  Process process(std::move(spec));
  EXPECT_TRUE(process.write("one\n"));
  EXPECT_EQ(lines.wait_for(0), "one");
  EXPECT_EQ(process.ended(), std::nullopt);
  process.close_input();
  EXPECT_FALSE(process.write("two\n"));
  ASSERT_TRUE(process.wait(kLong).has_value());
  EXPECT_TRUE(process.ended()->success());
}

TEST(Process, WritingToAProgramThatIsGoneIsAnError) {
  Process process(shell("exec <&-; exit 0"));
  ASSERT_TRUE(process.wait(kLong).has_value());
  EXPECT_FALSE(process.write("hello\n"));
}

TEST(Process, TimesOut) {
  const Completed completed = run_to_end(shell("echo begun; exec sleep 1000"), milliseconds{50});
  EXPECT_TRUE(completed.timed_out);
  EXPECT_EQ(completed.end.signal, SIGKILL);
}

TEST(Process, EndsFriendlyFirst) {
  Lines lines;
  ProcessSpec spec =
      shell("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.01; done");
  spec.on_stdout = lines.sink();
  Process process(std::move(spec));
  EXPECT_EQ(lines.wait_for(0), "ready");
  const ProcessEnd end = process.terminate(kLong);
  EXPECT_EQ(lines.wait_for(1), "bye");
  EXPECT_EQ(end.exit_status, 3);
}

TEST(Process, EndsAProgramThatIgnoresTheFriendlyWay) {
  Lines lines;
  ProcessSpec spec = shell("trap '' TERM; echo ready; while :; do sleep 0.01; done");
  spec.on_stdout = lines.sink();
  Process process(std::move(spec));
  EXPECT_EQ(lines.wait_for(0), "ready");
  EXPECT_EQ(process.terminate(milliseconds{20}).signal, SIGKILL);
}

// The official runner kills only its shell: a grandchild went on for half a minute.
TEST(Process, GrandchildrenThatIgnoreTheFriendlyWayAreGone) {
  Lines lines;
  ProcessSpec spec = shell("sh -c 'trap \"\" TERM; echo $$; while :; do sleep 0.01; done' & wait");
  spec.on_stdout = lines.sink();
  Process process(std::move(spec));
  const int grandchild = std::stoi(lines.wait_for(0));
  ASSERT_TRUE(is_alive(grandchild));
  process.terminate(milliseconds{20});
  EXPECT_FALSE(is_alive(grandchild));
}

TEST(Process, AnOrphanInASessionOfItsOwnIsGone) {
  Lines lines;
  ProcessSpec spec =
      shell("setsid sh -c 'trap \"\" TERM HUP; echo $$; while :; do sleep 0.01; done' & exit 0");
  spec.on_stdout = lines.sink();
  auto process = std::make_unique<Process>(std::move(spec));
  const int orphan = std::stoi(lines.wait_for(0));
  ASSERT_TRUE(process->wait(kLong).has_value());
  EXPECT_TRUE(process->ended()->success());  // its end doesn't wait for the orphan's
  ASSERT_TRUE(is_alive(orphan));
  process.reset();
  EXPECT_FALSE(is_alive(orphan));
}

// It knows who its parent is.
TEST(Process, AProgramThatStopsItsKeeperIsEndedAllTheSame) {
  Lines lines;
  ProcessSpec spec = shell("kill -STOP $PPID; echo $$; exec sleep 1000");
  spec.on_stdout = lines.sink();
  Process process(std::move(spec));
  const int program = std::stoi(lines.wait_for(0));
  process.terminate(milliseconds{20});
  EXPECT_FALSE(is_alive(program));
}

TEST(Process, AProgramThatKillsItsKeeperGoesWithAllThatItStarted) {
  Lines lines;
  ProcessSpec spec =
      shell("setsid sh -c 'echo $$; exec sleep 1000' & read go; kill -9 $PPID; exec sleep 1000");
  spec.on_stdout = lines.sink();
  auto process = std::make_unique<Process>(std::move(spec));
  const int program = process->id();
  const int orphan = std::stoi(lines.wait_for(0));
  EXPECT_TRUE(process->write("go\n"));
  const std::optional<ProcessEnd> end = process->wait(kLong);
  ASSERT_TRUE(end.has_value());
  EXPECT_FALSE(end->success());
  process.reset();
  EXPECT_FALSE(is_alive(program));
  EXPECT_FALSE(is_alive(orphan));
}

TEST(Process, TheProgramGoesWhenItsOwnerIsKilled) {
  std::array<int, 2> pipe_ends{};
  ASSERT_EQ(pipe(pipe_ends.data()), 0);
  const pid_t owner = fork();
  if (owner == 0) {
    ProcessSpec spec = shell("echo $$ >&2; exec sleep 1000");
    spec.on_stderr = [&](std::string_view line) {
      [[maybe_unused]] const ssize_t written = write(pipe_ends[1], line.data(), line.size());
    };
    const Process process(std::move(spec));
    pause();
    _exit(0);
  }
  std::array<char, 32> text{};
  ASSERT_GT(read(pipe_ends[0], text.data(), text.size() - 1), 0);
  const int program = std::stoi(text.data());
  EXPECT_TRUE(is_alive(program));
  kill(owner, SIGKILL);
  // The keeper holds no end of this pipe, so only the owner's death closes it; then the program's
  // follows.
  close(pipe_ends[1]);
  EXPECT_EQ(read(pipe_ends[0], text.data(), text.size()), 0);
  const auto deadline = std::chrono::steady_clock::now() + kLong;
  while (is_alive(program) && std::chrono::steady_clock::now() < deadline)
    std::this_thread::yield();
  EXPECT_FALSE(is_alive(program));
}

TEST(Process, InheritsNoDescriptor) {
  const int ours = open("/dev/null", O_RDONLY);  // not close-on-exec
  ASSERT_GE(ours, 0);
  const Completed completed =
      run_to_end(shell("for f in /proc/self/fd/*; do echo ${f##*/}; done"), kLong);
  close(ours);
  std::istringstream lines(completed.out);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_NE(line, std::to_string(ours));
  }
}

TEST(Process, TellsTheEndAfterTheOutput) {
  std::vector<std::string> order;
  ProcessSpec spec = shell("echo one; echo two");
  spec.on_stdout = [&order](std::string_view line) { order.emplace_back(line); };
  spec.on_end = [&order](const ProcessEnd& end) { order.push_back(end.text()); };
  {
    Process process(std::move(spec));
    EXPECT_TRUE(process.wait(kLong));
  }
  EXPECT_THAT(order, ::testing::ElementsAre("one", "two", "exit status 0"));
}

TEST(Process, ManyAtOnce) {
  std::vector<std::jthread> threads;
  threads.reserve(16);
  std::atomic<int> good = 0;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&good, i] {
      const Completed completed = run_to_end(shell("exit " + std::to_string(i)), kLong);
      if (completed.end.exit_status == i) ++good;
    });
  }
  threads.clear();
  EXPECT_EQ(good, 16);
}

}  // namespace
}  // namespace conform::clients
