// Members of JSON that somebody else wrote, of whatever form it is. Pure; never throws.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json.hpp"

namespace conform {

// A member, whatever it is; null when there is none, or when this is no object. It lives as long as
// the object.
const Json& member(const Json& object, std::string_view name);

// A member that is a string, else "".
std::string text_member(const Json& object, std::string_view name);

// The strings of a member that is an array; what else is in it is left out.
std::vector<std::string> texts_member(const Json& object, std::string_view name);

}  // namespace conform
