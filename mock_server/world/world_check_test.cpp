// The schema that ships and the reader of worlds know the same members and the same values.
#include "mock_server/world/world_check.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <set>
#include <sstream>

#include "foundation/json/json_reader.hpp"
#include "mock_server/world/everything.hpp"

namespace conform::mock {
namespace {

const std::string kFixtures = CONFORM_SOURCE_DIR "/fixtures";

const JsonSchema& schema() {
  static const JsonSchema compiled = load_world_schema(kFixtures);
  return compiled;
}

Json schema_json() { return read_json_file(kFixtures + "/schemas/world.schema.json"); }

std::string refusal_of_check(const Json& world) {
  try {
    check_world(world, "w.json", schema());
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

std::string refusal_of_reader(const Json& world) {
  try {
    parse_world(world, "");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

std::set<std::string> items_of(const std::string& list) {
  std::set<std::string> items;
  std::istringstream in(list);
  for (std::string item; std::getline(in, item, ',');) {
    item.erase(0, item.find_first_not_of(" \""));
    item.erase(item.find_last_not_of(" \"") + 1);
    items.insert(item);
  }
  return items;
}

// A place in a world, and the schema of what is there.
struct Place {
  Json::json_pointer pointer;
  Json schema;
};

// Every value of `value` that the schema describes, itself first.
void add_places(const Json& root, Json described, const Json& value,
                const Json::json_pointer& pointer, std::vector<Place>& places) {
  if (described.contains("$ref")) {
    described = root.at(Json::json_pointer(described["$ref"].get<std::string>().substr(1)));
  }
  places.push_back({pointer, described});
  if (described.contains("anyOf")) {
    places.push_back({pointer, described["anyOf"].front()});
    add_places(root, described["anyOf"].back(), value, pointer, places);
    return;
  }
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      add_places(root, described.at("items"), value[i], pointer / i, places);
    }
  } else if (value.is_object()) {
    for (const auto& [name, member] : value.items()) {
      const bool named = described.contains("properties");
      // What the schema leaves open, JSON-RPC messages, is nobody's to describe here.
      if (!named && !described.contains("additionalProperties")) break;
      add_places(root,
                 named ? described.at("properties").at(name) : described.at("additionalProperties"),
                 member, pointer / name, places);
    }
  }
}

std::vector<Place> all_places() {
  std::vector<Place> places;
  const Json root = schema_json();
  add_places(root, root, everything(), Json::json_pointer(), places);
  return places;
}

TEST(WorldSchema, AndReaderAcceptAWorldThatSetsEverything) {
  EXPECT_EQ(refusal_of_check(everything()), "");
}

TEST(WorldSchema, AcceptsTheWorldsThatShip) {
  EXPECT_NO_THROW(load_checked_world(kFixtures + "/worlds/acme.json", schema()));
}

TEST(WorldSchema, HasNoMemberThatTheReaderLacks) {
  for (const Place& place : all_places()) {
    if (!place.schema.contains("properties")) continue;
    const Json value = everything().at(place.pointer);
    for (const auto& [name, _] : place.schema.at("properties").items()) {
      EXPECT_TRUE(value.contains(name))
          << "everything.hpp does not set " << place.pointer.to_string() << '/' << name;
    }
  }
}

TEST(WorldSchema, HasEveryMemberOfTheReader) {
  int levels = 0;
  for (const Place& place : all_places()) {
    if (!place.schema.contains("properties")) continue;
    Json world = everything();
    world[place.pointer]["nonsense"] = 1;
    const std::string pointer = place.pointer.to_string();
    const std::string refusal = refusal_of_reader(world);
    const std::string begin = pointer + "/nonsense is not known here; known: ";
    ASSERT_TRUE(refusal.starts_with(begin)) << refusal;
    std::set<std::string> known;
    for (const auto& [name, _] : place.schema.at("properties").items()) known.insert(name);
    EXPECT_EQ(items_of(refusal.substr(begin.size())), known) << pointer;
    EXPECT_THAT(refusal_of_check(world), testing::StartsWith("w.json: " + begin));
    ++levels;
  }
  EXPECT_EQ(levels, 14);
}

TEST(WorldSchema, HasTheValuesOfTheReader) {
  int enums = 0;
  for (const Place& place : all_places()) {
    if (!place.schema.contains("enum")) continue;
    Json world = everything();
    for (const Json& value : place.schema.at("enum")) {
      // A personal token cannot be disabled; that is no matter of the schema.
      if (value == "personal") world["keys"][0]["state"] = "active";
      world[place.pointer] = value;
      EXPECT_EQ(refusal_of_check(world), "") << place.pointer.to_string() << value;
    }
    world[place.pointer] = "nonsense";
    const std::string refusal = refusal_of_reader(world);
    for (const std::string mark : {"must be one of ", "is none of the endpoints: "}) {
      const std::size_t at = refusal.find(mark);
      if (at == std::string::npos) continue;
      std::set<std::string> values;
      for (const Json& value : place.schema.at("enum")) values.insert(value.get<std::string>());
      EXPECT_EQ(items_of(refusal.substr(at + mark.size())), values);
      ++enums;
    }
  }
  EXPECT_EQ(enums, 19);
}

TEST(WorldSchema, DescribesEveryMember) {
  for (const Place& place : all_places()) {
    if (!place.schema.contains("properties")) continue;
    for (const auto& [name, member] : place.schema.at("properties").items()) {
      if (member.contains("$ref")) continue;
      EXPECT_FALSE(member.value("description", "").empty()) << place.pointer.to_string() << name;
    }
  }
}

TEST(CheckWorld, SaysEveryProblemWithItsPlaceAndWhatWouldBeRight) {
  Json world = everything();
  world["organizations"][0]["settings"]["mcp_server"] = "off";
  world["users"][0].erase("email");
  world["users"][0]["memberships"]["acme"]["rôle"] = 1;
  world["mcp"]["eras"] = "old";
  world["mcp"]["requests_per_minute"] = -1;
  world["faults"][0]["do"]["body"] = "none";
  EXPECT_EQ(
      refusal_of_check(world),
      "w.json: /faults/0/do/body must be one of \"empty\", \"html\", \"truncated\", \"huge\", or "
      "an object with [\"text\"], but is \"none\"\n"
      "w.json: /mcp/eras must be one of \"handshake\", \"stateless\", \"dual\", but is \"old\"\n"
      "w.json: /mcp/requests_per_minute must be a whole number between 0 and 1000000, but is -1\n"
      "w.json: /organizations/0/settings/mcp_server must be true or false, but is \"off\"\n"
      "w.json: /users/0/memberships/acme/rôle is not known here; known: id, role, "
      "organization_admin, active, attributes\n"
      "w.json: /users/0 must have the member \"email\"");
}

// Beyond it the milliseconds of a clock overflow.
TEST(CheckWorld, NoLifetimeIsLongerThanAHundredYears) {
  for (const char* member : {"access_token_lifetime_seconds", "code_lifetime_seconds"}) {
    Json world = everything();
    world["authorization"][member] = 1'000'000'000'000'000'000;
    EXPECT_EQ(refusal_of_check(world),
              std::string("w.json: /authorization/") + member +
                  " must be a whole number between 0 and 3153600000, but is 1000000000000000000");
  }
}

TEST(CheckWorld, OfWhatIsNoObjectOrTooLittle) {
  EXPECT_EQ(refusal_of_check(Json::array()),
            "w.json: the document must be an object with [\"name\",\"organizations\"], but is []");
  EXPECT_EQ(refusal_of_check({{"name", "x"}, {"organizations", Json::array()}}),
            "w.json: /organizations must be an array that is not empty, but is []");
}

TEST(CheckWorld, StillChecksWhatRefersToSomethingElse) {
  Json world = everything();
  world["keys"][0]["owner"] = "nobody";
  EXPECT_EQ(refusal_of_check(world),
            "w.json: /keys/0/owner must be the id of a member of \"acme\"");
}

}  // namespace
}  // namespace conform::mock
