#include "runner/results/report_files.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "runner/program/exit_code.hpp"

namespace conform::runner {

using reports::find_format;

namespace {

using testing::HasSubstr;

class ReportFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/reports.XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder_), {}));
  }

  std::string error_of(const std::string& file) {
    try {
      write_report({find_format("junit"), file}, {}, {}, out_);
    } catch (const ReportError& error) {
      return error.what();
    }
    return "no error";
  }

  std::filesystem::path folder_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ReportFilesTest, WritesAndReplacesWholeFiles) {
  const std::string file = folder_ / "a.xml";
  std::ofstream(file) << "what was there before, and longer than a report of nothing: "
                      << std::string(10000, 'x');
  write_report({find_format("junit"), file}, {}, {}, out_);
  EXPECT_THAT(content_of(file), testing::StartsWith("<?xml"));
  EXPECT_THAT(content_of(file), testing::EndsWith(">\n"));
  EXPECT_EQ(files(), 1U) << "nothing temporary is left";
}

TEST_F(ReportFilesTest, AMissingFolderIsNamed) {
  const std::string file = folder_ / "gone" / "a.xml";
  EXPECT_THAT(error_of(file), HasSubstr(file));
  EXPECT_THAT(error_of(file), HasSubstr("junit"));
}

TEST_F(ReportFilesTest, AFullDiskIsAnError) {
  ASSERT_TRUE(std::filesystem::exists("/dev/full"));
  EXPECT_THAT(error_of("/dev/full"), HasSubstr("No space left"));
}

TEST_F(ReportFilesTest, AFolderIsNoFile) {
  EXPECT_THAT(error_of(folder_), HasSubstr(folder_.string()));
}

TEST_F(ReportFilesTest, ALinkStaysALink) {
  const std::filesystem::path link = folder_ / "link.xml";
  std::ofstream(folder_ / "real.xml") << "old";
  std::filesystem::create_symlink("real.xml", link);
  write_report({find_format("junit"), link}, {}, {}, out_);
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_THAT(content_of(folder_ / "real.xml"), testing::StartsWith("<?xml"));
}

TEST_F(ReportFilesTest, AClosedStandardOutputIsAnError) {
  out_.setstate(std::ios::badbit);
  EXPECT_THAT(error_of("-"), HasSubstr("standard output"));
}

TEST_F(ReportFilesTest, OneBadReportDoesNotKeepTheOthersBack) {
  Streams streams{out_, err_};
  const std::string good = folder_ / "good.xml";
  const std::vector<ReportRequest> requests = {{find_format("json"), folder_ / "gone" / "a.json"},
                                               {find_format("junit"), good}};
  EXPECT_THROW(write_reports({}, {}, requests, streams), ReportError);
  EXPECT_TRUE(std::filesystem::exists(good));
  EXPECT_THAT(out_.str(), HasSubstr("nothing was played"));
}

TEST_F(ReportFilesTest, StandardOutputHoldsOneDocument) {
  Streams streams{out_, err_};
  write_reports({}, {}, {{find_format("junit"), "-"}}, streams);
  EXPECT_THAT(out_.str(), testing::StartsWith("<?xml"));
  EXPECT_THAT(err_.str(), HasSubstr("nothing was played"));
}

TEST_F(ReportFilesTest, AFolderOfFilesIsTheOfficialSuitesLayout) {
  Streams streams{out_, err_};
  Play one;
  one.scenario = "oauth/cancel";
  one.profile = "my/client";
  one.output = {"hello"};
  Play other = one;
  other.profile = "my-client";
  conform::Run run;
  run.plays = {one, other};
  write_reports(run, {}, {{find_format("official"), folder_ / "results"}}, streams);
  const std::filesystem::path first = folder_ / "results/oauth-cancel-my-client";
  EXPECT_EQ(content_of(first / "stdout.txt"), "hello\n");
  const Json checks = Json::parse(content_of(first / "checks.json"));
  EXPECT_EQ(checks.at(0).at("id"), "exercised");
  EXPECT_EQ(checks.at(0).at("status"), "FAILURE");
  EXPECT_TRUE(std::filesystem::exists(folder_ / "results/oauth-cancel-my-client.2/checks.json"));
  std::ofstream(folder_ / "taken") << "a file";
  EXPECT_THROW(write_reports(run, {}, {{find_format("official"), folder_ / "taken"}}, streams),
               ReportError);
}

TEST(ReportRequests, AreFormatAndFile) {
  const ReportRequest request = parse_report_request("junit=a=b.xml");
  EXPECT_EQ(request.format, find_format("junit"));
  EXPECT_EQ(request.file, "a=b.xml");
}

TEST(ReportRequests, AreSeveralWhereACommaIsFollowedByAName) {
  const auto requests = report_requests({"json=a.json,junit=b,c.xml", "html=d.html"});
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[0].file, "a.json");
  EXPECT_EQ(requests[1].format, find_format("junit"));
  EXPECT_EQ(requests[1].file, "b,c.xml");
  EXPECT_EQ(requests[2].file, "d.html");
  EXPECT_THROW(report_requests({"json=a.json,jnit=b.xml"}), UsageError);
}

TEST_F(ReportFilesTest, MarkdownAlsoGoesToTheSummaryOfTheJob) {
  Streams streams{out_, err_};
  streams.step_summary = folder_ / "summary.md";
  std::ofstream(folder_ / "summary.md") << "# before\n";
  write_reports({}, {}, {{find_format("markdown"), folder_ / "a.md"}}, streams);
  EXPECT_EQ(content_of(folder_ / "summary.md"), "# before\n" + content_of(folder_ / "a.md"));
  streams.step_summary = folder_ / "gone" / "summary.md";
  EXPECT_THROW(write_reports({}, {}, {{find_format("markdown"), folder_ / "a.md"}}, streams),
               ReportError);
}

TEST(ReportRequests, WithoutAFileAreAnError) {
  EXPECT_THROW(parse_report_request("junit"), UsageError);
  EXPECT_THROW(parse_report_request("junit="), UsageError);
}

TEST(ReportRequests, AnUnknownFormatIsAnErrorThatListsThem) {
  try {
    parse_report_request("jnit=x");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("Did you mean junit"));
  }
}

// Found out after a run of minutes, the run would be lost.
TEST_F(ReportFilesTest, APlaceThatCannotBeWrittenIsRefusedBeforehand) {
  const auto asks_for = [](const std::string& format, const std::filesystem::path& file) {
    report_requests({format + "=" + file.string()});
  };
  std::filesystem::create_directory(folder_ / "folder");
  EXPECT_THROW(asks_for("json", folder_ / "missing" / "run.json"), UsageError);
  EXPECT_THROW(asks_for("json", folder_ / "folder"), UsageError);
  EXPECT_NO_THROW(asks_for("json", folder_ / "run.json"));
  EXPECT_NO_THROW(asks_for("official", folder_ / "missing" / "results"));
  EXPECT_NO_THROW(asks_for("json", "/dev/stderr"));
  EXPECT_NO_THROW(asks_for("json", "run.json"));
  EXPECT_NO_THROW(asks_for("json", "-"));
}

}  // namespace
}  // namespace conform::runner
