// docs/your-client.md is a contract: what can be compared with the code is.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "clients/programs/conformance_context.hpp"
#include "clients/programs/driven_program.hpp"
#include "clients/programs/program_home.hpp"
#include "clients/programs/program_starts.hpp"
#include "foundation/files/text_file.hpp"
#include "foundation/json/foreign_json.hpp"
#include "runner/choice/client_file.hpp"

namespace conform::runner {

using clients::conformance_context;
using clients::Patience;
using clients::ProgramHome;
using clients::ProgramStart;
using clients::starts_of;

namespace {

using ::testing::HasSubstr;

class ClientPageTest : public ::testing::Test {
 protected:
  ClientPageTest() {
    std::string name = (std::filesystem::temp_directory_path() / "client-page-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ClientPageTest() override { std::filesystem::remove_all(folder_); }

  // The fenced blocks of a language, in their order.
  [[nodiscard]] std::vector<std::string> blocks(const std::string& language) const {
    std::vector<std::string> found;
    bool inside = false;
    std::istringstream lines(page_);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("```")) {
        inside = line == "```" + language;
        if (inside) found.emplace_back();
      } else if (inside) {
        found.back() += line + '\n';
      }
    }
    return found;
  }
  [[nodiscard]] ClientDescription read(const std::string& yaml) const {
    std::ofstream(folder_ / "conform.yaml") << yaml;
    return read_client_file(folder_ / "conform.yaml");
  }

  const std::string page_ =
      text_of_file(std::filesystem::path(CONFORM_SOURCE_DIR) / "docs/your-client.md");
  std::filesystem::path folder_;
};

TEST_F(ClientPageTest, ItsClientFilesAreRead) {
  const std::vector<std::string> files = blocks("yaml");
  ASSERT_EQ(files.size(), 2U);
  const ClientDescription commands = read(files[0]);
  EXPECT_TRUE(commands.command.empty());
  EXPECT_EQ(commands.intents.size(), 5U);
  EXPECT_FALSE(profile_of(commands).launch.intents.at("call_tool").front().empty());

  const ClientDescription whole = read(files[1]);
  EXPECT_FALSE(whole.name.empty());
  EXPECT_FALSE(whole.command.empty());
  EXPECT_EQ(whole.way, DrivingWay::kSelfActing);
  EXPECT_FALSE(whole.environment.empty());
  EXPECT_FALSE(whole.client_documents.empty());
  EXPECT_FALSE(whole.baseline.empty());
  EXPECT_TRUE(whole.timeout.has_value());
  EXPECT_FALSE(whole.without.empty());
  EXPECT_FALSE(profile_of(whole).allowances.cannot.empty());
}

TEST_F(ClientPageTest, ItsContextsAreWhatAProgramIsTold) {
  const std::vector<std::string> contexts = blocks("json");
  ASSERT_GE(contexts.size(), 2U);
  for (const std::string& text : contexts) {
    const Json shown = parse_foreign(text);
    ASSERT_TRUE(shown.is_object()) << text;
    const Scenario* scenario = find_scenario(shown.value("name", ""));
    ASSERT_NE(scenario, nullptr) << text;
    const std::vector<ProgramStart> starts = starts_of(*scenario);
    const std::size_t number = shown.at("start");
    ASSERT_LE(number, starts.size());
    const Json told = conformance_context(
        *scenario, {.intents = starts[number - 1], .number = number, .of = starts.size()},
        shown.at("url"), shown.value("api_key", ""), shown.value("client_id", ""));
    EXPECT_EQ(shown, told);
  }
}

TEST_F(ClientPageTest, NamesEachAbility) {
  std::istringstream names(ability_names());
  for (std::string name; std::getline(names >> std::ws, name, ',');) {
    EXPECT_THAT(page_, HasSubstr("`" + name + "`"));
  }
}

TEST_F(ClientPageTest, NamesEachVariable) {
  for (const auto& [name, value] : ProgramHome().environment()) {
    EXPECT_THAT(page_, HasSubstr("`" + name + "`"));
  }
}

TEST_F(ClientPageTest, TellsTheLimitsThatHold) {
  const Patience patience;
  const auto seconds = [](std::chrono::milliseconds time) {
    return fmt::format("| {:g} s |", static_cast<double>(time.count()) / 1000);
  };
  for (const auto time : {patience.play, patience.intent, patience.quiet, patience.settle}) {
    EXPECT_THAT(page_, HasSubstr(seconds(time)));
  }
  EXPECT_THAT(page_, HasSubstr(fmt::format("| {} |", patience.limits.requests)));
  EXPECT_THAT(page_, HasSubstr(fmt::format("| {} |", patience.limits.of_a_kind)));
}

}  // namespace
}  // namespace conform::runner
