#include "clients/profile/state_form.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace conform::clients {
namespace {

using ::testing::MatchesRegex;

TEST(StateForm, HasTheShapeOfEachForm) {
  Ids ids(7);
  EXPECT_THAT(make_state("base64url:43", ids), MatchesRegex("[A-Za-z0-9_-]+"));
  EXPECT_EQ(make_state("base64url:43", ids).size(), 43U);
  EXPECT_EQ(make_state("hex:64", ids).size(), 64U);
  EXPECT_EQ(make_state("uuid", ids).size(), 36U);
  EXPECT_EQ(make_state("none", ids), "");
  const std::string padded = make_state("base64:24", ids);
  EXPECT_EQ(padded.size(), 24U);
  EXPECT_TRUE(padded.ends_with("=="));
  EXPECT_EQ(make_state("cursor", ids).size(), 180U);
  EXPECT_TRUE(make_state("cursor", ids).starts_with("eyJpZCI6Im9tbmki"));
}

TEST(StateForm, FollowsTheSeed) {
  Ids one(7);
  Ids same(7);
  Ids other(8);
  const std::string state = make_state("base64:24", one);
  EXPECT_EQ(state, make_state("base64:24", same));
  EXPECT_NE(state, make_state("base64:24", other));
  EXPECT_NE(state, make_state("base64:24", one));
}

TEST(StateForm, RefusesOtherForms) {
  Ids ids(7);
  for (const char* form :
       {"", "base64", "base64:23", "hex:", "hex:0", "hex:9x", "rot13:4", "uuid:3"}) {
    EXPECT_FALSE(is_state_form(form)) << form;
    EXPECT_THROW(make_state(form, ids), std::invalid_argument) << form;
  }
  EXPECT_TRUE(is_state_form("base64url:22"));
}

}  // namespace
}  // namespace conform::clients
