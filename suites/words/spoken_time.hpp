// A time as people say it.
#pragma once

#include <string>

#include "foundation/time/clock.hpp"

namespace conform {

// "2 hours", "1 minute", "90 seconds", "150 ms": in the largest unit of which it is a whole number.
std::string spoken(Duration time);

}  // namespace conform
