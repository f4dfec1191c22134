// The program as its users meet it: what it says, and how it ends.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "clients/process/process.hpp"
#include "foundation/files/temporary_folder.hpp"
#include "foundation/json/json.hpp"

namespace conform {

using clients::Completed;
using clients::own_environment;
using clients::ProcessSpec;

namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Completed conform_with(std::vector<std::string> arguments) {
  ProcessSpec spec;
  spec.argv = {CONFORM_PROGRAM};
  spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
  spec.environment = own_environment();
  return run_to_end(std::move(spec), std::chrono::seconds(100));
}

TEST(Cli, WithoutACommandItHelpsAndIsAUsageError) {
  const Completed run = conform_with({});
  EXPECT_EQ(run.end.exit_status, 2);
  EXPECT_THAT(run.err, HasSubstr("prove"));
}

TEST(Cli, HelpAndVersionAreNoErrors) {
  EXPECT_EQ(conform_with({"--help"}).end.exit_status, 0);
  const Completed version = conform_with({"--version"});
  EXPECT_EQ(version.end.exit_status, 0);
  EXPECT_THAT(version.out, HasSubstr("omni-conform "));
}

TEST(Cli, AnUnknownCommandOrOptionIsAUsageError) {
  EXPECT_EQ(conform_with({"fly"}).end.exit_status, 2);
  EXPECT_EQ(conform_with({"run", "--fly"}).end.exit_status, 2);
  EXPECT_EQ(conform_with({"run", "--jobs", "0"}).end.exit_status, 2);
  EXPECT_EQ(conform_with({"run", "--severity", "may"}).end.exit_status, 2);
}

TEST(Cli, AnUnknownCommandOrOptionIsAnsweredWithWhatMayBeMeant) {
  EXPECT_THAT(conform_with({"rum"}).err, HasSubstr("Did you mean run"));
  EXPECT_THAT(conform_with({"run", "--job", "2"}).err, HasSubstr("Did you mean --jobs"));
  EXPECT_THAT(conform_with({"--versio"}).err, HasSubstr("Did you mean --version"));
}

// In a folder and with a cache of its own.
class PlayedAgain : public testing::Test {
 protected:
  Completed run(std::vector<std::string> more) {
    ProcessSpec spec;
    spec.argv = {CONFORM_PROGRAM, "run", "forbidden/*", "--profile", "bearer_only_on_initialize"};
    spec.argv.insert(spec.argv.end(), more.begin(), more.end());
    spec.environment = own_environment();
    spec.environment["XDG_CACHE_HOME"] = folder_.path().string();
    return run_to_end(std::move(spec), std::chrono::seconds(100));
  }
  const TemporaryFolder folder_;
};

TEST_F(PlayedAgain, OnlyWhatWasRed) {
  const Completed first = run({"--failed"});
  EXPECT_EQ(first.end.exit_status, 2);
  EXPECT_THAT(first.err, HasSubstr("no run of this folder is remembered"));
  EXPECT_THAT(run({}).out, HasSubstr("15 scenarios"));
  const Completed again = run({"--failed"});
  EXPECT_EQ(again.end.exit_status, 1);
  EXPECT_THAT(again.out, AllOf(HasSubstr(" plays in "), Not(HasSubstr("15 plays")),
                               HasSubstr("mcp_off_and_on_again"), Not(HasSubstr("  ok"))));
}

TEST_F(PlayedAgain, TheFirstRedPlayEndsTheRun) {
  const Completed ended = run({"--fail-fast", "--jobs", "1"});
  EXPECT_EQ(ended.end.exit_status, 1);
  EXPECT_THAT(ended.out, HasSubstr("ended by --fail-fast after 1 of 15 plays"));
}

TEST_F(PlayedAgain, SinceAnEarlierRunItIsSaidWhatIsNew) {
  const std::string whole = (folder_.path() / "whole.json").string();
  const std::string part = (folder_.path() / "part.json").string();
  ASSERT_EQ(run({"--report", "json=" + whole}).end.exit_status, 1);
  ASSERT_EQ(run({"--requirement", "AZ-02", "--report", "json=" + part}).end.exit_status, 0);

  const std::string fresh = run({"--since", part, "--report", "markdown=-"}).out;
  EXPECT_THAT(fresh, ContainsRegex("Since `.*part.json`: [0-9]+ new\\."));
  const Completed same = run({"--since", whole});
  EXPECT_EQ(same.end.exit_status, 1);
  EXPECT_THAT(same.out, AllOf(ContainsRegex("since +still red, compared with .*whole.json"),
                              ContainsRegex("\nSince .*whole.json: [0-9]+ still red\n")));
  const Completed mended = run({"--since", whole, "--requirement", "AZ-02"});
  EXPECT_EQ(mended.end.exit_status, 0);
  EXPECT_THAT(mended.out, AllOf(HasSubstr("\nNo longer red\n  forbidden/"),
                                ContainsRegex("\nSince .*whole.json: [0-9]+ fixed\n")));
}

// A shell's pattern gives the names of files that came from elsewhere.
TEST(Cli, AnArgumentThatATerminalObeysIsShown) {
  const std::string obeyed = "e\x1b[31m\n::error::x";
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"serve", obeyed},
                                             {"serve", "--port", obeyed},
                                             {"--" + obeyed},
                                             {"grade", "--" + obeyed},
                                             {obeyed}}) {
    const Completed run = conform_with(arguments);
    EXPECT_EQ(run.end.exit_status, 2);
    EXPECT_THAT(run.err, Not(HasSubstr("\x1b")));
    EXPECT_THAT(run.err, Not(HasSubstr("\n::error::")));
  }
}

