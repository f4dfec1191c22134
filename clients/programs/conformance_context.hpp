// What MCP_CONFORMANCE_CONTEXT tells a program that can be steered: which scenario it is in, where
// to connect and what it is to do there. docs/your-client.md describes it for those who write one.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "clients/programs/program_starts.hpp"
#include "foundation/json/json.hpp"

namespace conform::clients {

// One start of the program, and which of how many in the scenario.
struct ConformanceStart {
  ProgramStart intents;
  std::size_t number = 1;
  std::size_t of = 1;
};

// What a program of the official suite is told beside: it knows its scenarios by their names, and
// reads an identity of its own where it is given one.
struct OfficialNames {
  std::string scenario;  // "auth/metadata-default"; empty: it is no such program
};

// `api_key` and `client_id` are left out where they are empty.
Json conformance_context(const Scenario& scenario, const ConformanceStart& start,
                         const std::string& url, const std::string& api_key,
                         const std::string& client_id, const OfficialNames& official = {});

// The same as the variables of the environment in which a program finds it.
std::map<std::string, std::string> conformance_environment(
    const Scenario& scenario, const ConformanceStart& start, const std::string& url,
    const std::string& api_key, const std::string& client_id, const OfficialNames& official = {});

// An intent in a few words, for outcomes: "call getData".
std::string in_short(const Intent& intent);

}  // namespace conform::clients
