// What a language model would answer to an agent, in the two dialects that Codex and Claude Code
// speak: it asks for one tool, and ends when it has seen the result. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "foundation/json/json.hpp"

namespace conform::clients {

struct WantedCall {
  std::string tool;  // by its name at the MCP server: "getData"
  Json arguments = Json::object();
};

struct ModelAnswer {
  std::string events;  // text/event-stream
  std::string said;    // what it did, in words
};

// To POST /v1/messages, Anthropic's Messages API with "stream": true. Tools of an MCP server are
// offered as "mcp__SERVER__TOOL".
ModelAnswer messages_answer(const Json& request, const std::optional<WantedCall>& wanted);

// To POST /v1/responses, OpenAI's Responses API with "stream": true. Tools of an MCP server are
// offered in a "namespace", or as "mcp__SERVER__TOOL".
ModelAnswer responses_answer(const Json& request, const std::optional<WantedCall>& wanted);

}  // namespace conform::clients
