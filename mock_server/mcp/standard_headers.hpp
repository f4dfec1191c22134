// What a 2026-07-28 request repeats of its body in header fields, and whether that fits (Streamable
// HTTP, "Standard MCP Request Headers" and "Custom Headers from Tool Parameters"). Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "foundation/http/message.hpp"
#include "foundation/json/json.hpp"

namespace conform::mock {

// Why the header fields do not fit the request, or empty. `params` is an object; `tool` is the
// description of the tool that is called, or nullptr.
std::string header_mismatch(const Headers& headers, std::string_view method, const Json& params,
                            const Json* tool);

// The description with `x-mcp-header` at its modelId, where it has one.
Json with_header_parameters(Json tool);

// The value of a header field, its base64 form (=?base64?…?=) undone; nullopt when that is broken.
std::optional<std::string> decoded_header(std::string_view value);

}  // namespace conform::mock
