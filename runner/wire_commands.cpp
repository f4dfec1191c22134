#include "runner/wire_commands.hpp"

#include <string>

namespace conform {
namespace {

void add_fixtures(CLI::App& app, std::string& fixtures) {
  app.add_option("--fixtures", fixtures, "Read worlds, profiles and data from this folder")
      ->type_name("FOLDER");
}

}  // namespace

void WireCommands::add_client(CLI::App& app) {
  client_app_ = app.add_subcommand("client", "Be an MCP client: connect, list the tools, call");
  CLI::App& command = *client_app_;
  command.add_option("URL", client_.url, "The MCP server, on loopback")->required();
  command.add_option("--profile", client_.profile, "Behave like this scripted profile")
      ->capture_default_str();
  command.add_option("--bearer", client_.bearer, "Send this key or token instead of signing in")
      ->type_name("TOKEN");
  command.add_option("--call", client_.calls, "Call a tool, with its arguments as a JSON object")
      ->allow_extra_args(false)
      ->type_name("TOOL JSON");
  command.add_option("--sign-in", client_.sign_in, "Who signs in when a page asks for a password")
      ->type_name("EMAIL:PASSWORD");
  command
      .add_option("--client-metadata-url", client_.client_metadata_url,
                  "Be this client ID metadata document where the server takes one")
      ->type_name("URL");
  command
      .add_option("--protocol-version", client_.protocol_version,
                  "Speak this revision of MCP; from 2026-07-28 on without a handshake")
      ->envname("MCP_CONFORMANCE_PROTOCOL_VERSION")
      ->type_name("DATE");
  command.add_option("--context", client_.context)
      ->envname("MCP_CONFORMANCE_CONTEXT")
      ->group("");  // set by the official conformance suite, not by people
  add_fixtures(command, client_.fixtures);
}

void WireCommands::add_to(CLI::App& app) { add_client(app); }

std::optional<int> WireCommands::obey(Streams& streams) const {
  if (client_app_->parsed()) return client_command(client_, streams);
  return std::nullopt;
}

}  // namespace conform
