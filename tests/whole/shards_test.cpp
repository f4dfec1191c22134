// A run split among processes, put together again, and killed half-way.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "clients/process/process.hpp"
#include "foundation/json/json.hpp"
#include "reports/golden/unpacked_html.hpp"

namespace conform {

using clients::Completed;
using clients::own_environment;
using clients::ProcessSpec;

namespace {

using testing::HasSubstr;

class ShardsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/shards.XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Completed run(std::vector<std::string> argv,
                              const std::map<std::string, std::string>& more = {}) const {
    ProcessSpec spec;
    spec.argv = std::move(argv);
    spec.environment = own_environment();
    for (const auto& [name, value] : more) spec.environment[name] = value;
    spec.directory = folder_;
    return run_to_end(std::move(spec), std::chrono::seconds(250));
  }

  // `omni-conform run` of a selection that is small but not uniform.
  [[nodiscard]] Completed conform_run(
      const std::vector<std::string>& more,
      const std::map<std::string, std::string>& environment = {}) const {
    std::vector<std::string> argv = {CONFORM_PROGRAM, "run",
                                     "oauth/*",       "api_key/wrong_key",
                                     "--profile",     "reference,cursor,plain_pkce"};
    argv.insert(argv.end(), more.begin(), more.end());
    return run(std::move(argv), environment);
  }

