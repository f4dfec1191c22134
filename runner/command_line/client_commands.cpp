// The commands that get, begin or are a client: clients, init, client.
#include <memory>

#include "runner/command_line/command.hpp"
#include "runner/command_line/shared_options.hpp"
#include "runner/commands/clients_command.hpp"
#include "runner/commands/import_command.hpp"
#include "runner/commands/init_command.hpp"
#include "runner/commands/wire/client_command.hpp"

namespace conform::runner {
namespace {

Command::Action declare_clients(CLI::App& command) {
  auto clients = std::make_shared<ClientsOptions>();
  command.require_subcommand(1);
  CLI::App* list = command.add_subcommand("list", "List them, and which are installed");
  CLI::App* install = command.add_subcommand(
      "install", "Install them from npm and PyPI into a folder of ours, and nowhere else");
  for (CLI::App* one : {list, install}) {
    one->add_option("NAME", clients->names, "Clients by name or glob; all when none is named");
    add_packages(*one, clients->packages);
    add_fixtures(*one, clients->fixtures);
  }
  return [clients, list](const Invocation& invocation) {
    return list->parsed() ? clients_list_command(*clients, invocation.streams)
                          : clients_install_command(*clients, invocation.streams);
  };
}

Command::Action declare_init(CLI::App& command) {
  auto init = std::make_shared<InitOptions>();
  command.add_option("LANGUAGE", init->language, "ts, python or go")->required();
  command.add_option("FOLDER", init->folder, "A new folder, or an empty one")->required();
  return action(init, init_command);
}

Command::Action declare_import(CLI::App& command) {
  auto import = std::make_shared<ImportOptions>();
  command
      .add_option("FILE", import->files,
                  "mcp.json, .mcp.json, claude_desktop_config.json, config.toml")
      ->required();
  command.add_flag("--json", import->json, "As JSON");
  return action(import, import_command);
}

Command::Action declare_client(CLI::App& command) {
  auto client = std::make_shared<ClientOptions>();
  command.add_option("URL", client->url, "The MCP server, on loopback")->required();
  command.add_option("--profile", client->profile, "Behave like this scripted profile")
      ->capture_default_str();
  command.add_option("--bearer", client->bearer, "Send this key or token instead of signing in")
      ->type_name("TOKEN");
  command.add_option("--call", client->calls, "Call a tool, with its arguments as a JSON object")
      ->allow_extra_args(false)
      ->type_name("TOOL JSON");
  command.add_option("--sign-in", client->sign_in, "Who signs in when a page asks for a password")
      ->type_name("EMAIL:PASSWORD");
  command
      .add_option("--client-metadata-url", client->client_metadata_url,
                  "Be this client ID metadata document where the server takes one")
      ->type_name("URL");
  command
      .add_option("--protocol-version", client->protocol_version,
                  "Speak this revision of MCP; from 2026-07-28 on without a handshake")
      ->envname("MCP_CONFORMANCE_PROTOCOL_VERSION")
      ->type_name("DATE");
  add_time_limit(command, client->time_limit);
  command.add_option("--context", client->context)
      ->envname("MCP_CONFORMANCE_CONTEXT")
      ->group("");  // set by the official conformance suite, not by people
  add_fixtures(command, client->fixtures);
  return action(client, client_command);
}

}  // namespace

const Command kClients{"clients", "Install the real clients that we know", declare_clients};
const Command kInit{"init", "Write an example of a client, to begin your own with", declare_init};
const Command kImport{"import", "Say what a client's own configuration makes of Omni",
                      declare_import};
const Command kClient{"client", "Be an MCP client: connect, list the tools, call", declare_client};

}  // namespace conform::runner
