#include "reports/program_end.hpp"

#include <gtest/gtest.h>

namespace conform::reports {
namespace {

Play play_with(std::vector<Note> notes) {
  Play play;
  for (Note& note : notes) play.entries.emplace_back(std::move(note));
  return play;
}

TEST(ProgramEnd, SaysHowAndWhileWhat) {
  const Play play =
      play_with({{1, {}, Note::Kind::kIntent, "connect to the OAuth URL"},
                 {2, {}, Note::Kind::kHarness, "the program ended with exit status 13"}});
  EXPECT_EQ(end_of_program(play), "exit status 13, while it was asked to connect to the OAuth URL");
  EXPECT_EQ(end_of_program(play_with({{1, {}, Note::Kind::kIntent, "connect"}})), "");
}

TEST(ProgramEnd, ShowsTheFirstLinesAndTheLast) {
  Play play;
  play.output = {"Error: Cannot find module", "more"};
  EXPECT_EQ(words_of_program(play, 80, "  "), "  | Error: Cannot find module\n  | more\n");
  for (int line = 0; line < 30; ++line) play.output.push_back(std::to_string(line));
  const std::string text = words_of_program(play, 80, "");
  EXPECT_TRUE(
      text.starts_with("| Error: Cannot find module\n| more\n| 0\n| 1\n| 2\n| ... 19 more"));
  EXPECT_TRUE(text.ends_with("| 28\n| 29\n"));
}

}  // namespace
}  // namespace conform::reports