  [[nodiscard]] std::string content(const std::string& file) const {
    std::ifstream in(folder_ / file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  [[nodiscard]] std::string timeless(const std::string& file) const {
    static const std::regex durations(R"re(("took_us": )[0-9]+|( time=")[0-9.]+)re");
    // When it began and by which command stands in the report for people.
    static const std::regex circumstances(
        R"re(("(?:took_us|t)": ?)[0-9]+|("(?:began|command)": ?)"(?:[^"\\]|\\.)*")re");
    if (!file.ends_with(".html")) return std::regex_replace(content(file), durations, "$1$2");
    return std::regex_replace(reports::unpacked_html(content(file)), circumstances, "$1$2");
  }
  [[nodiscard]] std::size_t lines(const std::string& file) const {
    const std::string text = content(file);
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
  }

  static std::string reports_to(const std::string& name) {
    std::string reports;
    for (const char* format : {"json", "junit", "markdown", "sarif", "har", "html", "github"}) {
      reports += (reports.empty() ? "" : ",") + std::string(format) + "=" + name + "." + format;
    }
    return reports;
  }
  void expect_same_reports(const std::string& a, const std::string& b) const {
    for (const char* format : {"json", "junit", "markdown", "sarif", "har", "html", "github"}) {
      const std::string one = timeless(a + "." + format);
      EXPECT_GT(one.size(), 100U) << format;
      EXPECT_EQ(first_difference(one, timeless(b + "." + format)), "") << format;
    }
  }

  // Where two texts part, or "". googletest's own comparison takes minutes over a report.
  static std::string first_difference(const std::string& a, const std::string& b) {
    if (a == b) return "";
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    const std::size_t from = at - std::min<std::size_t>(at, 300);
    return fmt::format("at byte {}, one has\n{}\nand the other\n{}", at, a.substr(from, 600),
                       b.substr(from, 600));
  }

  std::filesystem::path folder_;
};

TEST_F(ShardsTest, PutTogetherTheyAreTheWholeRun) {
  const Completed whole = conform_run({"--report", reports_to("whole")});
  ASSERT_EQ(whole.end.exit_status, 1) << whole.err;
  // The cost of each play is known from the run before.
  for (const char* shard : {"1/3", "2/3", "3/3"}) {
    const std::string stream = std::string(1, shard[0]) + ".jsonl";
    const Completed part =
        conform_run({"--shard", shard, "--stream", stream, "--timings", "whole.json"});
    EXPECT_EQ(part.end.exit_status.value_or(3) < 2, true) << part.end.text() << part.err;
    EXPECT_THAT(part.err, HasSubstr("Shard " + std::string(shard) + ": "));
    EXPECT_GE(lines(stream), 2U);  // its head, and a play
  }
  const Completed joined = run({CONFORM_PROGRAM, "merge", "3.jsonl", "1.jsonl", "2.jsonl",
                                "--report", reports_to("joined")});
  EXPECT_EQ(joined.end.exit_status, 1) << joined.err;
  expect_same_reports("whole", "joined");
  const Completed diff = run({CONFORM_PROGRAM, "diff", "whole.json", "joined.json"});
  EXPECT_EQ(diff.end.exit_status, 0) << diff.out;
  EXPECT_THAT(diff.out, HasSubstr("Nothing changed"));
}

TEST_F(ShardsTest, AKubernetesJobNeedsNoNumbersOnTheCommandLine) {
  for (const char* index : {"0", "1"}) {
    const Completed part =
        conform_run({"--shard", "auto", "--stream", std::string(index) + ".jsonl"},
                    {{"JOB_COMPLETION_INDEX", index}, {"JOB_COMPLETION_COUNT", "2"}});
    EXPECT_THAT(part.err, HasSubstr("/2: ")) << part.err;
  }
  EXPECT_EQ(run({CONFORM_PROGRAM, "merge", "0.jsonl", "1.jsonl"}).end.exit_status, 1);
  const Completed alone = run({CONFORM_PROGRAM, "merge", "0.jsonl"});
  EXPECT_EQ(alone.end.exit_status, 3);
  EXPECT_THAT(alone.err, HasSubstr("missing is shard 2/2"));
}

// In its first play the client ends at once; in its second it stays, with a grandchild that has a
// session of its own and ignores every friendly signal.
TEST_F(ShardsTest, KilledInTheMiddleItLeavesNoProcessOfTheClientBehind) {
  std::ofstream(folder_ / "client.sh") << R"(
if mkdir once 2>/dev/null; then exit 0; fi
setsid bash -c 'trap "" TERM HUP INT; echo $$ >>pids; while :; do sleep 0.1; done' &
echo $$ >>pids
wait
)";
  const Completed killed = run({"/bin/bash", "-c",
                                R"(FOLDER=$PWD
          "$0" test oauth/happy_path api_key/happy_path --jobs 1 --stream a.jsonl \
            -- bash -c "cd '$FOLDER' && . ./client.sh" bash {url} >/dev/null &
          pid=$!
          until [[ $(wc -l 2>/dev/null <pids) -ge 2 ]]; do sleep 0.01; done
          kill -KILL $pid
          wait $pid
          status=$?
          for _ in {1..500}; do
            alive=
            while read -r one; do
              kill -0 "$one" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$one/status" && alive+="$one "
            done <pids
            [[ -z $alive ]] && break
            sleep 0.01
          done
          echo "left: $alive"
          exit $status)",
                                CONFORM_PROGRAM});
  ASSERT_EQ(killed.end.exit_status, 137) << killed.err;
  EXPECT_EQ(killed.out, "left: \n");  // within five seconds
  EXPECT_EQ(lines("a.jsonl"), 2U) << "its head and the finished play";
  const Completed half = run({CONFORM_PROGRAM, "merge", "a.jsonl", "--report", "json=half.json"});
  EXPECT_EQ(half.end.exit_status, 3);
  const Json document = Json::parse(content("half.json"));
  EXPECT_EQ(document.at("counts").at("harness_error"), 1);
  EXPECT_EQ(document.at("plays").size(), 2U);
}

TEST_F(ShardsTest, AShardKilledHalfWayLosesNoFinishedPlay) {
  EXPECT_NE(conform_run({"--report", reports_to("whole")}).end.exit_status, 2);
  // One play at a time, and killed by SIGKILL as soon as two are down.
  const Completed killed = run(
      {"/bin/bash", "-c",
       R"("$0" run 'oauth/*' api_key/wrong_key --profile reference,cursor,plain_pkce --jobs 1 --stream a.jsonl &
          pid=$!
          until [[ $(wc -l 2>/dev/null <a.jsonl) -ge 3 ]]; do sleep 0.01; done
          kill -KILL $pid
          wait $pid)",
       CONFORM_PROGRAM});
  ASSERT_EQ(killed.end.exit_status, 137) << "it was to be killed before it ended: " << killed.err;
  const std::string before = content("a.jsonl").substr(0, content("a.jsonl").rfind('\n') + 1);
  const std::size_t finished = static_cast<std::size_t>(std::ranges::count(before, '\n')) - 1;
  EXPECT_GE(finished, 2U);

