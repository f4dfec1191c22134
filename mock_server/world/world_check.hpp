// Worlds that users write: every problem is said at once, with its place and what would be right.
#pragma once

#include <filesystem>
#include <string>

#include "foundation/json/json_schema.hpp"
#include "mock_server/world/world.hpp"

namespace conform::mock {

// The schema that ships, schemas/world.schema.json below the fixtures.
JsonSchema load_world_schema(const std::filesystem::path& fixtures);

// parse_world after the schema. Throws std::runtime_error with one problem a line:
// "w.json: /mcp/eras must be one of …". What refers to something else in the world is checked only
// when the schema is content, and then the first problem is said. `name` may be empty.
World check_world(const Json& json, const std::string& name, const JsonSchema& schema);

// check_world of a file, with the client documents beside it.
World load_checked_world(const std::filesystem::path& file, const JsonSchema& schema);

}  // namespace conform::mock
