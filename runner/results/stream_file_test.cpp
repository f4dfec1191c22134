#include "runner/results/stream_file.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "reports/golden/example_run.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/results/assemble.hpp"
#include "runner/results/report_files.hpp"
#include "runner/results/run_file.hpp"

namespace conform::runner {

using reports::example_report_context;
using reports::example_run;
using reports::find_format;

namespace {

using testing::HasSubstr;
using testing::SizeIs;

class StreamFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/stream.XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    file_ = folder_ / "run.jsonl";
    const auto example = example_run();
    head_.version = example.version;
    head_.seed = example.seed;
    head_.profiles = example.profiles;
    head_.scenarios = example.scenarios;
    head_.cells = {0, 1, 2, 3, 4, 5, 6, 7};
    plays_ = example.plays;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(std::size_t count) {
    StreamFile stream(file_, head_);
    for (std::size_t at = 0; at < count; ++at) stream.append(plays_.at(at));
  }
  [[nodiscard]] std::string content() const {
    std::ifstream in(file_);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  std::string error_of_opening() {
    try {
      const StreamFile stream(file_, head_);
      return "no error";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }

  std::filesystem::path folder_;
  std::string file_;
  RunHead head_;
  std::vector<Play> plays_;
};

TEST_F(StreamFileTest, GivesBackWhatWasAppended) {
  write(3);
  const Stream stream = read_stream(file_);
  EXPECT_EQ(stream.head, head_);
  ASSERT_THAT(stream.plays, SizeIs(3));
  EXPECT_EQ(stream.plays[2].profile, plays_[2].profile);
  EXPECT_TRUE(is_stream(file_));
}

TEST_F(StreamFileTest, TakesUpWhereItEnded) {
  write(2);
  StreamFile stream(file_, head_);
  EXPECT_THAT(stream.finished(), SizeIs(2));
  stream.append(plays_[2]);
  EXPECT_THAT(read_stream(file_).plays, SizeIs(3));
}

TEST_F(StreamFileTest, ALineThatWasCutOffIsLostAndNoOther) {
  write(3);
  std::filesystem::resize_file(file_, content().size() - 10);
  EXPECT_THAT(read_stream(file_).plays, SizeIs(2));
  StreamFile stream(file_, head_);
  EXPECT_THAT(stream.finished(), SizeIs(2));
  stream.append(plays_[2]);
  EXPECT_THAT(read_stream(file_).plays, SizeIs(3)) << "the half line is gone";
}

TEST_F(StreamFileTest, AHeadThatWasCutOffBeginsAnew) {
  write(0);
  std::filesystem::resize_file(file_, content().size() - 1);
  EXPECT_THROW(read_stream(file_), UsageError);
  write(1);
  EXPECT_THAT(read_stream(file_).plays, SizeIs(1));
}

TEST_F(StreamFileTest, AnotherRunIsRefused) {
  write(2);
  const std::string before = content();
  head_.seed = 7;
  EXPECT_THAT(error_of_opening(), HasSubstr("seed 1 there, 7 here"));
  EXPECT_EQ(content(), before) << "and nothing of it is lost";
}

TEST_F(StreamFileTest, TwoRunsAtOnceAreRefused) {
  StreamFile first(file_, head_);
  try {
    const StreamFile second(file_, head_);
    ADD_FAILURE();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("is being written by another run"));
  }
  first.append(plays_.front());  // whose lines nobody cut off
  EXPECT_EQ(read_stream(file_).plays.size(), 1U);
}

// A head of a few hundred bytes that stands for more than fits into memory.
TEST_F(StreamFileTest, AHeadOfTooManyPlaysIsRefused) {
  write(1);
  Json head = Json::parse(content().substr(0, content().find('\n')));
  const auto error_with = [&](const char* member, const Json& value) {
    Json changed = head;
    changed[member] = value;
    std::ofstream(file_) << changed.dump() << '\n';
    return error_of_opening();
  };
  const std::vector<std::string> many(1'000, "x");
  head["profiles"] = many;
  EXPECT_THAT(error_with("scenarios", many), HasSubstr("more than 200000 plays"));
  for (const Json& shard :
       {Json{{"index", 1}, {"count", 18446744073709551615U}}, Json{{"index", -1}, {"count", -1}},
        Json{{"index", 3}, {"count", 2}}, Json{{"index", 0}, {"count", 0}}}) {
    EXPECT_THAT(error_with("shard", shard), HasSubstr("its shard is no part of a run")) << shard;
  }
}

TEST_F(StreamFileTest, AFolderIsNamed) {
  try {
    read_stream(testing::TempDir());
    ADD_FAILURE();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr(": is a folder"));
  }
}

TEST_F(StreamFileTest, WhatIsNoStreamIsRefusedAndKept) {
  std::ofstream(file_) << "dear diary\nit rained\n";
  EXPECT_THAT(error_of_opening(), HasSubstr("line 1"));
  EXPECT_THAT(content(), HasSubstr("it rained"));
}

TEST_F(StreamFileTest, ALineThatIsDamagedIsNamed) {
  write(2);
  std::ofstream(file_, std::ios::app) << "{\"scenario\": 7}\n";
  EXPECT_THAT(error_of_opening(), HasSubstr("line 4"));
}

TEST_F(StreamFileTest, AFullDiskIsAnError) {
  file_ = "/dev/full";
  EXPECT_THAT(error_of_opening(), HasSubstr("No space left"));
  file_ = folder_ / "gone" / "run.jsonl";
  EXPECT_THAT(error_of_opening(), HasSubstr(file_));
}

TEST_F(StreamFileTest, IsARunToOtherCommands) {
  write(8);
  const auto run = load_run(file_);
  ASSERT_THAT(run.plays, SizeIs(8));
  EXPECT_EQ(run.plays[5].checks.at(0).finding.seen, "3 authorization requests");
}

TEST_F(StreamFileTest, AJsonReportIsARunToOtherCommandsToo) {
  {
    std::ofstream out(file_);
    find_format("json")->write(example_run(), example_report_context(), out);
  }
  const auto run = load_run(file_);
  ASSERT_THAT(run.plays, SizeIs(8));
  EXPECT_EQ(run.plays[5].verdict, Verdict::kFail);
  EXPECT_EQ(run.plays[5].took, example_run().plays[5].took);
  std::ofstream(file_) << "{}";
  EXPECT_THROW(load_run(file_), UsageError);
}

TEST_F(StreamFileTest, PlaysAreAssembledInTheOrderOfTheRun) {
  const auto run = assembled(head_, {plays_.rbegin(), plays_.rend()});
  ASSERT_THAT(run.plays, SizeIs(8));
  for (std::size_t at = 0; at < 8; ++at) EXPECT_EQ(run.plays[at].profile, plays_[at].profile);
  EXPECT_EQ(run.scenarios, head_.scenarios);
}

}  // namespace
}  // namespace conform::runner
