// Which of Omni's two setups a configured server is, and what is wrong with it. By Omni's pages
// ("Authenticate the MCP Server", "Set up MCP clients"); the mark of what nobody documents is that
// it is only noted. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/commands/client_config.hpp"

namespace conform::runner {

struct ConfiguredSetup {
  enum class Kind {
    kOAuth,    // the shared URL, without a key
    kApiKey,   // an instance's own URL, with a key
    kUnclear,  // it is Omni's, and neither of the two
    kForeign,  // nothing of it is Omni's
  };
  Kind kind = Kind::kForeign;
  std::vector<std::string> problems;  // it does not work like that
  std::vector<std::string> notes;     // it works, and should be known
};
std::string_view to_string(
    ConfiguredSetup::Kind kind);  // "OAuth", "API key", "unclear", "not Omni's"

// No text holds a key of the configuration.
ConfiguredSetup setup_of(const ConfiguredServer& server, const ClientConfig& config);

}  // namespace conform::runner
