#include "mock_server/user_json.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <stdexcept>

namespace conform {
namespace {

using testing::HasSubstr;

std::string problem_with(const std::filesystem::path& file) {
  try {
    read_user_json(file);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "none";
}

std::filesystem::path written(const std::string& text) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "user.json";
  std::ofstream(file) << text;
  return file;
}

TEST(UserJson, SaysWhichFileIsWrongAndHow) {
  const std::filesystem::path folder = testing::TempDir();
  EXPECT_THAT(problem_with(folder), HasSubstr(folder.string() + ": is a folder"));
  EXPECT_THAT(problem_with("/no/such.json"),
              HasSubstr("/no/such.json: cannot be read: No such file"));
  for (const char* text : {"", "{", "[1e999]", "{\"a\":1e99999}", "[-1E400]", "nul", "\xff"}) {
    const std::filesystem::path file = written(text);
    EXPECT_THAT(problem_with(file), HasSubstr(file.string() + ": is ")) << text;
  }
  EXPECT_EQ(problem_with(written("{\"a\": 1e308}")), "none");
}

}  // namespace
}  // namespace conform
