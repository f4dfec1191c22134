// IPv4 addresses as all read them alike (RFC 3986 section 3.2.2). Pure.
#pragma once

#include <string_view>

namespace conform {

// Four octets in decimal. Without leading zeros, which some take for octal.
bool is_ipv4_address(std::string_view text);

}  // namespace conform
