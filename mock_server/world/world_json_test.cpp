#include "mock_server/world/world_json.hpp"

#include <gtest/gtest.h>

#include "foundation/json/json_reader.hpp"
#include "mock_server/world/everything.hpp"

namespace conform::mock {
namespace {

const std::string kAcme = CONFORM_SOURCE_DIR "/fixtures/worlds/acme.json";

TEST(WorldAsJson, OfAcmeIsReadBackAlike) {
  const Json json = to_json(load_world(kAcme));
  EXPECT_EQ(to_json(parse_world(json, "test")), json);
  // What the file says stands in it unchanged; members that the file leaves out are added.
  const Json file = read_json_file(kAcme);
  EXPECT_EQ(json.at("users").size(), file.at("users").size());
  EXPECT_EQ(json.at("keys").at(3).at("state"), "disabled");
  EXPECT_EQ(json.at("users").at(7).at("memberships").at("acme").at("attributes"),
            (Json{{"region", "West"}}));
}

TEST(WorldAsJson, OfAWorldThatSetsEverythingIsThatWorld) {
  EXPECT_EQ(to_json(parse_world(everything(), "test")), everything());
}

TEST(WorldAsJson, GivesAFaultWithoutAnIdTheOneByWhichItIsKnown) {
  Json json = everything();
  json["faults"] = Json::parse(R"([{"do": {"status": 500}}])");
  EXPECT_EQ(to_json(parse_world(json, "test")).at("faults"),
            Json::parse(R"([{"do": {"status": 500}, "id": "fault_1"}])"));
}

}  // namespace
}  // namespace conform::mock
