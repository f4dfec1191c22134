#include "mock_server/world/world_patch.hpp"

#include <gtest/gtest.h>

namespace conform::mock {
namespace {

Json world() {
  return Json::parse(R"({"organizations": [{"id": "acme", "settings": {"a": true, "b": true}},
                                           {"id": "globex", "settings": {}}],
                         "odd/name": {"x": 1}})");
}

std::string refusal_of(std::string_view pointer) {
  Json json = world();
  try {
    merge_at(json, pointer, Json::object());
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(MergeAt, FindsElementsByTheirIdOrIndex) {
  Json json = world();
  merge_at(json, "/organizations/acme/settings", {{"a", false}, {"b", nullptr}});
  EXPECT_EQ(json["organizations"][0]["settings"], (Json{{"a", false}}));
  merge_at(json, "/organizations/1/settings", {{"c", 1}});
  EXPECT_EQ(json["organizations"][1]["settings"], (Json{{"c", 1}}));
  merge_at(json, "/odd~1name", {{"x", 2}});
  EXPECT_EQ(json["odd/name"]["x"], 2);
  merge_at(json, "", {{"organizations", Json::array()}});
  EXPECT_TRUE(json["organizations"].empty());
}

TEST(MergeAt, SaysWhatThereIsWhenAPointerLeadsNowhere) {
  EXPECT_EQ(refusal_of("/organizations/umbrella/settings"),
            "/organizations/umbrella is not in this world; there is: acme, globex");
  EXPECT_EQ(refusal_of("/organisations"),
            "/organisations is not in this world; there is: organizations, odd/name");
  EXPECT_EQ(refusal_of("/organizations/2"),
            "/organizations/2 is not in this world; there is: acme, globex");
  EXPECT_EQ(refusal_of("/organizations/acme/id/x"),
            "/organizations/acme/id/x is not in this world; there is: nothing");
  EXPECT_EQ(refusal_of("organizations"),
            "\"organizations\" is no JSON pointer: it must be empty or begin with '/'");
}

}  // namespace
}  // namespace conform::mock
