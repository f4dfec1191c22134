#include "runner/plays/silence.hpp"

#include <gmock/gmock.h>

namespace conform::runner {
namespace {

using ::testing::HasSubstr;

Play ended(bool asked) {
  Play play;
  play.entries.emplace_back(Note{1, {}, Note::Kind::kIntent, "connect"});
  if (asked) {
    Exchange exchange;
    exchange.endpoint = Endpoint::kMcp;
    play.entries.emplace_back(exchange);
  }
  Exchange page;  // of the person, who signed in before
  page.endpoint = Endpoint::kSignIn;
  play.entries.emplace_back(page);
  play.entries.emplace_back(
      Note{2, {}, Note::Kind::kHarness, "the program ended with exit status 1"});
  play.output = {"Error: Cannot find module"};
  return play;
}

TEST(Silence, EndsARunAfterItsFirstPlays) {
  SilenceWatch watch(3);
  EXPECT_FALSE(watch.ends_with(ended(false)));
  EXPECT_FALSE(watch.ends_with(ended(false)));
  EXPECT_EQ(watch.reason(217), "");
  EXPECT_TRUE(watch.ends_with(ended(false)));
  EXPECT_THAT(watch.reason(217), HasSubstr("stopped after 3 of 217 plays"));
  EXPECT_THAT(watch.reason(217), HasSubstr("exit status 1, while it was asked to connect"));
  EXPECT_THAT(watch.reason(217), HasSubstr("Cannot find module"));
}

TEST(Silence, OneRequestIsEnough) {
  SilenceWatch watch(2);
  EXPECT_FALSE(watch.ends_with(ended(false)));
  EXPECT_FALSE(watch.ends_with(ended(true)));
  EXPECT_FALSE(watch.ends_with(ended(false)));
  EXPECT_FALSE(watch.ends_with(ended(false)));
  EXPECT_EQ(watch.reason(4), "");
}

TEST(Silence, IsNotWatchedUnlessSomebodyAsks) {
  SilenceWatch watch(0);
  EXPECT_FALSE(watch.ends_with(ended(false)));
}

TEST(Silence, AClientThatStillRunsIsNotSilent) {
  Play play = ended(false);
  play.entries.pop_back();
  EXPECT_FALSE(was_silent(play));
}

}  // namespace
}  // namespace conform::runner
