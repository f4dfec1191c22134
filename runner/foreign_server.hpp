// What the commands that speak to a server of somebody else's ask of their options.
#pragma once

#include <optional>
#include <string>

#include "clients/unattended_browser.hpp"

namespace conform {

// "EMAIL:PASSWORD"; nullopt of nothing. Throws UsageError.
std::optional<Account> account_from(const std::string& text);

// Throws UsageError unless it is an http URL on loopback.
void require_loopback_url(const std::string& url);

}  // namespace conform
