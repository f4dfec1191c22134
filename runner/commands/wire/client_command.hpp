// `omni-conform client`: the scripted client as a program, against any MCP server on loopback.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runner/program/streams.hpp"

namespace conform::runner {

struct ClientOptions {
  std::string fixtures;
  std::string url;  // of the MCP server
  std::string profile = "reference";
  std::string bearer;                                      // an API key or access token; or empty
  std::string sign_in;                                     // "EMAIL:PASSWORD"; empty: nobody can
  std::string protocol_version;                            // empty: the profile's
  std::string client_metadata_url;                         // a CIMD to show; empty: none
  std::vector<std::pair<std::string, std::string>> calls;  // tool and its arguments as JSON
  // What the official conformance suite tells a client beside the URL, or empty: a JSON object
  // whose client_id and client_secret were registered beforehand.
  std::string context;
  double time_limit = 300;   // seconds for everything
  double first_answer = 10;  // seconds for the first request
};

// Connects, lists the tools, calls. Returns an ExitCode: 1 when the server or the client said no.
// Throws UsageError.
int client_command(const ClientOptions& options, Streams& streams);

}  // namespace conform::runner
