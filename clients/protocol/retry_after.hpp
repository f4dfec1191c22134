// How long a server asks to be left alone (RFC 9110 section 10.2.3). Pure.
#pragma once

#include <chrono>
#include <optional>

#include "foundation/http/message.hpp"

namespace conform::clients {

// nullopt when there is no such field, or it is no number of seconds: a date is not waited for.
std::optional<std::chrono::seconds> retry_after(const Headers& headers);

}  // namespace conform::clients
