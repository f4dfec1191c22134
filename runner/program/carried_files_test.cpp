#include "runner/program/carried_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "foundation/files/text_file.hpp"

namespace conform::runner {
namespace {

const std::filesystem::path kSource = CONFORM_SOURCE_DIR;

// What a portable program reads, and where it lies in the source tree.
const std::map<std::string, std::filesystem::path>& folders() {
  static const std::map<std::string, std::filesystem::path> all{
      {"fixtures", kSource / "fixtures"},
      {"drivers", kSource / "clients/drivers"},
      {"examples", kSource / "examples"},
  };
  return all;
}

TEST(CarriedFiles, AreThoseOfTheSourceTree) {
  for (const CarriedFile& file : carried_files()) {
    const std::string name(file.name);
    const std::size_t slash = name.find('/');
    const auto folder = folders().find(name.substr(0, slash));
    ASSERT_NE(folder, folders().end()) << name;
    EXPECT_EQ(file.bytes, text_of_file(folder->second / name.substr(slash + 1))) << name;
  }
}

TEST(CarriedFiles, AreAllOfThem) {
  std::set<std::string> carried;
  for (const CarriedFile& file : carried_files()) carried.emplace(file.name);
  std::size_t seen = 0;
  for (const char* name : {"fixtures", "drivers"}) {
    const std::filesystem::path& folder = folders().at(name);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      ++seen;
      const std::string path = name / entry.path().lexically_relative(folder);
      EXPECT_TRUE(carried.contains(path)) << path;
    }
  }
  EXPECT_GT(seen, 300U);
  // What `init` copies; beside it lies what was installed there.
  EXPECT_TRUE(carried.contains("examples/typescript/package-lock.json"));
  EXPECT_TRUE(carried.contains("examples/python/client.py"));
  EXPECT_TRUE(carried.contains("examples/go/sign_in.go"));
}

}  // namespace
}  // namespace conform::runner
