#include "runner/program/installation.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

class InstallationTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/installation.XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    prefix_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(prefix_); }

  std::filesystem::path prefix_;
};

TEST_F(InstallationTest, FindsTheShareFolderBesideTheProgram) {
  const std::filesystem::path fixtures = prefix_ / "share/omni-conform/fixtures";
  std::filesystem::create_directories(fixtures / "clients");
  EXPECT_EQ(share_folder_of(prefix_ / "bin/omni-conform"), "") << "no worlds in it";
  std::filesystem::create_directories(fixtures / "worlds");
  EXPECT_EQ(share_folder_of(prefix_ / "bin/omni-conform"), fixtures.parent_path());
}

TEST_F(InstallationTest, AFolderThatHoldsNoFixturesIsAUsageError) {
  EXPECT_THROW(fixtures_folder(prefix_), UsageError);
  EXPECT_THROW(fixtures_folder(prefix_ / "gone"), UsageError);
}

TEST_F(InstallationTest, WithoutAnInstallationTheSourceTreeIsUsed) {
  EXPECT_EQ(fixtures_folder(""), std::filesystem::path(CONFORM_SOURCE_DIR) / "fixtures");
}

}  // namespace
}  // namespace conform::runner
