// The `state` values that clients make, by the name of their form. Deterministic in the seed of
// `ids`.
#pragma once

#include <string>
#include <string_view>

#include "foundation/text/ids.hpp"

namespace conform::clients {

// "base64url:N", "base64:N" (N characters with padding, a multiple of 4), "hex:N", "uuid", "cursor"
// (a base64url JSON object, as Cursor sends it), "none" (empty). Throws std::invalid_argument for
// anything else.
std::string make_state(std::string_view form, Ids& ids);
bool is_state_form(std::string_view form);

}  // namespace conform::clients
