// The members of Behaviour by their names in files. Throws std::runtime_error that names file, JSON
// pointer and what would be right.
#pragma once

#include <string>
#include <vector>

#include "clients/profile/behaviour.hpp"

namespace conform::clients {

// Overwrites what `json` names and returns those members: "identity.user_agent".
std::vector<std::string> read_behaviour(const Json& json, const std::string& file,
                                        const std::string& pointer, Behaviour& into);

}  // namespace conform::clients
