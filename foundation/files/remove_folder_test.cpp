#include "foundation/files/remove_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <filesystem>
#include <fstream>
#include <string>

namespace conform {
namespace {

namespace fs = std::filesystem;

class RemoveFolder : public ::testing::Test {
 protected:
  RemoveFolder() {
    std::string name = (fs::path(::testing::TempDir()) / "removed-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~RemoveFolder() override { remove_folder(folder_); }

  fs::path folder_;
};

// So many files a process may have open while this lives.
class FewerFiles {
 public:
  explicit FewerFiles(rlim_t most) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit fewer{.rlim_cur = most, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &fewer);
  }
  ~FewerFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  FewerFiles(const FewerFiles&) = delete;
  FewerFiles& operator=(const FewerFiles&) = delete;

 private:
  rlimit before_{};
};

// More levels than a process may have files open, and than a path has room for.
TEST_F(RemoveFolder, GoesHoweverDeepItIs) {
  constexpr int kLevels = 200;
  const FewerFiles limit(kLevels / 2);
  const std::string name(PATH_MAX / kLevels + 1, 'd');
  int at = open(folder_.c_str(), O_RDONLY | O_DIRECTORY);
  for (int level = 0; level < kLevels; ++level) {
    ASSERT_EQ(mkdirat(at, name.c_str(), 0700), 0);
    ASSERT_EQ(mkdirat(at, "moved-1", 0700), 0) << "names of our own, too";
    const int next = openat(at, name.c_str(), O_RDONLY | O_DIRECTORY);
    close(at);
    at = next;
    ASSERT_GE(at, 0);
  }
  close(openat(at, "secret", O_CREAT | O_WRONLY, 0600));
  close(at);
  EXPECT_TRUE(remove_folder(folder_));
  EXPECT_FALSE(fs::exists(folder_));
}

// As somebody for whom rights count.
TEST_F(RemoveFolder, GoesWhateverItsUserMayNot) {
  constexpr uid_t kNobody = 65'534;
  constexpr mode_t kEverybody = 0777;
  ASSERT_EQ(chmod(folder_.c_str(), geteuid() == 0 ? kEverybody : S_IRWXU), 0);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(kNobody) != 0) _exit(2);
    const fs::path home = folder_ / "home";
    fs::create_directories(home / "a/b/c");
    std::ofstream(home / "a/b/c/secret") << "x";
    std::ofstream(home / "a/file") << "x";
    for (const char* closed : {"a/file", "a/b/c", "a/b", "a", "."}) {
      fs::permissions(home / closed, fs::perms::none);
    }
    _exit(remove_folder(home) && !fs::exists(home) ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(RemoveFolder, LinksAreNotFollowed) {
  fs::create_directories(folder_ / "kept/inner");
  fs::create_directories(folder_ / "removed/deep");
  fs::create_directory_symlink(folder_ / "kept", folder_ / "removed/link");
  fs::create_directory_symlink(folder_ / "kept", folder_ / "removed/deep/link");
  EXPECT_TRUE(remove_folder(folder_ / "removed"));
  EXPECT_TRUE(fs::exists(folder_ / "kept/inner"));
  fs::create_directory_symlink(folder_ / "kept", folder_ / "link");
  EXPECT_FALSE(remove_folder(folder_ / "link"));
  EXPECT_TRUE(fs::exists(folder_ / "kept/inner"));
}

TEST_F(RemoveFolder, SaysWhatIsNotThere) {
  EXPECT_FALSE(remove_folder(folder_ / "nowhere"));
  EXPECT_EQ(errno, ENOENT);
}

}  // namespace
}  // namespace conform
