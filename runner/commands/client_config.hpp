// What a client's own configuration names: .cursor/mcp.json, .mcp.json, claude_desktop_config.json,
// ~/.claude.json, .vscode/mcp.json (JSON, in which comments and a last comma may stand) and Codex's
// config.toml. Nothing of it is started or asked.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace conform::runner {

// One server, as the file has it. Known bridges from standard streams to HTTP (mcp-remote,
// @omni-co/mcp) are read as what they connect to.
struct ConfiguredServer {
  std::string name;          // "omni"
  std::string place;         // "mcpServers.omni"
  std::string url = {};      // empty: it is a program that knows its server by itself
  std::string type = {};     // "http", "sse", …; empty: not said
  std::string program = {};  // what is started for it; empty: nothing is
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string key_variable = {};  // Codex's bearer_token_env_var; empty: none
  bool key_in_toml = false;       // it has a bearer_token, which Codex does not take
};

struct ClientConfig {
  enum class Form {
    kMcpServers,     // Cursor, Claude Code, Gemini and others
    kClaudeDesktop,  // the same, but for programs only
    kVsCode,
    kCodex,
  };
  Form form = Form::kMcpServers;
  std::vector<ConfiguredServer> servers = {};
  std::vector<std::string> inputs = {};    // ids of VS Code's inputs
  std::vector<std::string> problems = {};  // what is wrong with the file as a whole
};
std::string_view to_string(ClientConfig::Form form);  // "Cursor, Claude Code and others", …

// Throws UsageError, which names the file and the place, for what is no such configuration.
ClientConfig read_client_config(const std::filesystem::path& file);
// The same of the text of a file. Pure.
ClientConfig client_config_of(std::string_view text, const std::filesystem::path& file);

}  // namespace conform::runner
