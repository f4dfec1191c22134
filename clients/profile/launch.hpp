// How the program behind a profile is installed, configured and made to perform an intent: the
// member "launch" of fixtures/clients/*.json.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "foundation/json/object_reader.hpp"
#include "suites/judge.hpp"

namespace conform::clients {

using CommandLine = std::vector<std::string>;

// Everywhere in it stand the placeholders {url} {api_key} {client_id} {home} {port} {package}
// {python} {drivers} {model_url}, and {tool} {arguments} where a tool is called.
struct Launch {
  std::string npm_package;                   // "mcp-remote@0.15.1", with its version; or empty
  std::vector<std::string> python_packages;  // "mcp==2.3.0"; installed together

  // One way: a program that runs all the time, and either acts by itself or is asked on its
  // standard streams.
  CommandLine command;
  bool stdio = false;  // speaks MCP on its standard streams
  // Written for the official conformance suite: it asks the authorization endpoint itself and takes
  // the redirect for the person's answer, and it calls tools that the suite's servers have.
  bool official = false;
  std::map<std::string, std::string> official_scenarios;  // our id → the suite's name
  CommandLine key_arguments;                              // appended when a key is configured
  CommandLine client_id_arguments;  // appended when its user was given a client ID

  // The other way: programs that are run to their end for each intent, by its name: "connect",
  // "connect_with_key", "connect_with_client_id" ({client_id}, which its user was given),
  // "reconnect" (what was connected before), "list_tools", "call_tool", "call_tool_with_key" (where
  // it differs). An intent without commands is done by those that were
  // run before it.
  std::map<std::string, std::vector<CommandLine>> intents;
  std::vector<std::string> failures;  // regular expressions: a line in which it admits a failure

  std::map<std::string, std::string> files;        // below the home, written before the first start
  std::map<std::string, std::string> environment;  // added to that of every program
  // Regular expressions: lines that it prints whatever the server says. They are kept in the
  // record, but tell its user nothing.
  std::vector<std::string> chatter;

  // Of the real program, which is not judged by what its scripted profile is known to do.
  Allowances allowances;

  [[nodiscard]] bool is_given() const { return !command.empty() || !intents.empty(); }
  [[nodiscard]] bool needs_model() const;  // some part of it names {model_url}
};

// The object "launch" of a profile, but for its allowances, which are left to the caller. Throws as
// ObjectReader does; the caller calls finish().
void read_launch(ObjectReader& from, Launch& into);

}  // namespace conform::clients
