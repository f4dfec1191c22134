// A world as its file would say it, every member written out. Pure function.
#pragma once

#include "foundation/json/json.hpp"
#include "mock_server/world/world.hpp"

namespace conform::mock {

// parse_world reads it back to the same world, but for the client documents, which have a file of
// their own.
Json to_json(const World& world);

Json to_json(const Settings& settings);
Json to_json(const Membership& membership);
Json to_json(const ApiKey& key);

}  // namespace conform::mock
