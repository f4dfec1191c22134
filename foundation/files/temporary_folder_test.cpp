#include "foundation/files/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace conform {
namespace {

namespace fs = std::filesystem;

// The temporary folder of this test's process, so that it sees nobody else's.
class TemporaryFolderTest : public ::testing::Test {
 protected:
  TemporaryFolderTest() {
    std::string name = (fs::path(::testing::TempDir()) / "folders-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    parent_ = name;
    if (const char* usual = std::getenv("TMPDIR")) usual_ = usual;
    setenv("TMPDIR", parent_.c_str(), 1);
  }
  ~TemporaryFolderTest() override {
    fs::remove_all(parent_);
    usual_ ? setenv("TMPDIR", usual_->c_str(), 1) : unsetenv("TMPDIR");
  }

  [[nodiscard]] std::size_t count() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(parent_), fs::directory_iterator()));
  }

  fs::path parent_;
  std::optional<std::string> usual_;
};

TEST_F(TemporaryFolderTest, GoesWithAllThatIsInIt) {
  {
    const TemporaryFolder folder;
    EXPECT_EQ(folder.path().parent_path(), parent_);
    EXPECT_EQ(fs::status(folder.path()).permissions(), fs::perms::owner_all);
    fs::create_directories(folder.path() / "home/.config");
    std::ofstream(folder.path() / "home/.config/token") << "secret";
  }
  EXPECT_EQ(count(), 0U);
}

TEST_F(TemporaryFolderTest, SaysWhichFolderIsMissing) {
  std::ofstream(parent_ / "file") << "no folder";
  for (const char* const name : {"missing", "file"}) {
    const std::string named = (parent_ / name).string();
    setenv("TMPDIR", named.c_str(), 1);
    try {
      const TemporaryFolder folder;
      FAIL() << "made " << folder.path();
    } catch (const fs::filesystem_error& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("TMPDIR"));
      EXPECT_EQ(error.path1(), named);
    }
  }
}

TEST_F(TemporaryFolderTest, OneWhoseOwnerLivesIsNotSwept) {
  const TemporaryFolder folder;
  EXPECT_EQ(sweep_abandoned_folders(parent_), 0U);
  EXPECT_TRUE(fs::exists(folder.path()));
}

TEST_F(TemporaryFolderTest, WhatAKilledProcessLeftIsSwept) {
  const pid_t child = fork();
  if (child == 0) {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "token") << "secret";
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_EQ(count(), 1U);
  EXPECT_EQ(sweep_abandoned_folders(parent_), 1U);
  EXPECT_EQ(count(), 0U);
}

TEST_F(TemporaryFolderTest, WhatIsNotSurelyOursStays) {
  fs::create_directories(parent_ / "omni-conform-nobody");  // without an owner's file
  fs::create_directories(parent_ / "other-folder");
  std::ofstream(parent_ / "other-folder/owner") << "";
  std::ofstream(parent_ / "omni-conform-file") << "";
  fs::create_directory_symlink(parent_ / "other-folder", parent_ / "omni-conform-link");
  fs::create_directories(parent_ / "omni-conform-linked");
  fs::create_symlink(parent_ / "other-folder/owner", parent_ / "omni-conform-linked/owner");
  EXPECT_EQ(sweep_abandoned_folders(parent_), 0U);
  EXPECT_EQ(count(), 5U);
}

TEST_F(TemporaryFolderTest, LinksInAnAbandonedOneAreNotFollowed) {
  fs::create_directories(parent_ / "kept");
  std::ofstream(parent_ / "kept/file") << "kept";
  fs::create_directories(parent_ / "omni-conform-abcdef");
  std::ofstream(parent_ / "omni-conform-abcdef/owner") << "";
  fs::create_directory_symlink(parent_ / "kept", parent_ / "omni-conform-abcdef/home");
  EXPECT_EQ(sweep_abandoned_folders(parent_), 1U);
  EXPECT_TRUE(fs::exists(parent_ / "kept/file"));
}

TEST_F(TemporaryFolderTest, AFolderThatCannotBeMadeIsNamed) {
  setenv("TMPDIR", (parent_ / "nowhere").c_str(), 1);
  EXPECT_THROW(TemporaryFolder(), fs::filesystem_error);
}

}  // namespace
}  // namespace conform
