#include "suites/requirement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "foundation/mcp/revision.hpp"

namespace conform {
namespace {

using testing::HasSubstr;

Json one() {
  return Json::array(
      {{{"id", "A-01"}, {"level", "MUST"}, {"text", "t"}, {"link", "https://x.example"}}});
}

std::string error_of(const Json& json) {
  try {
    parse_requirements(json, "file.json");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Requirements, AreReadById) {
  const Requirements all = parse_requirements(one(), "file.json");
  ASSERT_TRUE(all.contains("A-01"));
  EXPECT_EQ(all.at("A-01").level, "MUST");
  EXPECT_EQ(all.at("A-01").link, "https://x.example");
}

TEST(Requirements, MayNameRevisionsAndWhyTheyAreNotTested) {
  Json json = one();
  json[0]["since"] = "2025-06-18";
  json[0]["until"] = "2025-11-25";
  json[0]["not_tested"] = "It cannot be seen.";
  const Requirement read = parse_requirements(json, "file.json").at("A-01");
  EXPECT_EQ(read.since, "2025-06-18");
  EXPECT_EQ(read.until, "2025-11-25");
  EXPECT_EQ(read.not_tested, "It cannot be seen.");
}

TEST(Requirements, MayNameEveryRevision) {
  Json json = one();
  for (const Revision& row : kRevisions) {
    json[0]["since"] = row.date;
    EXPECT_EQ(parse_requirements(json, "file.json").at("A-01").since, row.date);
  }
}

TEST(Requirements, ErrorsNameFilePlaceAndRemedy) {
  Json json = one();
  json[0]["extra"] = 1;
  EXPECT_THAT(error_of(json),
              HasSubstr("file.json: /0/extra: unknown member; known are id, level"));
  json = one();
  json[0].erase("text");
  EXPECT_THAT(error_of(json), HasSubstr("file.json: /0: \"text\" is missing"));
  json = one();
  json[0]["level"] = "PERHAPS";
  EXPECT_THAT(error_of(json), HasSubstr("/0/level: must be one of MUST"));
  json = one();
  json[0]["link"] = "ftp://x";
  EXPECT_THAT(error_of(json), HasSubstr("/0/link: must begin with https://"));
  json = one();
  json.push_back(json[0]);
  EXPECT_THAT(error_of(json), HasSubstr("/1/id: \"A-01\" stands there twice"));
  EXPECT_THAT(error_of(Json::object()), HasSubstr("must be an array"));
  json = one();
  json[0]["since"] = "2025";
  EXPECT_THAT(error_of(json), HasSubstr("/0/since: must be a revision of MCP: 2024-11-05"));
  json = one();
  json[0]["since"] = "2025-11-25";
  json[0]["until"] = "2025-06-18";
  EXPECT_THAT(error_of(json), HasSubstr("/0/until: must not be before 2025-11-25"));
  json = one();
  json[0]["not_tested"] = "";
  EXPECT_THAT(error_of(json), HasSubstr("/0/not_tested: must be a text that is not empty"));
}

TEST(Requirements, AMissingFileIsNamed) {
  EXPECT_THROW(load_requirements("/nonexistent/requirements.json"), std::runtime_error);
}

}  // namespace
}  // namespace conform
