#include "clients/programs/stand_ins/browser_stub.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <vector>

#include "clients/process/process.hpp"
#include "clients/programs/program_home.hpp"

namespace conform::clients {
namespace {

constexpr std::chrono::seconds kLongWait{60};  // never waited for unless something is broken

class StandInBrowserTest : public ::testing::Test {
 protected:
  Completed run(const std::vector<std::string>& argv) {
    ProcessSpec spec;
    spec.argv = argv;
    spec.environment = home_.environment();
    return run_to_end(std::move(spec), kLongWait);
  }
  std::vector<std::string> pages(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kLongWait, [&] { return pages_.size() >= count; });
    std::vector<std::string> sorted = pages_;
    std::sort(sorted.begin(), sorted.end());  // each came on a thread of its own
    return sorted;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> pages_;
  ProgramHome home_;
  BrowserStub browser_{home_.browser_folder(), [this](const std::string& url) {
                         const std::scoped_lock lock(mutex_);
                         pages_.push_back(url);
                         changed_.notify_all();
                       }};
};

TEST_F(StandInBrowserTest, HandsOverThePageWhateverItsNameIs) {
  EXPECT_TRUE(run({"xdg-open", "http://127.0.0.1:1/a?b=c&d=$HOME"}).end.success());
  EXPECT_TRUE(run({"open", "http://127.0.0.1:1/b"}).end.success());
  EXPECT_TRUE(run({"/bin/sh", "-c", "$BROWSER 'cursor://x y'"}).end.success());
  EXPECT_THAT(pages(3), ::testing::ElementsAre("cursor://x y", "http://127.0.0.1:1/a?b=c&d=$HOME",
                                               "http://127.0.0.1:1/b"));
}

TEST_F(StandInBrowserTest, IgnoresOptionsAndFiles) {
  EXPECT_TRUE(run({"firefox", "--new-window", "/etc/passwd", "https://x.example/"}).end.success());
  EXPECT_THAT(pages(1), ::testing::ElementsAre("https://x.example/"));
}

// A program may write into the pipe what it likes.
TEST_F(StandInBrowserTest, AnAddressOfAMegabyteIsNoPage) {
  std::ofstream pipe(home_.browser_folder() / "pages");
  pipe << std::string(1'000'000, 'x') << "\nhttp://127.0.0.1:1/next\n" << std::flush;
  EXPECT_TRUE(pipe.good());
  EXPECT_THAT(pages(1), ::testing::ElementsAre("http://127.0.0.1:1/next"));
}

TEST(ProgramHome, HasNothingOfOurEnvironmentAndGoesAway) {
  ASSERT_EQ(setenv("CONFORM_SECRET_OF_OURS", "x", 1), 0);
  std::filesystem::path folder;
  {
    const ProgramHome home;
    folder = home.home();
    EXPECT_TRUE(std::filesystem::is_directory(folder));
    const auto environment = home.environment();
    EXPECT_FALSE(environment.contains("CONFORM_SECRET_OF_OURS"));
    EXPECT_EQ(environment.at("HOME"), folder.string());
    EXPECT_TRUE(environment.at("PATH").starts_with(home.browser_folder().string() + ":"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST(FreePort, IsAPort) {
  const int port = free_port();
  EXPECT_GT(port, 1023);
  EXPECT_LT(port, 65536);
}

}  // namespace
}  // namespace conform::clients
