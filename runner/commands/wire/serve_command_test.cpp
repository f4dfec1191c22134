#include "runner/commands/wire/serve_command.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "runner/commands/source_catalog.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {

using mock::MockOmni;

namespace {

using testing::HasSubstr;

std::string secret_in(const std::string& content) {
  ServeOptions options;
  // Tests are processes that run beside each other.
  options.control_secret_file =
      testing::TempDir() + "/control_secret_" + std::to_string(::getpid());
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

TEST(ControlSecret, AnEmptyVariableIsRefusedWhereNothingElseIsGiven) {
  ::setenv(kControlSecretVariable, "", 1);
  ServeOptions options;
  EXPECT_THROW(control_secret_of(options), UsageError);
  options.control_secret = "hush";
  EXPECT_EQ(control_secret_of(options), "hush");
  ServeOptions without_control;
  without_control.control = false;
  EXPECT_EQ(control_secret_of(without_control), "");
  ::unsetenv(kControlSecretVariable);
}

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

ServeOptions listening_on(const std::string& address) {
  ServeOptions options;
  options.listen = address;
  return options;
}

TEST(ServedAddress, IsLoopbackUnlessTheControlApiIsGuardedOrOff) {
  EXPECT_NO_THROW(require_safe_address({}));
  EXPECT_NO_THROW(require_safe_address(listening_on("127.0.0.2")));
  for (const char* address : {"0.0.0.0", "192.0.2.7"}) {
    ServeOptions options = listening_on(address);
    try {
      require_safe_address(options);
      ADD_FAILURE() << address;
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), HasSubstr(std::string("--listen ") + address));
      EXPECT_THAT(error.what(), HasSubstr("--no-control"));
      EXPECT_THAT(error.what(), HasSubstr("--control-secret-file"));
    }
    options.control_secret = "hush";
    EXPECT_NO_THROW(require_safe_address(options));
    options.control_secret.clear();
    options.control_secret_file = "secret";
    EXPECT_NO_THROW(require_safe_address(options));
    options.control_secret_file.clear();
    options.control = false;
    EXPECT_NO_THROW(require_safe_address(options));
  }
}

TEST(ServedAddress, ThatIsNoneIsRefused) {
  for (const char* address : {"", "localhost", "0.0.0", "::", "0.0.0.0:80"}) {
    EXPECT_THROW(require_safe_address(listening_on(address)), UsageError) << address;
  }
}

TEST(ServedAddress, IsAskedForBeforeAnythingIsServed) {
  std::ostringstream out;
  EXPECT_THROW(serve(listening_on("0.0.0.0"), out), UsageError);
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace conform::runner
