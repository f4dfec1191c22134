#include "runner/choice/client_file.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "foundation/json/json.hpp"
#include "runner/choice/client_documents.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {

using clients::CommandLine;
using clients::Profile;
using mock::World;

namespace {

using ::testing::HasSubstr;

class ClientFileTest : public ::testing::Test {
 protected:
  ClientFileTest() {
    std::string name = (std::filesystem::temp_directory_path() / "client-file-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ClientFileTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] ClientDescription read(const std::string& text,
                                       const std::string& name = "conform.yaml") const {
    std::ofstream(folder_ / name) << text;
    return read_client_file(folder_ / name);
  }
  [[nodiscard]] std::string error_of(const std::string& text) const {
    try {
      static_cast<void>(read(text));
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no error";
  }

  std::filesystem::path folder_;
};

TEST_F(ClientFileTest, HoldsWhatTheCommandLineWouldSay) {
  const ClientDescription client = read(R"(
name: desk
command: [node, client.mjs, "{url}"]
environment: {DEBUG: "1"}
without: [get_stream, stateless]
client_documents: {"https://desk.example/client.json": client.json}
baseline: expected.yaml
timeout: 2.5
)");
  EXPECT_EQ(client.name, "desk");
  EXPECT_EQ(client.command, (CommandLine{"node", "client.mjs", "{url}"}));
  EXPECT_EQ(client.environment.at("DEBUG"), "1");
  EXPECT_EQ(client.baseline, folder_ / "expected.yaml");
  EXPECT_EQ(client.client_documents.at("https://desk.example/client.json"),
            folder_ / "client.json");
  EXPECT_EQ(client.timeout, std::chrono::milliseconds(2500));
  const Profile profile = profile_of(client);
  EXPECT_EQ(profile.id, "desk");
  ASSERT_EQ(profile.allowances.cannot.size(), 4U);
  EXPECT_EQ(profile.allowances.cannot[1].intent, "stateless_era");
  EXPECT_EQ(profile.allowances.cannot[2].intent, "connect_with_client_id");
  EXPECT_EQ(profile.allowances.cannot[3].intent, "cancel_call");
}

TEST_F(ClientFileTest, ReadsEachWay) {
  EXPECT_EQ(read("command: my-client --flag").command, (CommandLine{"my-client", "--flag"}));
  EXPECT_TRUE(profile_of(read("{command: x, way: stdio}")).launch.stdio);
  EXPECT_TRUE(profile_of(read("{command: x, way: official}")).launch.official);
  const Profile commands = profile_of(read("intents: {connect: [[desk, add, '{url}']]}"));
  EXPECT_EQ(commands.launch.intents.at("connect")[0], (CommandLine{"desk", "add", "{url}"}));
  EXPECT_EQ(commands.id, "desk");
  EXPECT_EQ(read(R"({"command": ["x"]})", "client.json").command, CommandLine{"x"});
}

TEST_F(ClientFileTest, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(error_of("name: x"), HasSubstr("must have one of `command` and `intents`"));
  EXPECT_THAT(error_of("{command: x, way: telepathy}"),
              HasSubstr("/way is \"telepathy\", but must be one of"));
  EXPECT_THAT(error_of("{command: x, comand: y}"), HasSubstr("comand"));
  EXPECT_THAT(error_of("{command: x, timeout: soon}"), HasSubstr("/timeout must be a number"));
  EXPECT_THAT(error_of("{command: x, timeout: 0}"), HasSubstr("/timeout must be a number"));
  EXPECT_THAT(error_of("command: [x"), HasSubstr("conform.yaml, line"));
}

TEST_F(ClientFileTest, KnowsWhatAClientMayLack) {
  ClientDescription client;
  client.command = {"x"};
  client.without = {"get_strem"};
  EXPECT_THROW(
      {
        try {
          profile_of(client);
        } catch (const UsageError& error) {
          EXPECT_THAT(error.what(), HasSubstr("Did you mean get_stream"));
          throw;
        }
      },
      UsageError);
  EXPECT_THAT(ability_names(), HasSubstr("get_stream"));
}

TEST(ClientVariables, AreGivenOrPassedOn) {
  std::map<std::string, std::string> environment;
  add_variable("FOO=a=b", environment);
  EXPECT_EQ(environment.at("FOO"), "a=b");
  add_variable("PATH", environment);
  EXPECT_EQ(environment.at("PATH"), std::getenv("PATH"));
  EXPECT_THROW(add_variable("=x", environment), UsageError);
  EXPECT_THROW(add_variable("NOBODY_HAS_THIS_VARIABLE", environment), UsageError);
}

TEST(ClientDocuments, AreNamedByTheirUrl) {
  std::map<std::string, std::string> documents;
  add_client_document("https://a.example/c?x=1=/tmp/c.json", documents);
  EXPECT_EQ(documents.at("https://a.example/c?x=1"), "/tmp/c.json");
  EXPECT_THROW(add_client_document("http://a.example/c=/tmp/c.json", documents), UsageError);
  EXPECT_THROW(add_client_document("https://a.example/c", documents), UsageError);
  EXPECT_THROW(add_client_document("https://a.example/c=", documents), UsageError);
}

TEST(ClientDocuments, AreReadWithWhatIsShownOfThem) {
  const std::string url = "https://a.example/c";
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "document.json";
  const auto problem_with = [&](const Json& more) -> std::string {
    Json document{{"client_id", url}, {"redirect_uris", Json::array({"http://127.0.0.1/cb"})}};
    document.update(more);
    std::ofstream(file) << document.dump();
    World world;
    try {
      add_client_documents({{url, file.string()}}, world);
      return world.client_documents.contains(url) ? "" : "it is not there";
    } catch (const UsageError& error) {
      return error.what();
    }
  };
  EXPECT_EQ(problem_with({{"client_name", "A"}, {"client_uri", "https://a.example/"}}), "");
  EXPECT_THAT(problem_with({{"client_name", 7}}), HasSubstr("/client_name must be a string"));
  EXPECT_THAT(problem_with({{"client_uri", Json::array()}}), HasSubstr("/client_uri must be"));
  EXPECT_THAT(problem_with({{"redirect_uris", Json::array({1})}}),
              HasSubstr("/redirect_uris/0 must be"));
}

TEST(ClientName, IsTheCommandsUnlessItIsGiven) {
  ClientDescription client;
  client.command = {"/usr/bin/node", "client.mjs", "{client_id}"};
  EXPECT_EQ(profile_of(client).id, "node");
  EXPECT_EQ(profile_of(client).allowances.cannot.size(), 1U);
  client.name = "desk";
  EXPECT_EQ(profile_of(client).id, "desk");
}

}  // namespace
}  // namespace conform::runner
