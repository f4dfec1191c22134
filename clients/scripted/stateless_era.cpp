#include "clients/scripted/stateless_era.hpp"

#include <algorithm>

#include "foundation/mcp/revision.hpp"
#include "foundation/text/digest.hpp"

namespace conform::clients {
namespace {

constexpr int kUnsupportedProtocolVersion = -32022;
constexpr const char* kVersion = "io.modelcontextprotocol/protocolVersion";
constexpr const char* kCapabilities = "io.modelcontextprotocol/clientCapabilities";
constexpr const char* kClientInfo = "io.modelcontextprotocol/clientInfo";

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void add_parameter_headers(Headers& headers, const Json& arguments, const Json& tool,
                           bool encodes) {
  if (!tool.is_object() || !arguments.is_object()) return;
  const Json properties = tool.value("/inputSchema/properties"_json_pointer, Json::object());
  for (const auto& [name, schema] : properties.items()) {
    const auto argument = arguments.find(name);
    if (!schema.contains("x-mcp-header") || argument == arguments.end()) continue;
    const std::string text = text_of(*argument);
    headers.add("Mcp-Param-" + text_of(schema.at("x-mcp-header")),
                encodes ? header_text(text) : text);
  }
}

}  // namespace

Json stateless_meta(const Behaviour::Identity& identity) {
  return {{kVersion, kNewestStateless.date},
          {kClientInfo, identity.client_info},
          {kCapabilities, identity.capabilities}};
}

void add_stateless_headers(Headers& headers, const Json& message, const Json& tool,
                           const Behaviour::Stateless& how) {
  headers.add("MCP-Protocol-Version", std::string(kNewestStateless.date));
  const auto method = message.at("method").get<std::string>();
  headers.add("Mcp-Method", method);
  if (method != "tools/call") return;
  const Json& params = message.at("params");
  headers.add("Mcp-Name", header_text(text_of(params.at("name"))));
  add_parameter_headers(headers, params.value("arguments", Json::object()), tool,
                        how.encodes_headers);
}

std::string header_text(std::string_view text) {
  const bool plain = !text.empty() && text.front() != ' ' && text.back() != ' ' &&
                     !text.starts_with("=?base64?") &&
                     std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7E; });
  return plain ? std::string(text) : "=?base64?" + base64(text) + "?=";
}

bool names_stateless_version(const Json& error) {
  if (!error.is_object() || error.value("code", Json()) != kUnsupportedProtocolVersion)
    return false;
  const Json supported = error.value("/data/supported"_json_pointer, Json::array());
  return std::ranges::find(supported, Json(kNewestStateless.date)) != supported.end();
}

}  // namespace conform::clients
