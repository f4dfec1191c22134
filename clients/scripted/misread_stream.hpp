// Event streams as a client sees them that does not know all of how they are written. Pure.
#pragma once

#include <string>

#include "clients/profile/behaviour.hpp"

namespace conform::clients {

// The body as it is for a client that knows everything, which the default does.
std::string misread(const std::string& body, const Behaviour::Streams& how);

}  // namespace conform::clients
