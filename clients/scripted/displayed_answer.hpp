// What a scripted client makes of an answer that a tool gave: the text for its user, or why it must
// not be used. Pure functions.
#pragma once

#include <string>

#include "clients/profile/behaviour.hpp"
#include "foundation/json/json.hpp"

namespace conform::clients {

// The text of a result, as far as the client shows it.
std::string shown_text(const Json& result, const Behaviour::Session& how);

// Why a result that is no failure must not be used, or empty. `tool` is its description, or null.
std::string problem_of_result(const Json& result, const Json& tool, bool stateless,
                              const Behaviour::Session& how);

}  // namespace conform::clients
