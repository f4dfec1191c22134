#include "suites/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace conform {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Check check(const std::string& id, const std::string& requirement) {
  Check made;
  made.id = id;
  made.requirement = requirement;
  return made;
}

Requirement requirement(const std::string& id, const std::string& not_tested) {
  Requirement made;
  made.id = id;
  made.not_tested = not_tested;
  return made;
}

Scenario scenario(const std::string& id, std::vector<Check> checks) {
  Scenario made;
  made.id = id;
  made.checks = std::move(checks);
  return made;
}

TEST(Coverage, NamesTheChecksOfEachRequirement) {
  const Requirements requirements{{"A-01", requirement("A-01", "")},
                                  {"A-02", requirement("A-02", "nothing shows it")},
                                  {"A-03", requirement("A-03", "")}};
  const std::vector<Covered> all =
      coverage_of(requirements,
                  {scenario("x/two", {check("b", "A-01"), check("a", "A-01")}),
                   scenario("x/one", {check("c", "A-01")})},
                  {check("always", "A-01")});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].requirement.id, "A-01");
  EXPECT_THAT(all[0].checks, ElementsAre("invariant/always", "x/one:c", "x/two:a", "x/two:b"));
  EXPECT_FALSE(all[0].is_gap());
  EXPECT_THAT(all[1].checks, IsEmpty());
  EXPECT_FALSE(all[1].is_gap());  // there is a reason
  EXPECT_THAT(all[2].checks, IsEmpty());
  EXPECT_TRUE(all[2].is_gap());
}

}  // namespace
}  // namespace conform
