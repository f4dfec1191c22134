#include "clients/packages/npm_package.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "clients/process/process.hpp"

namespace conform::clients {
namespace {

using ::testing::HasSubstr;

// A stand-in for npm, so that no registry is needed.
class NpmPackageTest : public ::testing::Test {
 protected:
  NpmPackageTest() {
    std::filesystem::create_directories(bin_);
    std::filesystem::create_directories(cache_);
  }
  ~NpmPackageTest() override {
    setenv("PATH", path_.c_str(), 1);
    std::filesystem::remove_all(root_);
  }
  void npm_is(const std::string& script) {
    std::ofstream(bin_ / "npm") << "#!/bin/sh\n" << script;
    std::filesystem::permissions(bin_ / "npm", std::filesystem::perms::owner_all);
    setenv("PATH", (bin_.string() + ":/usr/bin:/bin").c_str(), 1);
  }

  std::string path_ = own_environment().at("PATH");
  std::filesystem::path root_ =
      std::filesystem::temp_directory_path() / ("npm-package-test-" + std::to_string(getpid()));
  std::filesystem::path bin_ = root_ / "bin";
  std::filesystem::path cache_ = root_ / "cache";
};

TEST_F(NpmPackageTest, InstallsOnceAndWhole) {
  npm_is("echo \"$@\" >>" + (root_ / "calls").string() + "; mkdir node_modules\n");
  const auto folder = install_npm_package("some-client@1.2.3", cache_);
  EXPECT_EQ(folder, cache_ / "some-client@1.2.3");
  EXPECT_TRUE(std::filesystem::is_directory(folder / "node_modules"));
  EXPECT_EQ(install_npm_package("some-client@1.2.3", cache_), folder);
  std::ifstream calls(root_ / "calls");
  std::string line;
  std::getline(calls, line);
  EXPECT_THAT(line, HasSubstr("--ignore-scripts"));
  EXPECT_THAT(line, testing::EndsWith(" some-client@1.2.3"));
  EXPECT_FALSE(std::getline(calls, line));
}

TEST_F(NpmPackageTest, ARefusalHasTheWordsOfTheTool) {
  npm_is("mkdir node_modules; echo 'npm error 404 Not Found' >&2; exit 1\n");
  const auto install = [this] { install_npm_package("@scope/none@1", cache_); };
  EXPECT_THAT(install, testing::ThrowsMessage<ClientUnavailable>(testing::AllOf(
                           HasSubstr("@scope/none@1 is not installed"), HasSubstr("exit status 1"),
                           HasSubstr("npm error 404 Not Found"))));
  EXPECT_FALSE(std::filesystem::exists(cache_ / "@scope+none@1"));
}

TEST_F(NpmPackageTest, NoNpmIsSaid) {
  setenv("PATH", bin_.c_str(), 1);
  const auto install = [this] { install_npm_package("some-client@1", cache_); };
  EXPECT_THAT(install, testing::ThrowsMessage<ClientUnavailable>(
                           HasSubstr("can't start \"npm\": there is no such program on PATH")));
}

}  // namespace
}  // namespace conform::clients
