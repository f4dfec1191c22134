// What a redactor has to know of a world before anything happens in it.
#pragma once

#include "mock_server/world/world.hpp"
#include "record/redactor.hpp"

namespace conform::mock {

// Every key of the world, used or not.
void know_keys(const World& world, Redactor& redactor);

}  // namespace conform::mock
