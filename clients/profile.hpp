// A client profile: one file of fixtures/clients, "extends" resolved, every field typed and
// checked.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "clients/behaviour.hpp"
#include "suites/judge.hpp"

namespace conform {

// How an external program is run; placeholders {url} {api_key} {home} {port}.
struct Launch {
  std::string npm_package;           // "mcp-remote@0.15.1", installed into the build tree; or empty
  std::vector<std::string> command;  // empty: the profile is of a scripted client
  bool stdio = false;                // speaks MCP on its standard streams
  std::vector<std::string> key_arguments;  // appended when a key is configured
};

// How a member of a product's behaviour is known.
struct Fact {
  std::string mark;  // captured, source, documented, reported, unknown, chosen
  std::string source;
};

struct Profile {
  std::string id;  // the file's name without ".json"
  std::string title;
  std::string kind;  // "reference", "product", "broken" or "external"
  std::string bug;   // of a broken one: what it gets wrong, one sentence
  Behaviour behaviour;
  Launch launch;
  Allowances allowances;
  std::vector<std::string> sets;  // members of behaviour that its own file sets: "session.accept"
  std::map<std::string, Fact> facts;  // the same names -> how it is known; of its own file
};

// Every profile below fixtures/clients, by id. Throws std::runtime_error that names the file, the
// place and what would be right: unknown members, wrong types, unknown "extends", cycles.
std::map<std::string, Profile> load_profiles(const std::filesystem::path& folder);

}  // namespace conform
