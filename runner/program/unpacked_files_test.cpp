#include "runner/program/unpacked_files.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>

#include "foundation/files/text_file.hpp"

namespace conform::runner {
namespace {

using testing::HasSubstr;

constexpr std::array<CarriedFile, 3> kFiles{{
    {"fixtures/worlds/acme.json", "{}\n"},
    {"fixtures/empty", ""},
    {"drivers/driver.mjs", std::string_view("a\0b", 3)},
}};

TEST(UnpackedFiles, AreThoseThatAreCarried) {
  const UnpackedFiles unpacked(kFiles);
  for (const CarriedFile& file : kFiles) {
    EXPECT_EQ(text_of_file(unpacked.folder() / file.name), file.bytes) << file.name;
  }
}

TEST(UnpackedFiles, AreForTheirUserOnlyAndGoWithTheirOwner) {
  std::filesystem::path folder;
  {
    const UnpackedFiles unpacked(kFiles);
    folder = unpacked.folder();
    EXPECT_EQ(std::filesystem::status(folder).permissions(), std::filesystem::perms::owner_all);
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST(UnpackedFiles, EachOwnerHasItsOwn) {
  const UnpackedFiles one(kFiles);
  const UnpackedFiles other(kFiles);
  EXPECT_NE(one.folder(), other.folder());
}

// TMPDIR as a test wants it, and as it was afterwards.
class TemporaryFolderNamed {
 public:
  explicit TemporaryFolderNamed(const std::filesystem::path& path) {
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
    ::setenv("TMPDIR", path.c_str(), 1);
  }
  ~TemporaryFolderNamed() {
    if (before_) ::setenv("TMPDIR", before_->c_str(), 1);
    if (!before_) ::unsetenv("TMPDIR");
  }
  TemporaryFolderNamed(const TemporaryFolderNamed&) = delete;
  TemporaryFolderNamed& operator=(const TemporaryFolderNamed&) = delete;

 private:
  std::optional<std::string> before_;
};

TEST(UnpackedFiles, SayWhatToDoWhereNothingCanBeWritten) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "no_folder";
  std::ofstream(file) << "a file";
  const TemporaryFolderNamed named(file);
  try {
    const UnpackedFiles unpacked(kFiles);
    FAIL() << "unpacked to " << unpacked.folder();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("can't be unpacked to " + file.string()));
    EXPECT_THAT(error.what(), HasSubstr("TMPDIR"));
  }
}

TEST(UnpackedFiles, SayWhichFileCannotBeWritten) {
  constexpr std::array<CarriedFile, 2> kTwice{{{"twice", "a"}, {"twice", "b"}}};
  try {
    const UnpackedFiles unpacked(kTwice);
    FAIL() << "unpacked to " << unpacked.folder();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("/twice: File exists"));
  }
}

}  // namespace
}  // namespace conform::runner