TEST(Cli, AnUnknownScenarioIsAUsageErrorWithAHint) {
  const Completed run = conform_with({"run", "oauth/hapy_path"});
  EXPECT_EQ(run.end.exit_status, 2);
  EXPECT_THAT(run.err, HasSubstr("Did you mean"));
  EXPECT_THAT(run.out, IsEmpty());
}

TEST(Cli, AnUnknownProfileFormatOrFolderIsAUsageError) {
  EXPECT_EQ(conform_with({"run", "--profile", "curser"}).end.exit_status, 2);
  EXPECT_EQ(conform_with({"run", "--report", "telex=x"}).end.exit_status, 2);
  EXPECT_EQ(conform_with({"list", "--fixtures", "/nowhere"}).end.exit_status, 2);
}

TEST(Cli, AProgramThatIsNotThereIsNotRun) {
  const Completed run = conform_with({"test", "--", "/no/such/program"});
  EXPECT_EQ(run.end.exit_status, 3);
  EXPECT_THAT(run.err, HasSubstr("program was not run: "));
  EXPECT_THAT(run.out, IsEmpty());
}

// `--control-secret "$SECRET"` with a variable that nobody set would leave the console open.
TEST(Cli, AnEmptyControlSecretIsRefused) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"serve", "--control-secret", ""},
                                             {"watch", "--control-secret", ""},
                                             {"serve", "--control-secret", " \t"},
                                             {"serve", "--control-secret-file", ""},
                                             {"serve", "--control-secret-file", "/dev/null"}}) {
    const Completed run = conform_with(arguments);
    EXPECT_EQ(run.end.exit_status, 2);
    EXPECT_THAT(run.err, HasSubstr("empty"));
  }
}

TEST(Cli, AControlSecretMayBeInTheEnvironment) {
  ::setenv("OMNI_CONFORM_CONTROL_SECRET", "hush", 1);
  // Only read where one is taken; what is wrong with it is said with its variable's option.
  const Completed both = conform_with({"serve", "--control-secret-file", "/dev/null"});
  ::unsetenv("OMNI_CONFORM_CONTROL_SECRET");
  EXPECT_EQ(both.end.exit_status, 2);
  EXPECT_THAT(both.err, HasSubstr("--control-secret"));
}

TEST(Cli, FilesThatAreNoneAreNamed) {
  const std::string folder = testing::TempDir();
  const std::string huge = folder + "/huge_number.json";
  std::ofstream(huge) << R"({"format":1e999})";
  for (const std::string& file : {folder, huge, std::string("/no/such/file")}) {
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {"diff", file, file},
             {"merge", file},
             {"grade", file},
             {"serve", "--world", file},
             {"run", "oauth/happy_path", "--profile", "reference", "--baseline", file},
             {"bench", "getData", "--duration", "0.01", "--warm-up", "0", "--compare", file}}) {
      const Completed run = conform_with(arguments);
      EXPECT_EQ(run.end.exit_status, 2) << arguments.front() << ' ' << file << ' ' << run.err;
      EXPECT_THAT(run.err, HasSubstr(file)) << arguments.front();
    }
  }
}

TEST(Cli, ListsWhatCanBeNamed) {
  const Completed all = conform_with({"list"});
  EXPECT_EQ(all.end.exit_status, 0);
  for (const char* part : {"oauth/", "reference", "junit", "requirements ("}) {
    EXPECT_THAT(all.out, HasSubstr(part));
  }
  const Completed formats = conform_with({"list", "formats"});
  EXPECT_THAT(formats.out, HasSubstr("console"));
  EXPECT_THAT(formats.out, Not(HasSubstr("reference")));
  EXPECT_EQ(conform_with({"list", "scenarois"}).end.exit_status, 2);
}

