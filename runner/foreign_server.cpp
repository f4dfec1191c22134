#include "runner/foreign_server.hpp"

#include <fmt/format.h>

#include "mock_server/http/url.hpp"
#include "runner/exit_code.hpp"

namespace conform {

std::optional<Account> account_from(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) {
    throw UsageError("--sign-in is EMAIL:PASSWORD, of somebody the server knows.");
  }
  return Account{text.substr(0, colon), text.substr(colon + 1)};
}

void require_loopback_url(const std::string& text) {
  const std::optional<Url> url = Url::parse(text);
  if (url && url->scheme == "http" && url->is_loopback()) return;
  throw UsageError(
      fmt::format("{} is not an http URL on loopback. Another machine's server is reached through "
                  "`omni-conform record --upstream URL`, which listens on loopback.",
                  text));
}

}  // namespace conform
