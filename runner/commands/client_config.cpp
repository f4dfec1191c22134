#include "runner/commands/client_config.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>

#include "foundation/files/text_file.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/text/ascii.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

using Form = ClientConfig::Form;

constexpr std::size_t kLargestConfig = 16UL
                                       << 20U;  // bytes; ~/.claude.json holds a history as well

// Comments and the comma after a last member become blanks, so that places in errors stay.
std::string plain_json(std::string_view text) {
  std::string plain(text);
  const auto blank = [&plain](std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end; ++at) {
      if (plain[at] != '\n') plain[at] = ' ';
    }
  };
  std::size_t comma = std::string::npos;  // the last mark, where it is a comma
  for (std::size_t at = 0; at < plain.size(); ++at) {
    if (plain[at] == '"') {
      for (++at; at < plain.size() && plain[at] != '"'; ++at) at += plain[at] == '\\' ? 1 : 0;
      comma = std::string::npos;
    } else if (plain.compare(at, 2, "//") == 0) {
      blank(at, std::min(plain.find('\n', at), plain.size()));
    } else if (plain.compare(at, 2, "/*") == 0) {
      const std::size_t end = plain.find("*/", at + 2);
      blank(at, end == std::string::npos ? plain.size() : end + 2);
    } else if (plain[at] == ',') {
      comma = at;
    } else if ((plain[at] == '}' || plain[at] == ']') && comma != std::string::npos) {
      blank(comma, comma + 1);
      comma = std::string::npos;
    } else if (plain[at] != ' ' && plain[at] != '\t' && plain[at] != '\r' && plain[at] != '\n') {
      comma = std::string::npos;
    }
  }
  return plain;
}

// "Authorization: Bearer x", as mcp-remote takes it.
std::pair<std::string, std::string> header_of(std::string_view field) {
  const std::size_t colon = field.find(':');
  if (colon == std::string_view::npos) return {std::string(trimmed(field)), ""};
  return {std::string(trimmed(field.substr(0, colon))),
          std::string(trimmed(field.substr(colon + 1)))};
}

bool is_package(std::string_view argument, std::string_view name) {
  return argument == name ||
         (argument.starts_with(name) && argument.substr(name.size()).starts_with('@'));
}

// `npx mcp-remote URL --header "NAME: VALUE"`.
void read_mcp_remote(const std::vector<std::string>& arguments, ConfiguredServer& server) {
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    if (arguments[at] == "--header" && at + 1 < arguments.size()) {
      server.headers.push_back(header_of(arguments[++at]));
    } else if (server.url.empty() && arguments[at].find("://") != std::string::npos) {
      server.url = arguments[at];
    }
  }
}

// Omni's own bridge says it by variables of the environment.
void read_omni_bridge(const Json& environment, ConfiguredServer& server) {
  server.url = text_member(environment, "MCP_SERVER_URL");
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kHeaders{{
      {"MCP_API_KEY", "Authorization"},
      {"MCP_MODEL_ID", "X-MCP-Model-ID"},
      {"MCP_TOPIC_NAME", "X-MCP-Topic-Name"},
      {"MCP_USER_ID", "X-MCP-User-ID"},
      {"MCP_USER_REQUIRED", "X-MCP-User-Required"},
  }};
  for (const auto& [variable, header] : kHeaders) {
    const std::string value = text_member(environment, variable);
    if (value.empty()) continue;
    server.headers.emplace_back(header, header == "Authorization" ? "Bearer " + value : value);
  }
}

void read_headers(const Json& headers, ConfiguredServer& server) {
  if (!headers.is_object()) return;
  for (const auto& [name, value] : headers.items()) {
    if (value.is_string()) server.headers.emplace_back(name, value.get<std::string>());
  }
}

ConfiguredServer server_of(const std::string& name, const Json& json, const std::string& place) {
  ConfiguredServer server{.name = name, .place = place};
  server.url = text_member(json, "url");
  if (server.url.empty()) server.url = text_member(json, "httpUrl");  // Gemini's
  server.type = text_member(json, "type");
  if (server.type.empty()) server.type = text_member(json, "transport");
  read_headers(member(json, "headers"), server);
  server.program = text_member(json, "command");
  if (server.program.empty()) return server;
  std::vector<std::string> arguments = texts_member(json, "args");
  for (const std::string& argument : arguments) {
    if (is_package(argument, "mcp-remote")) read_mcp_remote(arguments, server);
    if (is_package(argument, "@omni-co/mcp")) {
      read_omni_bridge(member(json, "env"), server);
    }
    if (is_package(argument, "mcp-remote") || is_package(argument, "@omni-co/mcp")) {
      server.program = argument;
    }
  }
  return server;
}