TEST(Cli, ListsTheCasesAndServesOnlyThose) {
  const Completed cases = conform_with({"list", "cases"});
  EXPECT_EQ(cases.end.exit_status, 0);
  EXPECT_THAT(cases.out, HasSubstr("pats-disabled"));
  const Completed unknown = conform_with({"serve", "--case", "pat-disabled"});
  EXPECT_EQ(unknown.end.exit_status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("Did you mean pats-disabled"));
}

TEST(Cli, EveryProblemOfAWorldIsSaid) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "conform_world.json";
  std::ofstream(file) << R"({"name": "x", "organizations": [], "mcp": {"eras": "old"}})";
  const Completed run = conform_with({"serve", "--world", file.string()});
  std::filesystem::remove(file);
  EXPECT_EQ(run.end.exit_status, 2);
  EXPECT_THAT(run.err, HasSubstr("conform_world.json: /mcp/eras must be one of"));
  EXPECT_THAT(run.err,
              HasSubstr("conform_world.json: /organizations must be an array that is not"));
}

TEST(Cli, ExplainsEveryScenario) {
  const Completed run = conform_with({"explain", "forbidden/pats_disabled"});
  EXPECT_EQ(run.end.exit_status, 0) << run.err;
  for (const char* part : {"What the user sees", "What is arranged", "What is done",
                           "What is judged", "What helps", "proved by:", "rule:", "http"}) {
    EXPECT_THAT(run.out, HasSubstr(part));
  }
}

TEST(Cli, ExplainingTheUnknownIsAUsageErrorWithAHint) {
  const Completed run = conform_with({"explain", "forbidden/pat_disabled"});
  EXPECT_EQ(run.end.exit_status, 2);
  EXPECT_THAT(run.err, HasSubstr("Did you mean forbidden/pats_disabled"));
}

TEST(Cli, RunsOneScenarioWithOneProfile) {
  const Completed run =
      conform_with({"run", "--profile", "reference", "oauth/happy_path", "--report", "json=-"});
  EXPECT_EQ(run.end.exit_status, 0) << run.err;
  const Json document = Json::parse(run.out);
  EXPECT_EQ(document.at("plays").size(), 1U);
  EXPECT_EQ(document.at("verdict"), "pass");
  EXPECT_THAT(run.err, HasSubstr("conformant"));
}

TEST(Cli, ABrokenClientIsNotConformant) {
  const Completed run = conform_with({"run", "oauth/happy_path", "--profile", "plain_pkce"});
  EXPECT_EQ(run.end.exit_status, 1) << run.err;
  EXPECT_THAT(run.out, HasSubstr("FAIL"));
  EXPECT_THAT(run.out, HasSubstr("omni-conform explain oauth/happy_path"));
  EXPECT_THAT(run.out, Not(HasSubstr("\x1b"))) << "no colour into a pipe";
}

TEST(Cli, TheWireStandsBeforeItsVerdictsAndTheReport) {
  const Completed run = conform_with({"run", "api_key/happy_path", "--profile",
                                      "bearer_only_on_initialize", "--wire", "--seed", "1"});
  EXPECT_EQ(run.end.exit_status, 1);
  const std::size_t wire = run.out.find("client -> acme host: POST /mcp/https initialize\n");
  const std::size_t verdicts = run.out.find("\nVerdicts of api_key/happy_path x ");
  const std::size_t report = run.out.find("omni-conform run api_key/happy_path --wire --profile");
  ASSERT_NE(report, std::string::npos) << run.out;
  EXPECT_LT(wire, verdicts);
  EXPECT_LT(verdicts, report);
  EXPECT_THAT(run.out, Not(HasSubstr("omni_osk_")));
}

TEST(Cli, TheWireLeavesStandardOutputToAReport) {
  const Completed run = conform_with(
      {"run", "api_key/happy_path", "--profile", "reference", "--wire", "--report", "json=-"});
  EXPECT_EQ(run.end.exit_status, 0);
  EXPECT_EQ(run.out.substr(0, 1), "{");
  EXPECT_THAT(run.err, HasSubstr("client -> acme host: POST /mcp/https initialize\n"));
}

TEST(Cli, FidelityTellsWhatIsKnownAndHow) {
  const Completed all = conform_with({"fidelity"});
  EXPECT_EQ(all.end.exit_status, 0);
  EXPECT_THAT(all.out, HasSubstr("settings/personal-access-tokens  [seed]"));
  EXPECT_THAT(all.out, HasSubstr(" chosen\n"));
  const Completed chosen = conform_with({"fidelity", "--mark", "chosen", "--json"});
  EXPECT_THAT(chosen.out, Not(HasSubstr("\"mark\": \"seed\"")));
  EXPECT_EQ(conform_with({"fidelity", "--mark", "guessed"}).end.exit_status, 2);
}

