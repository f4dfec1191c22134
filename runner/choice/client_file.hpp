// What a client's author says of it, once: a file conform.yaml, which options of the command line
// override. docs/your-client.md describes it.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/profile/profile.hpp"

namespace conform::runner {

enum class DrivingWay {
  kSelfActing,  // it is told what to do by MCP_CONFORMANCE_CONTEXT
  kStdio,       // it speaks MCP on its standard streams, and we are its host
  kOfficial,    // it was written for the official conformance suite
};

struct ClientDescription {
  std::string name;                  // empty: the command's
  std::vector<std::string> command;  // empty where there are intents
  DrivingWay way = DrivingWay::kSelfActing;
  std::map<std::string, std::vector<clients::CommandLine>> intents;  // a command for each intent
  std::map<std::string, std::string> environment;
  std::vector<std::string> without;                     // abilities that it has not
  std::map<std::string, std::string> client_documents;  // URL → file
  std::string baseline;
  std::optional<std::chrono::milliseconds> timeout;  // how long a quiet client is waited for
};

// The names that `without` takes, for messages.
std::string ability_names();

// Of a file that is YAML, or JSON by its name. Paths in it are taken from its folder. Throws
// UsageError that names the file, the place and what would be right.
ClientDescription read_client_file(const std::filesystem::path& file);

// "NAME=VALUE", or "NAME" for our own variable of that name. Throws UsageError.
void add_variable(const std::string& text, std::map<std::string, std::string>& environment);
// "URL=FILE". Throws UsageError.
void add_client_document(const std::string& text, std::map<std::string, std::string>& documents);

// The profile to play it by. Throws UsageError for an ability that there is not.
clients::Profile profile_of(const ClientDescription& client);

}  // namespace conform::runner
