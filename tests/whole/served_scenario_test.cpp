// A developer with a client in a debugger: what is said on the terminal, and how it ends.
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/process/process.hpp"

namespace conform {

using clients::Completed;
using clients::own_environment;
using clients::Process;
using clients::ProcessEnd;
using clients::ProcessSpec;

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Completed program_with(std::vector<std::string> arguments) {
  ProcessSpec spec;
  spec.argv = {CONFORM_PROGRAM};
  spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
  spec.environment = own_environment();
  return run_to_end(std::move(spec), std::chrono::seconds(100));
}

class ServedScenario : public testing::Test {
 protected:
  void start(std::vector<std::string> arguments) {
    ProcessSpec spec;
    spec.argv = {CONFORM_PROGRAM};
    spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
    spec.environment = own_environment();
    spec.on_stdout = [this](std::string_view line) {
      const std::scoped_lock lock(mutex_);
      said_.append(line).append("\n");
      grew_.notify_all();
    };
    spec.on_stderr = spec.on_stdout;
    process_.emplace(std::move(spec));
  }

  // Until that was said; returns what follows on its line.
  std::string await(const std::string& text) {
    std::unique_lock lock(mutex_);
    std::size_t at = std::string::npos;
    grew_.wait(lock, [&] { return (at = said_.find(text)) != std::string::npos; });
    at += text.size();
    return said_.substr(at, said_.find('\n', at) - at);
  }

  int end() {
    const std::optional<ProcessEnd> end = process_->wait(std::chrono::minutes(2));
    process_->read_output();
    return end && end->exit_status ? *end->exit_status : -1;
  }
  std::string said() {
    const std::scoped_lock lock(mutex_);
    return said_;
  }

  std::mutex mutex_;
  std::condition_variable grew_;
  std::string said_;
  std::optional<Process> process_;  // the last member: it writes to those above
};

TEST_F(ServedScenario, EndsWithTheLastStepOfTheClient) {
  start({"serve", "--scenario", "api_key/happy_path", "--no-control"});
  const std::string where = await("] Your client: connect to ");
  const std::size_t key = where.find(" with the API key ");
  ASSERT_NE(key, std::string::npos) << where;
  const std::string question =
      R"({"modelId":"9d9440e5-8522-4507-b092-1ac26ba26673","topicName":"order_items",)"
      R"("prompt":"Total revenue by month last year"})";
  const Completed client =
      program_with({"client", where.substr(0, key), "--bearer",
                    where.substr(key + std::string(" with the API key ").size()), "--call",
                    "getData", question});
  EXPECT_EQ(client.end.exit_status, 0) << client.err;
  await("Then: quit, and press Enter.");
  process_->write("\n");
  EXPECT_EQ(end(), 0) << said();
  EXPECT_THAT(said(),
              AllOf(HasSubstr("initialize was answered. Then: list the tools (or press Enter)"),
                    HasSubstr("POST acme /mcp/https tools/list 200"),
                    HasSubstr("\nVerdicts of api_key/happy_path\n"), HasSubstr("ok    gets-rows"),
                    HasSubstr("conformant")));
}

TEST_F(ServedScenario, TakesWhatTheUserTypes) {
  start({"test", "forbidden/pats_disabled", "--wait", "--wire"});
  await("] Your client: connect to ");
  process_->write("Personal access tokens are off\n\n");
  EXPECT_EQ(end(), 1) << said();
  EXPECT_THAT(said(), AllOf(HasSubstr("client -> application: prints Personal access tokens"),
                            HasSubstr("person: signs in to acme as quinn"),
                            HasSubstr("NEVER stops-after-refusal")));
}

TEST_F(ServedScenario, IsJudgedAtCtrlC) {
  start({"serve", "--scenario", "api_key/happy_path", "--no-control"});
  await("] Your client: connect to ");
  kill(process_->id(), SIGINT);
  EXPECT_EQ(end(), 1) << said();
  EXPECT_THAT(said(), AllOf(HasSubstr("NEVER sends-the-key"), HasSubstr("not conformant"),
                            Not(HasSubstr("ERROR"))));
}

}  // namespace
}  // namespace conform
