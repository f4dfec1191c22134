#include "runner/commands/wire/serve_command.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "runner/commands/source_catalog.hpp"
#include "runner/program/exit_code.hpp"

namespace conform {
namespace {

using testing::HasSubstr;

std::string secret_in(const std::string& content) {
  ServeOptions options;
  options.control_secret_file = testing::TempDir() + "/control_secret";
  std::ofstream(options.control_secret_file) << content;
  return control_secret_of(options);
}

TEST(ControlSecret, IsTheFirstLineOfItsFile) {
  EXPECT_EQ(secret_in("hush\n"), "hush");
  EXPECT_EQ(secret_in("hush"), "hush");
  EXPECT_EQ(secret_in(" hush \r\nmore\n"), "hush");
}

TEST(ControlSecret, AnEmptyOneIsRefused) {
  for (const char* content : {"", "\n", " \t\nhush\n", "\r\n"}) {
    EXPECT_THROW(secret_in(content), UsageError) << content;
  }
}

TEST(ControlSecret, AFileThatIsNoneIsNamed) {
  ServeOptions options;
  for (const std::string& file :
       {testing::TempDir(), std::string("/no/such/secret"), std::string("/dev/zero")}) {
    options.control_secret_file = file;
    try {
      control_secret_of(options);
      ADD_FAILURE() << file;
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), HasSubstr(file));
    }
  }
}

TEST(ControlSecret, WithoutAnyNobodyIsAsked) { EXPECT_EQ(control_secret_of({}), ""); }

// What is printed is in the terminal's history, or in a CI service's log.
TEST(ControlSecret, IsNotPrintedWithACase) {
  ServeOptions options;
  options.fixtures = source_catalog().folder.string();
  options.case_id = "fails-after-authorize-mcp-disabled";
  options.control_secret = "hush-hush-hush";
  std::ostringstream out;
  WhileServing meanwhile;
  meanwhile.introduce = [](const MockOmni&, std::ostream&) { ::kill(::getpid(), SIGINT); };
  serve(options, out, meanwhile);
  EXPECT_THAT(out.str(), HasSubstr("Authorization: Bearer $OMNI_CONFORM_CONTROL_SECRET"));
  EXPECT_THAT(out.str(), testing::Not(HasSubstr("hush-hush-hush")));
}

}  // namespace
}  // namespace conform
