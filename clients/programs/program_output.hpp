// What an external program told its user, as it goes into the record.
#pragma once

#include <string>
#include <string_view>

namespace conform::clients {

// Without the escape sequences by which programs colour and move (ECMA-48) and without other
// control characters, cut to 64 KiB.
std::string plain_line(std::string_view line);

}  // namespace conform::clients
