#include "clients/protocol/retry_after.hpp"

#include <charconv>
#include <string>
#include <system_error>

namespace conform::clients {

std::optional<std::chrono::seconds> retry_after(const Headers& headers) {
  const std::string text = headers.get("Retry-After");
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc()) return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace conform::clients
