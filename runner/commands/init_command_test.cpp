#include "runner/commands/init_command.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "foundation/files/text_file.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::filesystem::path kExamples = std::filesystem::path(CONFORM_SOURCE_DIR) / "examples";

std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

// What is kept of an example; what is built or installed there is not.
std::set<std::string> kept_in(const std::string& folder) {
  std::set<std::string> names = names_in(kExamples / folder);
  std::istringstream ignored(text_of_file(kExamples / ".gitignore"));
  for (std::string line; std::getline(ignored, line);) {
    if (line.ends_with('/')) line.pop_back();
    names.erase(std::filesystem::path(line).filename().string());
  }
  return names;
}

class InitCommandTest : public ::testing::Test {
 protected:
  InitCommandTest() {
    std::string name = (std::filesystem::temp_directory_path() / "init-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~InitCommandTest() override { std::filesystem::remove_all(folder_); }

  int init(const std::string& language, const std::filesystem::path& folder) {
    std::ostringstream err;
    Streams streams{out_, err};
    return init_command({language, folder}, streams);
  }
  std::string error_of(const std::string& language, const std::filesystem::path& folder) {
    try {
      init(language, folder);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no error";
  }

  std::filesystem::path folder_;
  std::ostringstream out_;
};

TEST_F(InitCommandTest, CopiesEachExampleWholly) {
  for (const auto& [language, example] :
       {std::pair{"ts", "typescript"}, std::pair{"python", "python"}, std::pair{"go", "go"}}) {
    const std::filesystem::path into = folder_ / "not/there" / language;
    EXPECT_EQ(init(language, into), kConformant);
    EXPECT_EQ(names_in(into), kept_in(example));
    for (const std::string& name : names_in(into)) {
      EXPECT_EQ(text_of_file(into / name), text_of_file(kExamples / example / name)) << name;
    }
  }
}

TEST_F(InitCommandTest, SaysHowToGoOn) {
  const std::filesystem::path into = folder_ / "my client";
  std::filesystem::create_directory(into);
  EXPECT_EQ(init("python", into), kConformant) << "an empty folder has room";
  const std::string in_quotes = "'" + into.string();
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("python3 -m venv " + in_quotes + "/venv' && " + in_quotes +
                              "/venv/bin/pip' install -r " + in_quotes + "/requirements.txt'\n"),
                    HasSubstr("omni-conform test -- " + in_quotes + "/venv/bin/python' " +
                              in_quotes + "/client.py'\n")));
}

TEST_F(InitCommandTest, OverwritesNothing) {
  const std::filesystem::path mine = folder_ / "client.py";
  std::ofstream(mine) << "mine";
  EXPECT_THAT(error_of("python", folder_), HasSubstr("'" + folder_.string() + "' is not empty"));
  EXPECT_THAT(error_of("go", folder_), HasSubstr("is not empty"));
  EXPECT_THAT(error_of("go", mine), HasSubstr("'" + mine.string() + "' is no folder"));
  EXPECT_EQ(names_in(folder_), std::set<std::string>{"client.py"});
  EXPECT_EQ(text_of_file(mine), "mine");
}

TEST_F(InitCommandTest, AFolderThatCannotBeMadeIsNamed) {
  std::ofstream(folder_ / "file") << "mine";
  std::filesystem::create_symlink("nowhere", folder_ / "link");
  const std::filesystem::path below = folder_ / "file" / "below";
  EXPECT_THAT(error_of("go", below), HasSubstr("'" + below.string() + "' can't be made"));
  EXPECT_THAT(error_of("go", folder_ / "link"), HasSubstr("link' is no folder"));
  EXPECT_THAT(error_of("go", ""), HasSubstr("'' can't be made"));
}

TEST_F(InitCommandTest, AnUnknownLanguageNamesTheOthers) {
  const std::filesystem::path into = folder_ / "new";
  EXPECT_THAT(error_of("rust", into), AllOf(HasSubstr("There is no example for 'rust'"),
                                            HasSubstr("ts"), HasSubstr("python"), HasSubstr("go")));
  EXPECT_FALSE(std::filesystem::exists(into));
}

}  // namespace
}  // namespace conform::runner
