// What a request of the stateless era carries beside its own content: _meta and header fields.
// Pure functions of behaviour and message.
#pragma once

#include <string>
#include <string_view>

#include "clients/profile/behaviour.hpp"
#include "foundation/http/message.hpp"
#include "foundation/json/json.hpp"

namespace conform::clients {

// params._meta with what every request names.
Json stateless_meta(const Behaviour::Identity& identity);
// MCP-Protocol-Version, Mcp-Method, Mcp-Name, and Mcp-Param-… for the arguments that the tool's
// description marks with x-mcp-header; `tool` may be null.
void add_stateless_headers(Headers& headers, const Json& message, const Json& tool,
                           const Behaviour::Stateless& how);
// Text as it may stand in a header field, else in base64 between =?base64? and ?=.
std::string header_text(std::string_view text);
// Whether a refusal of that era names a version that this client speaks.
bool names_stateless_version(const Json& error);

}  // namespace conform::clients
