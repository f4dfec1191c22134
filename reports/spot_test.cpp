#include "reports/spot.hpp"

#include <gtest/gtest.h>

namespace conform::reports {
namespace {

using Part = Spot::Part;

Exchange exchange(std::size_t number) {
  Exchange made;
  made.number = number;
  return made;
}

Play play() {
  Play made;
  made.entries = {exchange(1), Note{2, {}, Note::Kind::kOutput, "all is well"},
                  Note{3, {}, Note::Kind::kAdmin, "the key is active"},
                  Note{4, {}, Note::Kind::kOutcome, "done: call getData"}, exchange(5)};
  return made;
}

std::vector<Spot> spots(std::vector<std::size_t> evidence, std::vector<Spot> known = {}) {
  CheckResult check;
  check.finding = {Finding::Outcome::kFail, "no state", std::move(evidence), std::move(known)};
  return spots_of(play(), check);
}

TEST(Places, AreWhatTheCheckKnows) {
  const Spot header{1, Part::kRequestHeader, "Accept", true};
  const Spot query{5, Part::kRequestLine, "state", false};
  EXPECT_EQ(spots({1, 5}, {query, header}), (std::vector<Spot>{header, query}));
}

TEST(Places, OtherwiseTheEntryItself) {
  EXPECT_EQ(spots({1, 2, 4}), (std::vector<Spot>{{1, Part::kRequestLine, "", false},
                                                 {2, Part::kNote, "", false},
                                                 {4, Part::kNote, "", false}}));
}

TEST(Places, WhatNeverCameIsAwaitedBehindAnEntry) {
  EXPECT_EQ(spots({1}, {{1, Part::kAfter, "", true}}),
            (std::vector<Spot>{{1, Part::kAfter, "no state", true}}));
  EXPECT_EQ(spots({3}, {{3, Part::kAfter, "", true}}),
            (std::vector<Spot>{{3, Part::kAfter, "no state", true}}));
}

TEST(Places, WhatAnAdminDidBreaksNoRule) {
  EXPECT_EQ(spots({3}), (std::vector<Spot>{{3, Part::kAfter, "no state", false}}));
  EXPECT_EQ(spots({3, 4}), (std::vector<Spot>{{4, Part::kNote, "", false}}));
}

TEST(Places, NothingIsMarkedThatIsNotBroken) {
  CheckResult passed;
  passed.finding = {Finding::Outcome::kPass, "1 token request", {1}, {}};
  EXPECT_TRUE(spots_of(play(), passed).empty());
  EXPECT_TRUE(spots({7}).empty());
  EXPECT_TRUE(spots({}).empty());
}

}  // namespace
}  // namespace conform::reports
