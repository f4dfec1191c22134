#include "runner/program/nearest.hpp"

#include <gmock/gmock.h>

namespace conform::runner {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(EditDistance, CountsChanges) {
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("same", "same"), 0U);
}

TEST(Nearest, PutsTheLikeliestFirst) {
  EXPECT_THAT(nearest("oath/happy_path", {"api_key/happy_path", "oauth/happy_path", "viewer/pat"}),
              ElementsAre("oauth/happy_path", "api_key/happy_path"));
}

TEST(Nearest, FindsAPartOfALongName) {
  EXPECT_THAT(nearest("pats", {"forbidden/pats_disabled", "oauth/cancel"}),
              ElementsAre("forbidden/pats_disabled"));
}

TEST(Nearest, OffersNothingForAStranger) {
  EXPECT_THAT(nearest("zzzzzzzz", {"oauth/cancel"}), IsEmpty());
}

TEST(UnknownName, SaysWhatIsThere) {
  const std::string text = unknown_name("profile", "curser", {"cursor", "vscode"}).what();
  EXPECT_THAT(text, HasSubstr("no profile 'curser'"));
  EXPECT_THAT(text, HasSubstr("Did you mean cursor?"));
  EXPECT_THAT(text, HasSubstr("\n  vscode"));
}

TEST(UnknownName, ANameThatHasChangedLeadsToTheNewOne) {
  const std::string ability = unknown_name("ability", "modern", {"oauth", "stateless"}).what();
  EXPECT_THAT(ability, testing::EndsWith("Did you mean stateless?"));
  const std::string scenario = unknown_name("scenario", "transport/modern_only",
                                            {"transport/stateless_only", "transport/both_eras"})
                                   .what();
  EXPECT_THAT(scenario, testing::EndsWith("Did you mean transport/stateless_only?"));
}

// Two hundred names would hide what was meant.
TEST(UnknownName, OfManyNamesOnlyTheNearestAreShown) {
  std::vector<std::string> names = {"cursor"};
  for (int i = 0; i < 50; ++i) names.push_back("another_" + std::to_string(i));
  const std::string text = unknown_name("profile", "curser", names).what();
  EXPECT_THAT(text, testing::EndsWith("Did you mean cursor?"));
  EXPECT_THAT(text, testing::Not(HasSubstr("another_7")));
}

}  // namespace
}  // namespace conform::runner