  const Completed half = run({CONFORM_PROGRAM, "merge", "a.jsonl", "--report", "json=half.json"});
  EXPECT_EQ(half.end.exit_status, 3);
  EXPECT_THAT(half.err, HasSubstr("a.jsonl ends before it"));
  const Json document = Json::parse(content("half.json"));
  const std::size_t missing = document.at("counts").at("harness_error").get<std::size_t>();
  EXPECT_EQ(document.at("plays").size() - missing, finished);

  const Completed resumed = conform_run({"--stream", "a.jsonl", "--report", reports_to("resumed")});
  EXPECT_EQ(resumed.end.exit_status, 1) << resumed.err;
  EXPECT_EQ(content("a.jsonl").substr(0, before.size()), before) << "nothing was played again";
  expect_same_reports("whole", "resumed");
}

TEST_F(ShardsTest, ABaselineMakesItGreenUntilSomethingChanges) {
  const std::vector<std::string> base = {CONFORM_PROGRAM, "baseline", "update", "b.yaml"};
  std::vector<std::string> update = base;
  update.insert(update.end(), {"--scenario", "oauth/*", "--profile", "plain_pkce"});
  const Completed written = run(update);
  ASSERT_EQ(written.end.exit_status, 0) << written.err;
  EXPECT_THAT(written.out, HasSubstr(" added, 0 kept, 0 dropped"));

  const auto held = [&](const std::string& baseline) {
    return run({CONFORM_PROGRAM, "run", "oauth/*", "--profile", "plain_pkce", "--baseline",
                baseline, "--report", "json=run.json,markdown=run.md"},
               {{"GITHUB_STEP_SUMMARY", folder_ / "summary.md"}});
  };
  EXPECT_EQ(held("b.yaml").end.exit_status, 0);
  EXPECT_THAT(content("run.md"), HasSubstr("b.yaml"));
  EXPECT_EQ(content("summary.md"), content("run.md"));

  std::ofstream(folder_ / "stale.yaml")
      << content("b.yaml")
      << "  - {client: plain_pkce, check: 'oauth/happy_path:invariant/state-sent', reason: x}\n";
  EXPECT_EQ(held("stale.yaml").end.exit_status, 1);
  EXPECT_THAT(content("run.md"), HasSubstr("Stale"));
  std::ofstream(folder_ / "wrong.yaml")
      << "expected_failures:\n  - {client: plain_pkce, check: 'oauth/hapy_path:x', reason: x}\n";
  const Completed wrong = held("wrong.yaml");
  EXPECT_EQ(wrong.end.exit_status, 2);
  EXPECT_THAT(wrong.err, HasSubstr("oauth/happy_path"));
}

// ---- What cannot be written ----

TEST_F(ShardsTest, AFullDiskLeavesNoHalfReport) {
  const Completed full = run(
      {"/bin/bash", "-c",
       R"(ulimit -f 1; exec "$0" run oauth/happy_path --profile reference --report html=r.html,junit=/dev/full)",
       CONFORM_PROGRAM});
  EXPECT_EQ(full.end.exit_status, 3);
  EXPECT_THAT(full.err, HasSubstr("The html report could not be written to r.html"));
  EXPECT_THAT(full.err, HasSubstr("The junit report could not be written to /dev/full"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_)) << "neither a half report nor a temporary file";
}

TEST_F(ShardsTest, AClosedPipeIsAnError) {
  const Completed closed = run(
      {"/bin/bash", "-c",
       R"(exec 3> >(:); wait $!; "$0" run oauth/happy_path --profile reference --report json=- >&3)",
       CONFORM_PROGRAM});
  EXPECT_EQ(closed.end.exit_status, 3);
  EXPECT_THAT(closed.err, HasSubstr("The json report could not be written to standard output"));
}

}  // namespace
}  // namespace conform