void read_servers(const Json& servers, const std::string& place, ClientConfig& config) {
  if (!servers.is_object()) return;
  for (const auto& [name, server] : servers.items()) {
    config.servers.push_back(server_of(name, server, fmt::format("{}.{}", place, name)));
  }
}

ClientConfig config_of_json(const Json& json, const std::filesystem::path& file) {
  const bool of_vs_code = file.parent_path().filename() == ".vscode" || json.contains("servers");
  ClientConfig config;
  if (of_vs_code) {
    config.form = Form::kVsCode;
    if (!json.contains("servers") && json.contains("mcpServers")) {
      config.problems.emplace_back("VS Code reads \"servers\", and not \"mcpServers\"");
    }
    const Json& inputs = member(json, "inputs");
    if (inputs.is_object()) {
      config.problems.emplace_back("\"inputs\" is an object; VS Code wants a list of objects");
    }
    for (const Json& input : inputs) {
      if (inputs.is_array()) config.inputs.push_back(text_member(input, "id"));
    }
    read_servers(member(json, "servers"), "servers", config);
  } else if (file.filename() == "claude_desktop_config.json") {
    config.form = Form::kClaudeDesktop;
  }
  read_servers(member(json, "mcpServers"), "mcpServers", config);
  const Json& projects = member(json, "projects");  // of ~/.claude.json
  if (projects.is_object()) {
    for (const auto& [folder, project] : projects.items()) {
      read_servers(member(project, "mcpServers"), fmt::format("projects.{}.mcpServers", folder),
                   config);
    }
  }
  return config;
}

std::string text_in(const toml::table& table, std::string_view name) {
  return table[name].value_or(std::string());
}

ClientConfig config_of_toml(std::string_view text, const std::filesystem::path& file) {
  ClientConfig config{.form = Form::kCodex};
  toml::table whole;
  try {
    whole = toml::parse(text, file.string());
  } catch (const toml::parse_error& error) {
    throw UsageError(fmt::format("{}, line {}: {}", file.string(), error.source().begin.line,
                                 error.description()));
  }
  if (whole.contains("mcpServers")) {
    config.problems.emplace_back("Codex reads [mcp_servers.NAME], and not [mcpServers.NAME]");
  }
  for (const char* key : {"mcp_servers", "mcpServers"}) {
    const toml::table* servers = whole[key].as_table();
    if (servers == nullptr) continue;
    for (const auto& [name, value] : *servers) {
      const toml::table* table = value.as_table();
      if (table == nullptr) continue;
      Json json{{"url", text_in(*table, "url")}, {"command", text_in(*table, "command")}};
      json["args"] = Json::array();
      if (const toml::array* arguments = (*table)["args"].as_array()) {
        for (const toml::node& argument : *arguments) {
          json["args"].push_back(argument.value_or(std::string()));
        }
      }
      for (const auto& [from, into] :
           {std::pair("http_headers", "headers"), std::pair("env", "env")}) {
        json[into] = Json::object();
        const toml::table* pairs = (*table)[from].as_table();
        if (pairs == nullptr) continue;
        for (const auto& [key_of_pair, text_of_pair] : *pairs) {
          json[into][std::string(key_of_pair.str())] = text_of_pair.value_or(std::string());
        }
      }
      const std::string server_name(name.str());
      ConfiguredServer server =
          server_of(server_name, json, fmt::format("{}.{}", key, server_name));
      server.key_variable = text_in(*table, "bearer_token_env_var");
      server.key_in_toml = table->contains("bearer_token");
      config.servers.push_back(std::move(server));
    }
  }
  return config;
}

}  // namespace

std::string_view to_string(ClientConfig::Form form) {
  switch (form) {
    case Form::kClaudeDesktop:
      return "Claude Desktop";
    case Form::kVsCode:
      return "VS Code";
    case Form::kCodex:
      return "Codex";
    case Form::kMcpServers:
      break;
  }
  return "Cursor, Claude Code and others";
}

ClientConfig client_config_of(std::string_view text, const std::filesystem::path& file) {
  const auto none = [&](std::string_view what) {
    return UsageError(
        fmt::format("{}: {}; wanted is a file with \"mcpServers\" or \"servers\" (JSON), or with "
                    "[mcp_servers.NAME] (TOML)",
                    file.string(), what));
  };
  ClientConfig config;
  if (file.extension() == ".toml") {
    config = config_of_toml(text, file);
  } else {
    Json json;
    try {
      json = require_foreign(plain_json(text));
    } catch (const std::runtime_error& error) {
      throw none(error.what());
    }
    if (!json.is_object()) throw none("it is no object");
    config = config_of_json(json, file);
  }
  if (config.servers.empty()) throw none("it names no server");
  return config;
}

ClientConfig read_client_config(const std::filesystem::path& file) {
  return client_config_of(text_of_file(file, kLargestConfig), file);
}

}  // namespace conform::runner
