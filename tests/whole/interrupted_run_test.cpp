// What a user finds after Ctrl-C: the clients are gone, their homes too, and the reports hold what
// was played.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "clients/process/process.hpp"
#include "foundation/json/json.hpp"

namespace conform {

using clients::own_environment;
using clients::Process;
using clients::ProcessEnd;
using clients::ProcessSpec;

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class InterruptedRun : public ::testing::Test {
 protected:
  InterruptedRun() {
    std::string name = (fs::path(testing::TempDir()) / "interrupted-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    fs::create_directory(folder_ / "temporary");
  }
  ~InterruptedRun() override { fs::remove_all(folder_); }

  void start(std::vector<std::string> arguments) {
    ProcessSpec spec;
    spec.argv = {CONFORM_PROGRAM};
    spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
    spec.environment = own_environment();
    spec.environment["TMPDIR"] = (folder_ / "temporary").string();
    spec.on_stdout = [this](std::string_view line) { out_.append(line).append("\n"); };
    spec.on_stderr = spec.on_stdout;
    process_.emplace(std::move(spec));
  }

  // Until the program has begun, which a file that is no longer empty shows.
  [[nodiscard]] std::string await(const fs::path& file) const {
    for (;;) {
      std::ifstream stream(file);
      std::string line;
      if (std::getline(stream, line) && !stream.eof()) return line;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  int end_by(int signal) {
    kill(process_->id(), signal);
    const std::optional<ProcessEnd> end = process_->wait(std::chrono::minutes(2));
    process_->read_output();
    return end && end->exit_status ? *end->exit_status : -1;
  }

  [[nodiscard]] std::vector<std::string> left_in_temporary() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_ / "temporary")) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  [[nodiscard]] Json report() const {
    std::ifstream stream(folder_ / "run.json");
    return Json::parse(stream);
  }

  std::string path(const char* name) const { return (folder_ / name).string(); }

  fs::path folder_;
  std::string out_;
  std::optional<Process> process_;
};

// The first play's program ends at once, the second one's stays, and ignores SIGTERM.
TEST_F(InterruptedRun, ByCtrlCOfTestLeavesNothingBehind) {
  const std::string script = fmt::format(
      "echo secret >$HOME/token; if [ ! -e {0} ]; then : >{0}; exit 0; fi; "
      "trap '' TERM; echo $$ >{1}; sleep 1000 & wait; wait",
      path("PLAYED"), path("STARTED"));
  start({"test", "api_key/*", "--jobs", "1", "--report", "json=" + path("run.json"), "--", "sh",
         "-c", script});
  const int program = std::stoi(await(folder_ / "STARTED"));
  EXPECT_EQ(end_by(SIGINT), 130) << out_;
  EXPECT_THAT(out_, HasSubstr("interrupted by SIGINT after 1 of "));
  EXPECT_EQ(kill(program, 0), -1) << "the client still runs";
  EXPECT_THAT(left_in_temporary(), testing::IsEmpty());
  const Json run = report();
  EXPECT_THAT(run.at("interrupted").get<std::string>(), HasSubstr("after 1 of "));
  EXPECT_EQ(run.at("plays").size(), 1U);
}

TEST_F(InterruptedRun, TheFriendlyEndOfRunKeepsWhatWasPlayed) {
  start({"run", "--repeat", "20", "--jobs", "1", "--stream", path("stream.jsonl"), "--report",
         "json=" + path("run.json")});
  EXPECT_NE(await(folder_ / "stream.jsonl"),
            "");  // its first line is written before the first play
  EXPECT_EQ(end_by(SIGTERM), 143) << out_;
  const Json run = report();
  EXPECT_THAT(run.at("interrupted").get<std::string>(), HasSubstr("interrupted by SIGTERM after"));
  EXPECT_THAT(out_, HasSubstr("interrupted by SIGTERM after"));
}

// A file that is a pipe of which nothing comes.
TEST_F(InterruptedRun, ServeIsEndedWhileItWaitsForAFile) {
  const std::string pipe = path("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  for (const char* option : {"--world", "--control-secret-file", "--client-document"}) {
    const bool is_named = std::string_view(option) == "--client-document";
    start({"serve", option, is_named ? "https://a.example/client=" + pipe : pipe});
    int writer = -1;  // can be opened as soon as somebody reads
    while ((writer = open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)) < 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    kill(process_->id(), SIGTERM);
    const std::optional<ProcessEnd> end = process_->wait(std::chrono::minutes(2));
    EXPECT_TRUE(end && !end->exit_status) << option;
    close(writer);
  }
}

TEST_F(InterruptedRun, TheNextOneSweepsWhatAKilledOneLeft) {
  start({"test", "api_key/happy_path", "--", "sh", "-c",
         "echo secret >$HOME/token; echo $$ >" + path("STARTED") + "; sleep 1000; :"});
  EXPECT_NE(await(folder_ / "STARTED"), "");
  end_by(SIGKILL);
  ASSERT_EQ(left_in_temporary().size(), 1U);
  start({"test", "api_key/happy_path", "--", "sh", "-c", "exit 0"});
  EXPECT_TRUE(process_->wait(std::chrono::minutes(2)).has_value());
  EXPECT_THAT(left_in_temporary(), testing::IsEmpty());
}

}  // namespace
}  // namespace conform
