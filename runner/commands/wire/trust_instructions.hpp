// What to tell people who serve over TLS: how each kind of client is made to trust the mock's
// authority, and how its host names are made to lead here.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace conform::runner {

// `hosts` are the real names that are served ("callbacks.omniapp.co", …).
std::string trust_instructions(const std::filesystem::path& authority,
                               const std::vector<std::string>& hosts, int port);

// Where the authority is kept when nobody says: $XDG_DATA_HOME or ~/.local/share, then
// omni-conform/tls. Throws std::runtime_error when there is no home.
std::filesystem::path default_tls_folder();

}  // namespace conform::runner