TEST(Cli, ListsAreToldToProgramsToo) {
  const Json all = Json::parse(conform_with({"list", "--json"}).out);
  EXPECT_EQ(all.size(), 5U);
  const Json one = Json::parse(conform_with({"list", "scenarios", "--json"}).out);
  EXPECT_EQ(one.size(), 1U);
  EXPECT_EQ(one.at("scenarios"), all.at("scenarios"));
  EXPECT_TRUE(one.at("scenarios").at(0).contains("id"));
}

TEST(Cli, WhatChangedIsToldToProgramsToo) {
  const TemporaryFolder folder;
  const auto played = [&](const std::string& profile) {
    std::string file = (folder.path() / (profile + ".json")).string();
    conform_with({"run", "oauth/happy_path", "--profile", profile, "--report", "json=" + file});
    return file;
  };
  const std::string reference = played("reference");
  const Completed same = conform_with({"diff", reference, reference, "--json"});
  EXPECT_EQ(same.end.exit_status, 0);
  EXPECT_TRUE(Json::parse(same.out).at("changes").empty());
  const Completed other = conform_with({"diff", reference, played("plain_pkce"), "--json"});
  EXPECT_EQ(other.end.exit_status, 1);
  EXPECT_EQ(Json::parse(other.out).at("no_longer_played").size(), 1U);
  EXPECT_EQ(Json::parse(other.out).at("before").at("conclusion"), "conformant");
}

TEST(Cli, BenchMeasuresAndCompares) {
  const auto file = std::filesystem::path(testing::TempDir()) / "conform_bench.json";
  const std::vector<std::string> briefly{"bench",      "refused-key",   "connect",
                                         "--duration", "0.1",           "--warm-up",
                                         "0",          "--repetitions", "1"};
  std::vector<std::string> first = briefly;
  first.insert(first.end(), {"--json", file.string()});
  const Completed run = conform_with(first);
  EXPECT_EQ(run.end.exit_status, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("refused-key"));
  // So much slower it never becomes, whatever else the machine does.
  std::vector<std::string> again = briefly;
  again.insert(again.end(), {"--compare", file.string(), "--fail-if", "p50>+1000000%"});
  const Completed compared = conform_with(again);
  EXPECT_EQ(compared.end.exit_status, 0) << compared.out;
  EXPECT_THAT(compared.out, HasSubstr("ok    refused-key"));
  std::filesystem::remove(file);
}

TEST(Cli, BenchRefusesWhatItCannotMeasure) {
  EXPECT_THAT(conform_with({"bench", "getDate"}).err, HasSubstr("getData"));
  EXPECT_EQ(conform_with({"bench", "--target", "https://acme.omniapp.co/mcp/https", "--key", "x"})
                .end.exit_status,
            2);
  EXPECT_EQ(conform_with({"bench", "--fail-if", "p98>+1%"}).end.exit_status, 2);
  EXPECT_EQ(conform_with({"bench", "--compare", "/no/such/file"}).end.exit_status, 2);
}

TEST(Cli, AReportThatCannotBeWrittenIsAHarnessError) {
  const Completed run = conform_with(
      {"run", "oauth/happy_path", "--profile", "reference", "--report", "junit=/dev/full"});
  EXPECT_EQ(run.end.exit_status, 3);
  EXPECT_THAT(run.err, HasSubstr("/dev/full"));
}

TEST(Cli, AReportWithoutAFolderIsRefusedBeforeAnythingIsPlayed) {
  const Completed run = conform_with({"run", "--report", "junit=/nowhere/at/all.xml"});
  EXPECT_EQ(run.end.exit_status, 2);
  EXPECT_THAT(run.err, HasSubstr("/nowhere/at/all.xml"));
  EXPECT_THAT(run.out, IsEmpty());
}

TEST(Cli, TestNeedsAClient) {
  EXPECT_EQ(conform_with({"test"}).end.exit_status, 2);
  EXPECT_EQ(conform_with({"test", "--"}).end.exit_status, 2);
  EXPECT_EQ(conform_with({"test", "--client", "cursor"}).end.exit_status, 2);
  EXPECT_EQ(conform_with({"test", "--client", "nobody"}).end.exit_status, 2);
}

// The worst flaw of a harness: silence that passes.
TEST(Cli, AProgramThatDoesNothingPassesNothing) {
  for (const char* program : {"true", "false"}) {
    const Completed run = conform_with(
        {"test", "oauth/happy_path", "api_key/happy_path", "--report", "json=-", "--", program});
    EXPECT_EQ(run.end.exit_status, 1) << program << run.err;
    const Json document = Json::parse(run.out);
    EXPECT_EQ(document.at("plays").size(), 2U);
    EXPECT_FALSE(document.at("counts").contains("pass"));
  }
}

}  // namespace
}  // namespace conform
