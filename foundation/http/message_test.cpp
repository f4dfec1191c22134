#include "foundation/http/message.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

TEST(Headers, ComparesNamesWithoutCaseAndKeepsOrder) {
  Headers headers{{"B", "1"}, {"a", "2"}, {"b", "3"}};
  EXPECT_EQ(headers.get("B"), "1");
  EXPECT_EQ(headers.all("b"), (std::vector<std::string>{"1", "3"}));
  headers.set("b", "4");
  EXPECT_EQ(headers, (Headers{{"a", "2"}, {"b", "4"}}));
  EXPECT_EQ(headers.get("absent", "x"), "x");
}

TEST(Parameters, KeepsOrderAndRepeatsAndDecodes) {
  const Parameters parameters = Parameters::parse("b=1&a=x%20y+z&b=&&c");
  EXPECT_EQ(parameters.size(), 4U);
  EXPECT_EQ(parameters.get("a"), "x y z");
  EXPECT_EQ(parameters.count("b"), 2U);
  EXPECT_TRUE(parameters.has("c"));
  EXPECT_EQ(parameters.begin()->first, "b");
}

TEST(Parameters, EncodesWhatItParses) {
  const Parameters parameters{{"state", "a+b/c=&\n\xc3\xa9"}, {"x", ""}};
  EXPECT_EQ(Parameters::parse(parameters.encode()), parameters);
}

TEST(Parameters, LeavesBrokenPercentSignsAlone) {
  EXPECT_EQ(Parameters::parse("a=100%&b=%zz").get("a"), "100%");
  EXPECT_EQ(Parameters::parse("a=100%&b=%zz").get("b"), "%zz");
}

TEST(Request, ReadsCookiesAndBearer) {
  Request request;
  request.headers = {
      {"Cookie", "one=1; two=2"}, {"cookie", "three=3"}, {"Authorization", "bearer abc"}};
  EXPECT_EQ(request.cookie("two"), "2");
  EXPECT_EQ(request.cookie("three"), "3");
  EXPECT_EQ(request.cookie("wo"), "");
  EXPECT_EQ(request.bearer(), "abc");
  request.headers.set("Authorization", "Basic abc");
  EXPECT_EQ(request.bearer(), "");
}

}  // namespace
}  // namespace conform
