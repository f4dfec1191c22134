#include "runner/commands/wire/serve_scenario.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(WaitsForAClient, InOneScenario) {
  EXPECT_EQ(only_scenario({"api_key/happy_path"}), "api_key/happy_path");
  try {
    only_scenario({"api_key/*"});
    ADD_FAILURE();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("--wait is for one scenario, and these are "),
                                    HasSubstr("test api_key/")));
  }
  EXPECT_THROW(only_scenario({"api_key/hapy_path"}), UsageError);
}

TEST(WaitsForAClient, InAScenarioThatThereIs) {
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{.out = out, .err = err};
  ServeScenarioOptions options;
  options.serve.scenario = "api_key/hapy_path";
  try {
    serve_scenario_command(options, streams);
    ADD_FAILURE();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("Did you mean api_key/happy_path"));
  }
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace conform::runner
