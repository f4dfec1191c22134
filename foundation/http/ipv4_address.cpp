#include "foundation/http/ipv4_address.hpp"

#include <charconv>
#include <string>
#include <system_error>

namespace conform {
namespace {

bool is_octet(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() && value < 256 &&
         digits == std::to_string(value);
}

}  // namespace

bool is_ipv4_address(std::string_view text) {
  int octets = 1;
  for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    if (!is_octet(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
    ++octets;
  }
  return octets == 4 && is_octet(text);
}

}  // namespace conform
