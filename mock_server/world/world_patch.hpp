// Changes to a world's JSON, addressed as people speak of its parts. Pure functions.
#pragma once

#include <string_view>

#include "foundation/json/json.hpp"

namespace conform::mock {

// Merges a patch (RFC 7396) into the value at a JSON pointer (RFC 6901), in which an element of an
// array may also be named by its "id": "/organizations/acme/settings". Throws std::runtime_error
// that says what there is when the pointer leads nowhere.
void merge_at(Json& world, std::string_view pointer, const Json& patch);

}  // namespace conform::mock
